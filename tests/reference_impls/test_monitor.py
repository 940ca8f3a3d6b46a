"""Links that are watched."""

from datetime import datetime

from reference_impls import InMemoryMonitor

THEN, NOW = datetime(2025, 9, 1), datetime(2025, 9, 2)


def test_a_link_is_found_in_what_people_say() -> None:
    (pattern,) = InMemoryMonitor().get_matchers()
    said = "look at <https://builds.example.com/web-17> and https://elsewhere.example.com"
    assert [it.groupdict() for it in pattern.finditer(said)] == [
        {"weblink": "https://builds.example.com/web-17", "build": "web-17"}
    ]


def test_a_state_is_told_when_it_has_changed() -> None:
    monitor = InMemoryMonitor()
    link = monitor.change("web-17", "Deploy", "failed", NOW)
    told = {"title": "Deploy", "state": "failed"}
    assert monitor.get_match_status(weblink=link, last_modified=THEN) == told
    assert monitor.get_match_status({"weblink": link, "build": "web-17"}) == told
    assert monitor.get_match_status(weblink=link, last_modified=NOW) is None


def test_links_of_others_are_passed_over() -> None:
    monitor = InMemoryMonitor()
    for link in ("https://elsewhere.example.com", "https://builds.example.com/unknown", ""):
        assert monitor.get_match_status(weblink=link) is None
