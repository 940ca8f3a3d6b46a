"""Has a rehearsal played in a child: the author's code may end its process."""

from collections.abc import Callable
from typing import Any, Final

from attrs import define, evolve, field

from dispatch_interfaces.conformance.supervisor.desk import Desk
from dispatch_interfaces.conformance.supervisor.messages import Asked, NotOurs, structured
from dispatch_interfaces.conformance.supervisor.places import lines_of, told_of
from dispatch_interfaces.conformance.supervisor.running import run
from dispatch_interfaces.host.calls import Severity
from dispatch_interfaces.host.rehearsal import Act, Call, Player, Progress, Rehearsal, Step
from dispatch_interfaces.supervised.process import Broke, Child, Died

_MORE: Final = 10.0
"""Seconds that the child has beyond those of a call: to load, and for what is between two calls."""

_ENDING: Final = "how it ended"
"""The step that is played when all others are over: the plugins are asked what they show."""
_BETWEEN: Final = "between two steps"


def rehearse_supervised(
    asked: Asked, progress: Callable[[str], None] = lambda _step: None
) -> Rehearsal:
    """Rehearse in a process of its own; of one that dies, all that was played until then is told.

    Args:
        asked: What to rehearse.
        progress: Told the name of each step before it is played.
    """
    heard, seconds = _Heard(progress), asked.timeout + _MORE

    async def ask() -> Rehearsal:
        child = Child.start(Desk)
        try:
            answer = await child.ask("rehearse", asked, seconds=seconds, progress=heard.take)
            return structured(answer, Rehearsal)
        finally:
            child.close()

    try:
        found: Rehearsal = run(ask())
    except (Died, Broke, NotOurs) as error:
        how, cost = told_of(error), "the process of the application ends with it"
        if isinstance(error, Died) and error.late:
            lines = lines_of(error.where)
            how = f"did not return within {seconds:g} s" + (f" ({lines[-1][0]})" if lines else "")
            cost = "the application waits, and nothing else happens"
        found = Rehearsal(without=asked.without, seed=asked.flaky)
        if not heard.acts:
            return evolve(found, refused=f"the plugin {how}")
        return evolve(found, players=heard.players, acts=heard.acts_until(how, cost))
    return found


@define
class _Heard:
    """What a child has told of its rehearsal so far."""

    show: Callable[[str], None]
    players: tuple[Player, ...] = ()
    acts: dict[str, list[Step]] = field(factory=dict[str, list[Step]])
    """The steps that are over, by act."""
    step: str = ""
    """The step that is being played."""
    ended: list[Call] = field(factory=list[Call])
    """Its calls that have an answer."""
    open: list[Call] = field(factory=list[Call])
    """Its calls that have none yet: several, where several threads play."""

    def take(self, news: dict[str, Any]) -> None:
        """Note how far it is.

        Raises:
            NotOurs: It was told something else.
        """
        if "call" in news:
            self._take_call(structured(news["call"], Call))
            return
        told = structured(news.get("progress"), Progress)
        self.players = told.players or self.players
        steps = self.acts.setdefault(told.act, [])
        self.ended.clear()
        self.open.clear()
        if told.over:
            steps.append(told.step)
            self.step = _ENDING if told.number == told.of else _BETWEEN
        else:
            self.step = told.step.name
            self.show(self.step)

    def _take_call(self, call: Call) -> None:
        if not call.answer:
            self.open.append(call)
            return
        self.ended.append(call)
        self.open.remove(evolve(call, answer="", made="", severity=None))

    def acts_until(self, how: str, cost: str) -> tuple[Act, ...]:
        """All acts; the last one ends with the step that the child died in.

        Args:
            how: How it died, to follow the name of what it died in.
            cost: What that means for the application.
        """
        # A stand-in ends no process. Of several calls, nothing better is known.
        died = max(self.open, key=lambda it: it.mine, default=None)
        calls = [
            evolve(it, answer=how, made=cost, severity=Severity.ABORTS)
            if it is died
            else evolve(it, answer="had not returned yet")
            for it in self.open
        ]
        what = f"{died.type}.{died.method}" if died else "the plugin"
        step = Step(self.step, (*self.ended, *calls), (f"{what} {how}",))
        acts = {name: tuple(steps) for name, steps in self.acts.items()}
        if self.step == _ENDING:
            acts[_ENDING] = (step,)
        else:
            acts[next(reversed(acts))] += (step,)
        return tuple(Act(name, steps) for name, steps in acts.items())
