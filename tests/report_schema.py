"""The schema of the JSON report, as it is published."""

import json
from pathlib import Path
from typing import Any, Final

from dispatch_interfaces.conformance import reports

SCHEMA: Final[dict[str, Any]] = json.loads(
    Path(reports.__file__).with_name("report.schema.json").read_text()
)
