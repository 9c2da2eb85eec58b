"""`queue` on the command line."""

from __future__ import annotations

from app.edits import queue
from storage.database.engine import transaction
from tests.api.harvest import at, seed


def _submit(title: str) -> None:
    with transaction() as connection:
        given = {"title": title, "starts_at": at(3, 18).starts_at.isoformat()}
        queue.submit(connection, given, repeat=None, contact=None)


def test_accept_and_decline(marquee, service_environment):
    seed()
    assert marquee("queue", "list").output == "Nothing waits.\n"
    _submit("Chess")
    _submit("An advertisement")
    listed = marquee("queue", "list").output.splitlines()
    assert [line.split(": ")[0] for line in listed] == ["1  submission  Chess", "2  submission  An advertisement"]
    assert marquee("queue", "accept", "1").output.startswith("Accepted: event ")
    assert marquee("queue", "decline", "2", "--why", "no").output == "Declined.\n"
    assert marquee("queue", "accept", "2").exit_code != 0
    assert marquee("queue", "list").output == "Nothing waits.\n"
    assert "An advertisement" in marquee("queue", "list", "--state", "declined").output
    assert "Chess" in marquee("events").output
