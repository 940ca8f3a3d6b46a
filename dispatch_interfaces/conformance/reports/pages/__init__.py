"""Reports as pages: each is one file, which needs nothing else to be shown."""

from typing import Any


def page(template: str, **values: Any) -> str:
    """A page of a template in this folder; whatever is put into it is shown as text.

    Args:
        template: ``"rehearsal.html"``.
        values: What it shows.

    Raises:
        ImportError: Jinja2 is not installed.
    """
    try:
        from jinja2 import Environment, PackageLoader, StrictUndefined
    except ImportError as error:
        raise ImportError("for a page, install dispatch-interfaces[host]") from error
    environment = Environment(
        loader=PackageLoader(__name__, ""),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template(template).render(**values)
