"""Two systems in a process of their own: a line of JSON for each request, and one for its answer.

Run as ``python backend.py metric`` or ``python backend.py oncall``; the standard library is all
that it needs. Each request takes a little while, as over a network.
"""

import json
import math
import random
import sys
import time
from typing import Any


class Refusal(Exception):
    """A request that is not fulfilled: what is wrong, in one word, and in a sentence."""


class Metric:
    """Series by kind, name and tags."""

    def __init__(self) -> None:
        self._series: dict[str, list[float]] = {}

    def gauge(self, value: Any, **series: Any) -> None:
        self._series[_key("gauge", **series)] = [_number(value)]

    def counter(self, value: Any, **series: Any) -> None:
        self._series.setdefault(_key("counter", **series), []).append(_number(value))

    def timer(self, value: Any, **series: Any) -> None:
        if _number(value) < 0:
            raise Refusal("invalid", "time runs forwards")
        self._series.setdefault(_key("timer", **series), []).append(value)

    def recorded(self, kind: str, **series: Any) -> list[float]:
        return self._series.get(_key(kind, **series), [])


def _key(kind: str, name: str, tags: dict[str, str]) -> str:
    if not name.strip() or _is_broken(name):
        raise Refusal("invalid", "name it")
    return json.dumps([kind, name, sorted(tags.items())])


def _number(value: Any) -> float:
    if type(value) not in (int, float) or not math.isfinite(value):
        raise Refusal("invalid", "count again")
    number: float = value
    return number


class Oncall:
    """Services with numbers for ids; one is there from the start."""

    def __init__(self) -> None:
        self._services: list[dict[str, Any]] = []
        for number in range(9):
            self.add_service(f"built-in {number}")
            self.set_oncall(str(number + 1), "robot@example.com")

    def get(self, service_id: str | None, service_name: str | None) -> str:
        if service_id is not None:
            return _on_call(self._service(service_id))
        if service_name is None:
            raise Refusal("invalid", "whose service?")
        found = [it for it in self._services if it["name"] == service_name]
        if not found:
            raise Refusal("missing", "never heard of it")
        return _on_call(found[0])

    def page(self, service_id: str, said: list[str]) -> None:
        service = self._service(service_id)
        email = _on_call(service)
        if len(said[1]) > 1000 or any(map(_is_broken, said)):
            raise Refusal("invalid", "a pager shows less")
        service["pages"].append([email, *said])

    def add_service(self, name: str) -> str:
        if not name.strip() or _is_broken(name) or any(it["name"] == name for it in self._services):
            raise Refusal("invalid", "find another name")
        self._services.append({"name": name, "oncall": None, "pages": []})
        return str(len(self._services))

    def set_oncall(self, service_id: str, email: str | None) -> None:
        self._service(service_id)["oncall"] = email

    def pages(self, service_id: str) -> list[list[str]]:
        pages: list[list[str]] = self._service(service_id)["pages"]
        return pages

    def _service(self, service_id: str) -> dict[str, Any]:
        for number, service in enumerate(self._services, 1):
            if service_id == str(number):
                return service
        raise Refusal("missing", "out of numbers")


def _on_call(service: dict[str, Any]) -> str:
    if not service["oncall"]:
        raise Refusal("nobody", "asleep")
    email: str = service["oncall"]
    return email


def _is_broken(text: str) -> bool:
    return any("\ud800" <= it <= "\udfff" for it in text)


def main() -> None:
    """Answer requests until there are no more."""
    system: Any = {"metric": Metric, "oncall": Oncall}[sys.argv[1]]()
    for line in sys.stdin:
        method, arguments = json.loads(line)
        time.sleep(random.uniform(0, 0.002))
        try:
            answer = {"result": getattr(system, method)(**arguments)}
        except Refusal as refusal:
            answer = {"refused": refusal.args}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
