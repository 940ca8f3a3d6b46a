"""What metric systems, pagers, glossaries, searches and engines of workflows cannot do."""

from collections.abc import Callable
from typing import Any, Final

from dispatch_interfaces.conformance import (
    DocumentResolverHarness,
    MetricHarness,
    OncallHarness,
    TermHarness,
    WorkflowHarness,
)
from dispatch_interfaces.conformance.run.harness import Harness
from tests.services import engines, glossaries, metrics, pagers, searches
from tests.services.habits import Habit
from tests.services.opentelemetry_sdk import OpenTelemetrySdk


def _opens(harness: Callable[..., Harness[Any, Any]]) -> Callable[[type[Any]], Harness[Any, Any]]:
    return lambda plugin_class: harness(open=plugin_class)


_METRIC: Final = _opens(MetricHarness)
_ONCALL: Final = _opens(OncallHarness)
_TERM: Final = _opens(TermHarness)
_SEARCH: Final = _opens(DocumentResolverHarness)
_WORKFLOW: Final = _opens(WorkflowHarness)

HABITS: Final = (
    Habit(
        "names of metrics in ASCII, in any case",
        "OpenTelemetry",
        metrics.OpenTelemetryMetric,
        "name",
        _METRIC,
    ),
    Habit("the SDK itself", "OpenTelemetry", OpenTelemetrySdk, "name", _METRIC),
    Habit(
        "names of a character set, values of tags as text, no shortest and longest time",
        "Prometheus",
        metrics.PrometheusMetric,
        "name",
        _METRIC,
    ),
    Habit(
        "what the protocol uses is replaced", "statsd", metrics.StatsdMetric, "tag_name", _METRIC
    ),
    Habit("long names are cut", "Datadog", metrics.DatadogNames, "name", _METRIC),
    Habit("tags in small letters", "Datadog", metrics.DatadogTagNames, "tag_name", _METRIC),
    Habit("tags in small letters", "Datadog", metrics.DatadogTagValues, "tag_value", _METRIC),
    Habit(
        "long tags are rejected",
        "Datadog, CloudWatch",
        metrics.LongTagValuesRejected,
        "tag_value",
        _METRIC,
    ),
    Habit(
        "an empty tag is none, and rejected",
        "Prometheus",
        metrics.EmptyTagsRejected,
        "tag_value",
        _METRIC,
    ),
    Habit("ids of services only", "PagerDuty, Opsgenie", pagers.IdsOnly, "service_name", _ONCALL),
    Habit(
        "a longest title, a description that is cut, ids only",
        "PagerDuty",
        pagers.PagerDuty,
        "incident_description",
        _ONCALL,
    ),
    Habit("titles are cut", "Opsgenie", pagers.CutsTitles, "incident_title", _ONCALL),
    Habit("one kind of line break", "mails", pagers.BreaksLinesItsWay, "incident_title", _ONCALL),
    Habit("one text for all", "push notifications", pagers.TitlesOnly, "incident_name", _ONCALL),
    Habit("so many characters", "text messages", pagers.TextMessages, "length", _ONCALL),
    Habit(
        "texts are trimmed",
        "form fields",
        pagers.TrimsDescriptions,
        "incident_description",
        _ONCALL,
    ),
    Habit("one meaning for a term", "wikis", glossaries.OneMeaning, "definitions", _TERM),
    Habit("titles of pages", "MediaWiki", glossaries.MediaWiki, "text", _TERM),
    Habit("terms in small letters", "tags", glossaries.FoldedTerms, "text", _TERM),
    Habit("terms are trimmed", "tables", glossaries.TrimmedTerms, "text", _TERM),
    Habit("definitions are trimmed", "tables", glossaries.TrimmedDefinitions, "definition", _TERM),
    Habit(
        "reads the beginning",
        "searches by embeddings",
        searches.ReadsTheBeginning,
        "description",
        _SEARCH,
    ),
    Habit("a longest query", "Confluence, GitHub", searches.ShortQueries, "description", _SEARCH),
    Habit("the best results only", "vector stores", searches.FindsTheBest, "found", _SEARCH),
    Habit(
        "titles and excerpts of its own",
        "Confluence",
        searches.Confluence,
        "document_description",
        _SEARCH,
    ),
    Habit("so many parameters", "GitHub Actions", engines.TenInputs, "parameters", _WORKFLOW),
    Habit("all parameters are text", "GitHub Actions", engines.AllText, "types", _WORKFLOW),
    Habit("text only", "Jenkins", engines.TextOnly, "types", _WORKFLOW),
    Habit(
        "names of a character set",
        "GitHub Actions",
        engines.InputNames,
        "parameter_name",
        _WORKFLOW,
    ),
    Habit(
        "parameters are variables", "shells", engines.EnvironmentNames, "parameter_name", _WORKFLOW
    ),
    Habit("form fields", "Jenkins", engines.Jenkins, "parameter", _WORKFLOW),
    Habit(
        "no status Created", "GitHub Actions, Airflow", engines.NeverCreated, "status", _WORKFLOW
    ),
    Habit("long parameters", "Windows", engines.ShortParameters, "parameter", _WORKFLOW),
    Habit("names of files", "archives", engines.TrimsArtifacts, "artifact", _WORKFLOW),
    Habit("all of these", "GitHub Actions", engines.GitHubActions, "status", _WORKFLOW),
)

COMPOSITE: Final = (
    metrics.OpenTelemetryMetric,
    OpenTelemetrySdk,
    metrics.PrometheusMetric,
    metrics.StatsdMetric,
    pagers.PagerDuty,
    glossaries.MediaWiki,
    searches.Confluence,
    engines.GitHubActions,
)
"""As whole services are."""

ALLOWED: Final = (metrics.EmptyTagsRejected, pagers.TextMessages, engines.ShortParameters)
"""They reject texts, and no more: by rule 7 they may, whether they declare it or not."""
