"""``dispatch-interfaces check --plan``: what a check would do to a remote backend."""

from collections import Counter
from datetime import timedelta

from rich.console import Console
from rich.table import Table
from rich.text import Text

from dispatch_interfaces.conformance.live.plan import Plan
from dispatch_interfaces.conformance.run.created import Fate


def print_plan(plan: Plan, console: Console) -> None:
    """What a check would do, in a few lines."""
    made: dict[Fate, list[str]] = {fate: [] for fate in Fate}
    for (kind, fate), number in plan.objects.items():
        made[fate].append(f"{number} {kind}s")
    objects = [f"{', '.join(it)}: {fate.value}" for fate, it in made.items() if it]
    total, by_number = sum(plan.calls.values()), Counter(plan.calls).most_common()
    calls = ", ".join(f"{name} {number}" for name, number in by_number)
    time = timedelta(seconds=round(plan.seconds))
    settling = f", {timedelta(seconds=round(plan.settling))} of it waiting until writes show"
    pace = f"at {plan.calls_per_second:g} calls a second{settling if plan.settling else ''}"
    rows = [
        ("objects", "\n".join(f"at most {it}" for it in objects) or "none"),
        ("stay", f"at most {plan.staying} objects" if plan.staying else "none"),
        ("names", f"bear a tag such as {plan.tag!r}"),
        ("calls", f"about {total}, and {plan.removals} to remove what was made\n({calls})"),
        ("time", f"{time} {pace}, if the backend keeps up"),
    ]
    if not plan.sandbox:
        rows.append(("sandbox", "the harness does not say sandbox=True: the check would not begin"))
    console.print(Text(plan.target, "bold") + Text(f"  {plan.interface}, profile {plan.profile}"))
    table = Table.grid(padding=(0, 2, 0, 0))
    for label, text in rows:
        table.add_row(Text(f"  {label}", "dim"), Text(text))
    console.print(table)
    console.print(Text("Nothing was opened, and nothing was made.\n"))
