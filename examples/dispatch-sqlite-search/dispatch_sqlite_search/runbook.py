"""A runbook: a Markdown file whose front matter says which incidents it concerns."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, Self

import yaml
from attrs import frozen
from frontmatter.default_handlers import YAMLHandler

_HEADING: Final = re.compile(r"^# +(.+?)[ #]*$", re.MULTILINE)


class NotReadable(Exception):
    """A file is no runbook, or not yet: somebody may be writing it."""


@frozen
class Runbook:
    """What the front matter of a runbook says.

    ```markdown
    ---
    title: The database is slow
    description: Find the query that holds the locks, and end it
    types: [Outage]              # names of incident types; left out for all of them
    priorities: [High, Critical]
    words: [database, disk full] # one of them is in the incident's description
    ---
    ```
    """

    name: str
    description: str
    types: tuple[str, ...]
    priorities: tuple[str, ...]
    words: tuple[str, ...]

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read a file.

        Raises:
            NotReadable: It has no front matter from ``---`` to ``---``, or something else in it.
            FileNotFoundError: It is gone.
        """
        try:
            front, body = _FRONT.split(path.read_text("utf-8"))
            found = _FRONT.load(front) or {}
            if not isinstance(found, Mapping):
                raise ValueError("the front matter has no keys")
            heading = _HEADING.search(body)
            return cls(
                _text(found, "title") or (heading[1] if heading else path.stem),
                _text(found, "description"),
                _texts(found, "types"),
                _texts(found, "priorities"),
                _texts(found, "words"),
            )
        except FileNotFoundError:
            raise
        except (OSError, ValueError, RecursionError, yaml.YAMLError) as error:
            raise NotReadable(f"{path} is not read: {error}") from error


class _FrontMatter(YAMLHandler):
    """Front matter in which everything is text: ``types: [No, 1]`` are two names."""

    def load(self, fm: str, **_: object) -> Any:
        return super().load(fm, Loader=yaml.BaseLoader)

    def split(self, text: str) -> tuple[str, str]:
        if not self.detect(text):
            raise ValueError("it does not begin with front matter")
        return super().split(text)


_FRONT: Final = _FrontMatter()


def _text(found: Mapping[str, Any], key: str) -> str:
    text = found.get(key, "")
    if not isinstance(text, str):
        raise ValueError(f"{key} is no text: {text!r}")
    text.encode()  # raises where YAML escapes spell a lone surrogate
    return text


def _texts(found: Mapping[str, Any], key: str) -> tuple[str, ...]:
    texts = found.get(key) or ()
    listed = [texts] if isinstance(texts, str) else texts
    return tuple(_text({key: it}, key) for it in listed)
