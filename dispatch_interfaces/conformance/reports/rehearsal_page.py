"""A rehearsal as a page: the timeline with a lane for each plugin, and how it ended."""

from collections import Counter
from collections.abc import Iterable, Iterator

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
        "rehearsal.html",
        it=rehearsal,
        counts=counts,
        state=state.value,
        version=__version__,
        nested=nested,
    )


def nested(lines: Iterable[str]) -> Iterator[tuple[str, int, str]]:
    """Each line with how deep it lies, and what it is called there, if folders are among them.

    Args:
        lines: Sorted; a folder ends with a slash, and what is in it begins with the folder.
    """
    folders = list[str]()
    for line in lines:
        while folders and not line.startswith(folders[-1]):
            folders.pop()
        yield line, len(folders), line.removeprefix(folders[-1]) if folders else line
        if line.endswith("/"):
            folders.append(line)
