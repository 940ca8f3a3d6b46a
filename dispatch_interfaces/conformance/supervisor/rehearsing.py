"""Has a rehearsal played in a child: the author's code may end its process."""

from collections.abc import Callable
from typing import Final

from dispatch_interfaces.conformance.supervisor.desk import Desk
from dispatch_interfaces.conformance.supervisor.messages import Asked, NotOurs, structured
from dispatch_interfaces.conformance.supervisor.places import told_of
from dispatch_interfaces.conformance.supervisor.running import run
from dispatch_interfaces.host.rehearsal import Act, Rehearsal, Step
from dispatch_interfaces.supervised.process import Broke, Child, Died

_LOADING: Final = "loading"
_MORE: Final = 10.0
"""Seconds that a step may take beyond those of a call."""


def rehearse_supervised(
    asked: Asked, progress: Callable[[str], None] = lambda _step: None
) -> Rehearsal:
    """Rehearse in a process of its own; of one that dies, the call that it died in is told.

    Args:
        asked: What to rehearse.
        progress: Told the name of each step before it is played.
    """
    steps = [_LOADING]

    def show(step: str) -> None:
        steps.append(step)
        progress(step)

    async def ask() -> Rehearsal:
        child = Child.start(Desk)
        seconds = asked.timeout + _MORE
        try:
            answer = await child.ask("rehearse", asked, seconds=seconds, progress=show)
            return structured(answer, Rehearsal)
        finally:
            child.close()

    try:
        found: Rehearsal = run(ask())
    except (Died, Broke, NotOurs) as error:
        doing = error.doing if isinstance(error, Died) else ""
        text = f"{doing or 'the plugin'}: the process {told_of(error)}"
        if steps[-1] == _LOADING:
            return Rehearsal(refused=text, without=asked.without, seed=asked.flaky)
        died = Act("what was played", (Step(steps[-1], errors=(text,)),))
        return Rehearsal(acts=(died,), without=asked.without, seed=asked.flaky)
    return found
