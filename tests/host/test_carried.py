"""What becomes of each call in a bridge, and that nothing is lost without a word."""

import pytest

from dispatch_interfaces.conformance.host.carried import carried, told
from dispatch_interfaces.host.bridge import BRIDGES
from dispatch_interfaces.host.catalogue import CATALOGUE


@pytest.mark.parametrize("interface", BRIDGES)
def test_every_call_of_the_application_is_there(interface: str) -> None:
    sites = [it.call.site for it in carried(interface)]
    assert sites == [it.site for it in CATALOGUE[interface].calls]
    assert sorted(site for it in told(interface) for site in it.sites) == sorted(sites)


@pytest.mark.parametrize("interface", BRIDGES)
def test_whatever_is_dropped_has_a_reason(interface: str) -> None:
    dropped = {f"{it.method}.{name}" for it in carried(interface) for name in it.dropped}
    assert dropped == set(BRIDGES[interface].dropped)


@pytest.mark.parametrize("interface", BRIDGES)
def test_whatever_an_implementation_may_lack_has_a_cost(interface: str) -> None:
    bridge = BRIDGES[interface]
    lacking = {it.method for it in carried(interface) if it.without is not None}
    of_another_name = {
        "list": "members",
        "get_workflow_instance": "find_instance",
        "delete_file": "drive_of",
    }
    lacking = {of_another_name.get(it, it) for it in lacking}
    assert lacking <= {*bridge.methods, *bridge.needed}
    assert all({**bridge.methods, **bridge.needed}.values())
    asked = {
        it.method
        for it in carried(interface)
        if it.asked_for and it.without is None and it.method not in bridge.methods
    }
    documented = {"create_case_ticket": "create", "create_task_ticket": "create"}
    documented["update_case_ticket"] = "update"
    assert {documented.get(it, it) for it in asked} <= set(bridge.keywords)


def test_an_argument_is_followed_to_where_it_arrives() -> None:
    (create, *_) = carried("ticket")
    assert create.arrives["commander_email"] == ("create(commander)",)
    assert create.arrives["incident_type_plugin_metadata"] == ("create(plugin_metadata)",)
    assert create.asked_for >= {"incident_type_plugin_metadata", "incident_id"}
    assert "title" not in create.asked_for


def test_a_refusal_is_told_from_a_failure() -> None:
    (send,) = [it for it in carried("conversation") if it.call.site == "report/messaging.py:55"]
    assert send.answers["NotFoundError"] == send.answers["InvalidRequestError"] == "None"
    assert send.answers["RuntimeError"] is send.answers["UnavailableError"] is None


def test_what_stands_in_for_a_missing_method_is_told() -> None:
    by_method = {it.method: it for it in carried("conversation")}
    assert by_method["create_threaded"].stand_ins == ("send",)
    assert by_method["edit_canvas"].stand_ins == ("send",)
    assert by_method["rename"].stand_ins == ()
    assert by_method["rename"].without == "None"
