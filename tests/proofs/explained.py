"""Why a lie passes: where it is none, or what lets it through."""

from fnmatch import fnmatchcase
from typing import Final

from dispatch_interfaces.conformance.self_check.mutations import no_defect
from tests.proofs.generated import Fault

_FOLD: Final = "fold a text"
_CUT: Final = "cut a text"
_CUT_LONG: Final = "cut a long text"
_TIDY: Final = ("trim a text", "compose a text", "change line ends")
_LINES: Final = ("change line ends",)
_ALL: Final = (_FOLD, _CUT, _CUT_LONG, *_TIDY)
_ONCE: Final = ("do it once for the same arguments",)

_HARNESS: Final = "the harness says which there are, and the platform may know no others"
_ADDRESS: Final = "an address holds nothing of the kind, and letters of any case reach its owner"
_LINK: Final = "a link holds nothing of the kind"
_ONE_LINE: Final = "nobody gives it more than one line, and most platforms refuse it"
_MEANING: Final = "how words are found in a description is the resolver's own business"
_FORMAT: Final = "the format is the platform's own"
_IGNORED: Final = "the argument says nothing that could show"

NO_EFFECT: Final = (
    # Lies, the places where they are told, and why they are none.
    (("share one answer",), "*", "who reads an answer at once, and alone, sees what is true"),
    (("answer with more",), "document-resolver.get", "the store may hold more than was put there"),
    (("answer with more",), "term.get", "the store may hold more than was put there"),
    (_ONCE, "conversation.a*", "nothing takes it back"),
    (_ONCE, "storage.archive", "nothing takes it back"),
    (_ONCE, "document.update", "what is filled in stays so"),
    (("nothing for a key",), "storage.create.description", "a drive need have no description"),
    (("replace the error",), "ticket.create", "there is nothing that every tracker refuses"),
    (_ALL, "conversation.send*.notification_type", _IGNORED),
    (_ALL, "conversation.send*.blocks", _FORMAT),
    (_ALL, "conversation.open_modal.modal", _FORMAT),
    ((_CUT, _CUT_LONG, *_TIDY), "conversation.open_dialog.dialog", _FORMAT),
    (_ALL, "task.list.kwargs", _IGNORED),
    (_ALL, "storage.get.mime_type", "there are three, which the platform names"),
    ((_CUT, _CUT_LONG, *_TIDY), "*.incident_type", _HARNESS),
    ((_CUT, _CUT_LONG, *_TIDY), "*.incident_priority", _HARNESS),
    ((_CUT, _CUT_LONG, *_TIDY), "ticket.update.priority", _HARNESS),
    ((_FOLD, _CUT_LONG, *_TIDY), "ticket.create.commander", _ADDRESS),
    ((_FOLD, _CUT_LONG, *_TIDY), "ticket.create.reporter", _ADDRESS),
    ((_FOLD, _CUT_LONG, *_TIDY), "ticket.update.*_email", _ADDRESS),
    (_TIDY, "ticket.update.*_weblink", _LINK),
    ((_FOLD, *_TIDY), "*.get.incident_description", _MEANING),
    (("trim a text",), "storage.list_files.q", "what is around a query is no part of it"),
    (_LINES, "*.name", _ONE_LINE),
    (_LINES, "*.service_name", _ONE_LINE),
    (_LINES, "*.folder_name", _ONE_LINE),
    (_LINES, "storage.list_files.q", _ONE_LINE),
    (_LINES, "metric.*.tags", _ONE_LINE),
    (_LINES, "ticket.update.labels", _ONE_LINE),
)

LET_THROUGH: Final = (
    # Lies that matter, the places where they are told, and why the suite says nothing.
    (
        (_FOLD, _CUT_LONG, *_TIDY),
        "participant-group.create.name",
        "no observer has the name: nothing reads it",
    ),
)


def why_it_may_pass(fault: Fault) -> str:
    """Why the suite may say nothing of a fault; empty if it must."""
    return without_effect(fault) or _found(LET_THROUGH, fault)


def without_effect(fault: Fault) -> str:
    """Why a fault is none; empty if it is one."""
    about = [no_defect(fault.lie, fault.contract, it, fault.aim) for it in fault.methods]
    return _found(NO_EFFECT, fault) or (about[0] if all(about) else "")


def _found(table: tuple[tuple[tuple[str, ...], str, str], ...], fault: Fault) -> str:
    return next(
        (
            reason
            for lies, place, reason in table
            if fault.lie.name in lies and fnmatchcase(fault.place, place)
        ),
        "",
    )
