"""The parent: asks children for one outcome after the other, and makes the report of them."""

import asyncio
import sys
from collections import deque
from collections.abc import Callable, Coroutine, Mapping, Sequence
from functools import partial
from typing import Any, Final, TypeAlias, TypeVar

from attrs import define, evolve, field

from dispatch_interfaces.conformance.checker import Options, judging_of, report_of
from dispatch_interfaces.conformance.live.sweep import Swept
from dispatch_interfaces.conformance.packages import Listing
from dispatch_interfaces.conformance.reports.report import Judgement, LoadFailure, Report
from dispatch_interfaces.conformance.run.requirement import Level, Requirement
from dispatch_interfaces.conformance.run.runner import PATIENCE
from dispatch_interfaces.conformance.supervisor.desk import Desk, ledger_of
from dispatch_interfaces.conformance.supervisor.messages import (
    Loaded,
    NotOurs,
    Order,
    Refused,
    Tapes,
    structured,
)
from dispatch_interfaces.conformance.supervisor.places import (
    NotLoaded,
    Place,
    Plugin,
    told_of,
    without_deadly,
)
from dispatch_interfaces.conformance.supervisor.running import run
from dispatch_interfaces.conformance.targets import TargetError
from dispatch_interfaces.narrowing import is_dict
from dispatch_interfaces.registry.hooks import PROJECT
from dispatch_interfaces.registry.installed import plugin_entry_points
from dispatch_interfaces.showing import printable, without_orders
from dispatch_interfaces.supervised.process import Broke, Child, Died

T = TypeVar("T")

NO_TAPES: Final = Tapes()

_IMPORTS: Final = 60.0
"""Seconds that all packages may take to be imported."""

_HOOKS: Final = 60.0
"""Seconds that packages may take to take notice of a report."""

_Job: TypeAlias = Callable[[], Coroutine[Any, Any, None]]


def check_supervised(
    orders: Sequence[Order],
    options: Options,
    tapes: Tapes = NO_TAPES,
    jobs: int = 1,
    memory: int = 0,
) -> Report:
    """Judge plugins in child processes.

    Args:
        orders: What to judge.
        options: How far and how strictly.
        tapes: The recordings of the check; what is written is begun already.
        jobs: How many children at once; one over a live backend or for a recording.
        memory: Bytes that all of them may have together; 0 for no limit.

    Raises:
        KeyboardInterrupt: It was interrupted; what was made on a live backend was removed.
    """
    alone = options.run.profile.remote or tapes != NO_TAPES
    supervisor = Supervisor(options, tapes, 1 if alone else jobs, memory)
    try:
        report: Report = run(supervisor.report(orders))
        return report
    except KeyboardInterrupt:
        run(supervisor.clean_up())
        raise


def ask_once(kind: type[T], name: str, *args: Any, seconds: float = 600.0) -> T:
    """What a child of its own answers to one question.

    Args:
        kind: Of what type the answer is.
        name: A method of `Desk`.
        args: What it is given.
        seconds: How long it may take.

    Raises:
        TargetError: What was asked about cannot be loaded, or ended the process.
    """

    return _answer(_asked(kind, name, *args, seconds=seconds))


def listing(packages: tuple[str, ...] = ()) -> Listing:
    """What installed packages offer; one that ends its process is told of beside the others.

    Args:
        packages: Which; if none is named, all but the application itself.

    Raises:
        TargetError: What they offer cannot be found out.
    """

    def ask(without: Mapping[str, str]) -> Coroutine[Any, Any, Listing]:
        return _asked(Listing, "listing", packages, without, seconds=_IMPORTS)

    return _answer(without_deadly(ask))


async def _asked(kind: type[T], name: str, *args: Any, seconds: float) -> T:
    child = Child.start(Desk)
    try:
        answer = await child.ask(name, *args, seconds=seconds)
        if is_dict(answer) and "refused" in answer:
            refused = structured(answer, Refused)
            raise TargetError(refused.refused, refused.traceback)
        return structured(answer, kind)
    finally:
        child.close()


def _answer(asked: Coroutine[Any, Any, T]) -> T:
    try:
        found: T = run(asked)
    except (Died, Broke, NotOurs) as error:
        raise TargetError(f"it {told_of(error)}") from error
    return found


@define(eq=False)
class Supervisor:
    """One check."""

    options: Options
    tapes: Tapes
    jobs: int
    memory: int
    _waiting: deque[Order] = field(factory=deque[Order])
    _loaded: dict[int, Loaded] = field(factory=dict[int, Loaded])
    _plugins: list[Plugin] = field(factory=list[Plugin])
    _busy: int = 0
    _news: asyncio.Event = field(factory=asyncio.Event)

    async def report(self, orders: Sequence[Order]) -> Report:
        """Judge all, and have packages take notice of what came of it."""
        self._waiting.extend(orders)
        places = [
            Place(self.options, self.tapes, self.memory // self.jobs) for _ in range(self.jobs)
        ]
        try:
            await asyncio.gather(*map(self._work, places))
        finally:
            for it in places:
                it.close()
        failures = [it for order in orders for it in self._loaded[id(order)].failures]
        judged: list[Judgement] = []
        for plugin in sorted(self._plugins, key=lambda it: orders.index(it.order)):
            if plugin.judgement is not None:
                judged.append(plugin.judgement)
            else:
                unknown = LoadFailure(plugin.found.label, "its check did not come to an end", "")
                failures.append(plugin.failure or unknown)
        quiet = evolve(self.options, level=Level.STATIC)  # which tells nobody: that is done below
        report = report_of(quiet, judged, failures)
        if self.options.opens and any(plugin_entry_points((PROJECT,))):
            await _tell(report)
        return report

    async def clean_up(self) -> None:
        """Remove what children that were killed have left on a live backend."""
        for plugin in self._plugins:
            ledger = ledger_of(plugin.tag)
            if ledger is None:
                continue
            print("\nremoving what was made; Ctrl-C again leaves it to `sweep`", file=sys.stderr)
            child = Child.start(Desk)
            try:
                seconds = self.options.timeout * PATIENCE
                swept = structured(await child.ask("sweep", ledger, None, seconds=seconds), Swept)
                left = [*map("{0.what}: {0.reason}".format, swept.left_behind), swept.problem]
            except (Died, Broke, NotOurs) as error:
                left = [f"what {ledger} lists: {error}; `dispatch-interfaces sweep` tries again"]
            finally:
                child.close()
            for it in filter(None, left):
                print(without_orders(printable(f"LEFT BEHIND  {it}")), file=sys.stderr)

    async def _work(self, place: Place) -> None:
        """Do at one place what is to be done, until nothing is left."""
        while (job := self._next(place)) is not None or self._busy:
            if job is None:
                self._news.clear()
                await self._news.wait()
                continue
            self._busy += 1
            try:
                await job()
            finally:
                self._busy -= 1
                self._news.set()

    def _next(self, place: Place) -> _Job | None:
        """What is best done at a place now; None if there is nothing."""
        if (mine := place.opened) is not None and (job := self._job(place, mine)):
            return job
        fresh = [it for it in self._plugins if it.place is None]
        fresh.sort(key=lambda it: it.order is not place.order)  # what is loaded here comes first
        if fresh and (fresh[0].order is place.order or not self._waiting):
            fresh[0].place = place
            return self._job(place, fresh[0])
        if self._waiting:
            return partial(self._load, place, self._waiting.popleft())
        begun = [it for it in self._plugins if it.place is place or not it.found.shared]
        return next(filter(None, (self._job(place, it) for it in begun)), None)

    def _job(self, place: Place, plugin: Plugin) -> _Job | None:
        """What is to be done for a plugin now; None if nothing is, or it is over."""
        if plugin.over or plugin.ending:
            return None
        if plugin.judging is None:
            plugin.ending = True
            return partial(self._host, place, plugin)
        requirement = plugin.judging.next()
        if requirement is not None:
            return partial(self._one, place, plugin, requirement)
        if plugin.judging.done:
            plugin.ending = True
            return partial(self._finish, place, plugin)
        return None

    async def _load(self, place: Place, order: Order) -> None:
        self.options.progress(order.name, "loading")
        try:
            loaded = await place.load(order)
        except NotLoaded as error:
            loaded = Loaded((), (LoadFailure(order.name, str(error), error.traceback),))
        self._loaded[id(order)] = loaded
        for index, found in enumerate(loaded.plugins):
            documented = found.edition == "documented"
            judging = judging_of(found.interface, self.options) if documented else None
            self._plugins.append(Plugin(order, index, found, judging))

    async def _one(self, place: Place, plugin: Plugin, requirement: Requirement) -> None:
        assert plugin.judging is not None
        self.options.progress(plugin.found.label, requirement.id)
        try:
            outcome = await place.run(plugin, requirement)
        except NotLoaded as error:
            plugin.fail(str(error), error.traceback)
        else:
            plugin.judging.take(outcome)

    async def _finish(self, place: Place, plugin: Plugin) -> None:
        assert plugin.judging is not None
        plugin.judgement = await place.finish(plugin, plugin.judging.outcomes())

    async def _host(self, place: Place, plugin: Plugin) -> None:
        try:
            plugin.judgement = await place.host(plugin)
        except NotLoaded as error:
            plugin.fail(str(error), error.traceback)


async def _tell(report: Report) -> None:
    """Have packages take notice of a report, in a child of their own: they change nothing."""
    child = Child.start(Desk)
    try:
        await child.ask("tell", report, seconds=_HOOKS)
        told = child.printed
    except (Died, Broke) as error:
        told = f"a package that was told of the report: {error}\n"
    finally:
        child.close()
    print(without_orders(printable(told)), end="", file=sys.stderr)
