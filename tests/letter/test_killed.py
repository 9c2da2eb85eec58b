"""A sender is killed in the middle of a letter."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

from app.letter.send import send_due
from storage.database.engine import transaction
from storage.letters import deliveries, issues
from tests.letter.conftest import drafted, started, subscribed

ROOT = Path(__file__).resolve().parents[2]
PEOPLE = [f"reader{number}@reader.example" for number in range(6)]


def test_nobody_gets_a_letter_twice_after_a_kill(mail, town):
    """The server has taken the third mail, and its sender dies before it hears so."""
    taken, released = threading.Event(), threading.Event()

    async def hold():
        if len(mail.mails) == 3:
            taken.set()
            await asyncio.get_running_loop().run_in_executor(None, released.wait)

    mail.after_data = hold
    subscribed(*PEOPLE)
    letter_id = drafted()
    command = [sys.executable, "-m", "app", "letter", "send", "--here", "--letter", str(letter_id)]
    with subprocess.Popen(command, cwd=ROOT, env=os.environ, stdout=subprocess.DEVNULL) as sender:
        assert taken.wait(60)
        sender.send_signal(signal.SIGKILL)
    released.set()
    mail.after_data = None
    assert len(mail.recipients) == 3
    assert send_due() == {"sent": 3}
    with transaction() as connection:
        assert not issues.finish(connection, letter_id)
        connection.exec_driver_sql("UPDATE letter_deliveries SET claimed_at = now() - interval '11 minutes'")
    assert send_due() == {"unknown": 1}
    assert mail.recipients == PEOPLE
    with transaction() as connection:
        counts = deliveries.counts(connection, letter_id)
    assert {state.value: count for state, count in counts.items() if count} == {"sent": 5, "unknown": 1}


def test_two_senders_share_a_letter(mail, town):
    people = [f"reader{number:02}@reader.example" for number in range(40)]
    subscribed(*people)
    started()
    threads = [threading.Thread(target=send_due) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert mail.recipients == people
