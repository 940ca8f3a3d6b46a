"""The plugin as the application loads it."""

import attrs

from dispatch_interfaces.host.bridge import TermBridge
from dispatch_skos.plugin import GlossarySettings, SkosTerms


@attrs.frozen(kw_only=True)
class SkosSettings(GlossarySettings):
    """Where the glossary is, and where its terms belong.

    The last two are those of the bridge's own `TermSettings`: the plugin itself needs neither.
    """

    project: str = attrs.field(metadata={"title": "Name of the project to which terms belong"})
    organization: str = attrs.field(
        default="", metadata={"title": "Slug of the organization, if several use this plugin"}
    )


class SkosForDispatch(TermBridge):
    """Terms of a SKOS glossary."""

    implementation = SkosTerms
    settings = SkosSettings
