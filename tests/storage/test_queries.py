"""The list of upcoming occurrences."""

from __future__ import annotations

from datetime import UTC, datetime

from core.items import EventItem
from storage.events import hiding, queries


def test_a_hidden_event_is_not_on_the_list_until_it_is_shown_again(harvest, connection, at):
    items = [EventItem(uid=uid, title=uid, occurrences=(at(2, 20),)) for uid in "ab"]
    harvest(*items)

    def listed():
        return [row.uid for row in queries.upcoming(connection, after=datetime.now(UTC))]

    hidden = next(row.event_id for row in queries.upcoming(connection, after=datetime.now(UTC)) if row.uid == "a")
    hiding.hide(connection, hidden, hidden_by="desk", reason="listed twice")
    assert listed() == ["b"]
    harvest(*items)
    assert listed() == ["b"]
    hiding.show(connection, hidden)
    assert listed() == ["a", "b"]
