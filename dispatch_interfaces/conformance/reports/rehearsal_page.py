"""A rehearsal as a page: the timeline with a lane for each plugin, and how it ended."""

from collections import Counter

from dispatch_interfaces import __version__
from dispatch_interfaces.conformance.reports.pages import page
from dispatch_interfaces.host.rehearsal import Rehearsal, State


def rehearsal_page(rehearsal: Rehearsal) -> str:
    """One file of HTML, which needs nothing else to be shown.

    Raises:
        ImportError: Jinja2 is not installed.
    """
    counted = Counter(it.state for it in rehearsal.steps)
    counts = {it.value: counted[it] for it in State if counted[it]}
    state = State.PASSED if rehearsal.exit_code == 0 else State.FAILED
    return page(
        "rehearsal.html", it=rehearsal, counts=counts, state=state.value, version=__version__
    )
