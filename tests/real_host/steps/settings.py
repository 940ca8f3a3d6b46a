"""Plugins and their settings, by the web page."""

from typing import Any, Final

from dispatch.plugin.models import PluginInstance

from tests.real_host.application import StepFailed
from tests.real_host.world import World

_SLUG: Final = "tracker"
_SECRET: Final = "swordfish"
_SETTINGS: Final = {"url": "https://tracker.example.com", "token": _SECRET, "notify": True}


def list_plugins(world: World) -> None:
    """Show all plugins, as the page does that lets one be added."""
    found = world.app.request("GET", "plugins?itemsPerPage=100")["items"]
    slugs = {it["slug"] for it in found}
    if missing := set(world.app.registered) - slugs:
        raise StepFailed(f"the page shows no {', '.join(sorted(missing))}")
    chosen = next((it for it in found if it["slug"] == _SLUG), None)
    if chosen is not None:
        world.made["tracker row"] = chosen


def list_instances(world: World) -> None:
    found = world.app.request("GET", "plugins/instances?itemsPerPage=100")["items"]
    if broken := [it["plugin"]["slug"] for it in found if it["enabled"] and it["broken"]]:
        raise StepFailed(f"broken: {', '.join(broken)}")


def create(world: World) -> None:
    body = {
        "enabled": False,
        "configuration": _SETTINGS,
        "plugin": _row(world),
        "project": {"id": world.project_id, "name": "default"},
    }
    world.made["tracker"] = world.app.request("POST", "plugins/instances", body)["id"]


def read(world: World) -> dict[str, Any]:
    found: dict[str, Any] = world.app.request("GET", _path(world))
    return found


def show(world: World) -> None:
    found = read(world)
    if "properties" not in (found["configuration_schema"] or {}):
        raise StepFailed("there is no form for the settings")
    if _SECRET in str(found):
        raise StepFailed("the page shows the secret")


def change(world: World) -> None:
    """Change a setting, with the secret entered again."""
    settings = {**_SETTINGS, "url": "https://issues.example.com"}
    _put(world, enabled=False, configuration=settings)
    if read(world)["configuration"]["url"] != settings["url"]:
        raise StepFailed("the change is not there")


def change_with_mask(world: World) -> None:
    """Change a setting with what the page was given: the mask must be refused, and told."""
    _rejected(world, "token", {**read(world)["configuration"], "notify": False})
    if not read(world)["configuration"]["notify"]:
        raise StepFailed("the change was stored, with the mask")


def enable_with_mask(world: World) -> None:
    """Switch it on; the page sends back all that it was given, the mask as well."""
    _rejected(world, "token", read(world)["configuration"], enabled=True)


def enable_without_settings(world: World) -> None:
    before = _enabled_ticket(world)
    try:
        _put(world, enabled=True)
        if not read(world)["enabled"]:
            raise StepFailed("it is not enabled")
    finally:
        _only(world, before)


def enter_wrong(world: World) -> None:
    """What is entered wrongly has to be told to whoever entered it."""
    _rejected(world, "notify", {**_SETTINGS, "notify": "sometimes"})


def leave_out(world: World) -> None:
    _rejected(world, "url", {"token": _SECRET})


def _rejected(world: World, name: str, settings: dict[str, Any], *, enabled: bool = False) -> None:
    told = _put(world, enabled=enabled, configuration=settings, expect=422)
    if name not in str(told):
        raise StepFailed(f"the page does not say that {name} is wrong: {told}")


def delete(world: World) -> None:
    world.app.request("DELETE", _path(world))


def _put(world: World, expect: int = 200, **body: Any) -> Any:
    return world.app.request("PUT", _path(world), body, expect=expect)


def _path(world: World) -> str:
    if "tracker" not in world.made:
        raise StepFailed("there are no settings of the tracker: an earlier step failed")
    return f"plugins/instances/{world.made['tracker']}"


def _row(world: World) -> dict[str, Any]:
    if "tracker row" not in world.made:
        raise StepFailed("the page shows no tracker: an earlier step failed")
    found: dict[str, Any] = world.made["tracker row"]
    return found


def _enabled_ticket(world: World) -> int:
    found = world.app.request("GET", "plugins/instances?itemsPerPage=100")["items"]
    return int(next(it["id"] for it in found if it["enabled"] and it["plugin"]["type"] == "ticket"))


def _only(world: World, instance_id: int) -> None:
    """Have the ticket plugin of the set do the work again, whatever the page did."""
    with world.app.session() as session:
        for row in session.query(PluginInstance):
            if row.plugin.type == "ticket":
                row.enabled = row.id == instance_id
        session.commit()


STEPS: Final = (
    ("settings: show all plugins", list_plugins),
    ("settings: show the enabled plugins", list_instances),
    ("settings: enter some, with a secret", create),
    ("settings: show them", show),
    ("settings: change one", change),
    ("settings: change one, the secret masked", change_with_mask),
    ("settings: enable, the secret masked", enable_with_mask),
    ("settings: enable", enable_without_settings),
    ("settings: enter a wrong value", enter_wrong),
    ("settings: leave out a value", leave_out),
    ("settings: delete", delete),
)
