"""An incident over the homeserver, and then a look at the homeserver itself."""

from dispatch_interfaces.host.rehearsal import rehearse
from dispatch_matrix.testing import Admin, part
from tests.server import Server


def test_an_incident_is_rehearsed(server: Server) -> None:
    rehearsal = rehearse([part()])
    assert rehearsal.exit_code == 0, rehearsal.verdict

    admin = Admin(server.url, server.environment["MATRIX_ADMIN_TOKEN"])
    rooms = {it["name"]: it["room_id"] for it in admin.rooms() if it["name"]}
    deleted = next(it for it in rooms if it.startswith("ticket-") and it.endswith("-deleted"))
    levels = [it for it in admin.state(rooms[deleted]) if it["type"] == "m.room.power_levels"]
    assert levels[0]["content"]["events_default"] == 100
    announced = admin.messages(rooms["announcements"])
    assert any(
        it["content"].get("m.relates_to", {}).get("rel_type") == "m.thread" for it in announced
    )
    shown = [it["content"].get("formatted_body", "") for it in announced]
    assert any("<strong>" in it for it in shown)
