"""The huey queue: it wakes a worker up for a run, and holds nothing that would be lost with it.

A wake-up may come twice, or never arrive because somebody was killed. So a worker begins only what
nobody has begun, and the consumer puts in again, each minute, what still waits.
"""

from collections.abc import Callable

from huey import SqliteHuey

from dispatch_huey.database import Database


def _elsewhere(run_id: str) -> None:
    raise RuntimeError(f"run {run_id} is not worked on here, but by the consumer")


class Queue:
    """One task, by which a run is worked on.

    Args:
        database: Where the runs are, and the queue.
        work: What a worker does with the id of a run; other processes only wake one up.
        create: Whether to make the tables of the queue.
    """

    def __init__(
        self, database: Database, work: Callable[[str], None] = _elsewhere, *, create: bool = False
    ) -> None:
        self.huey = SqliteHuey(
            "dispatch",
            filename=str(database.path) if create else database.uri,
            create_tables=create,
            uri=not create,
            results=False,
        )

        # huey finds a task by its module and name, which are the same in every process.
        def work_on(run_id: str) -> None:
            work(run_id)

        self._task = self.huey.task(name="work_on")(work_on)

    def wake(self, run_id: str, priority: int) -> None:
        """Have some worker begin a run."""
        self.huey.enqueue(self._task.s(run_id, priority=priority))

    def waking(self) -> set[str]:
        """The runs for which a wake-up is on its way."""
        return {
            it.args[0] for it in self.huey.pending() if it.name == self._task.task_class.__name__
        }
