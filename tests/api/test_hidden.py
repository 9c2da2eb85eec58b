"""Lists of hidden events and their histories, for editors only."""

from __future__ import annotations

import pytest

from tests.api.harvest import concert, harvest, seed


@pytest.fixture
def events(acting, editor) -> list[int]:
    """The ids of five events. The second has changed."""
    seed()
    items = [concert(f"c{number}") for number in range(5)]
    harvest(*items)
    harvest(items[0], concert("c1", title="Concert c1, moved"), *items[2:])
    found = acting.get("/api/events").json()["events"]
    return [event["id"] for event in sorted(found, key=lambda event: event["uid"])]


def _hide(acting, editor, event_id):
    answer = acting.post(f"/api/events/{event_id}/hide", json={"reason": "the venue asked us to"}, headers=editor)
    assert answer.status_code == 200, answer.text


def test_pages_of_hidden_events(acting, editor, events):
    assert acting.get("/api/hidden", headers=editor).json() == {"events": [], "next": None}
    for event_id in events:
        _hide(acting, editor, event_id)
    pages, cursor = [], None
    while cursor is not None or not pages:
        query = {"limit": 2} if cursor is None else {"limit": 2, "cursor": cursor}
        answer = acting.get("/api/hidden", headers=editor, params=query).json()
        pages.append([event["event_id"] for event in answer["events"]])
        cursor = answer["next"]
    assert pages == [[events[4], events[3]], [events[2], events[1]], [events[0]]]
    first = acting.get("/api/hidden", headers=editor).json()["events"][0]
    assert (first["title"], first["hidden_reason"]) == ("Concert c4", "the venue asked us to")
    acting.post(f"/api/events/{events[4]}/show", headers=editor)
    shown = acting.get("/api/hidden", headers=editor).json()["events"]
    assert [event["event_id"] for event in shown] == events[3::-1]


def test_a_hidden_event_with_its_history(acting, editor, events):
    _hide(acting, editor, events[1])
    assert acting.get(f"/api/events/{events[1]}/history").status_code == 404
    body = acting.get(f"/api/hidden/{events[1]}", headers=editor).json()
    assert body["hidden_by"].startswith("key:")
    assert [(change["field"], change["old"], change["new"]) for change in body["changes"]] == [
        ("title", "Concert c1", "Concert c1, moved")
    ]
    shown = acting.get(f"/api/hidden/{events[0]}", headers=editor).json()
    assert (shown["hidden_at"], shown["changes"]) == (None, [])
    assert acting.get("/api/hidden/999", headers=editor).status_code == 404


@pytest.mark.parametrize("path", ["/api/hidden", "/api/hidden/1"])
def test_readers_and_strangers_are_refused(acting, reader, path):
    assert acting.get(path).status_code == 401
    refused = acting.get(path, headers=reader)
    assert refused.status_code == 403
    assert refused.json()["detail"] == "This needs a key with the scope edit. Yours has read."


@pytest.mark.parametrize(
    "cursor", ["x", "WzFd", "WzEsMF0", "WyIxIiwxXQ", "WzEuNSwxXQ", "Wzk5OTk5OTk5OTk5OTk5OTk5OTk5LDFd"]
)
def test_foreign_cursors_are_refused(acting, editor, cursor):
    refused = acting.get("/api/hidden", headers=editor, params={"cursor": cursor})
    assert (refused.status_code, refused.json()["errors"][0]["where"]) == (422, ["query", "cursor"])
