"""Returned mail ends the subscriptions of dead addresses, and nothing else does."""

from __future__ import annotations

import mailbox
import re
from contextlib import closing
from email import message_from_bytes
from email.policy import default

import pytest

from app.letter.bounces import messages_in, read_returned, take
from app.letter.send import send_due
from storage.database.engine import transaction
from storage.letters import subscribers
from tests.letter.conftest import started, subscribed

ANN = "ann@reader.example"
REPORT = """\
From: MAILER-DAEMON@reader.example
To: {to}
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type={report}; boundary="b"

--b
Content-Type: text/plain

I'm sorry to inform you.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.reader.example

Final-Recipient: rfc822; ann@reader.example
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 {status} no such user

--b
Content-Type: text/rfc822-headers

{headers}

--b--
"""


def report(to="postmaster@events.example", status="5.1.1", action="failed", kind="delivery-status", headers="X: y"):
    return REPORT.format(to=to, status=status, action=action, report=kind, headers=headers).encode()


def sent(mail):
    """The return address and the List-Unsubscribe header of the last letter to Ann."""
    started()
    send_due()
    sender, _, raw = mail.mails[-1]
    return sender, message_from_bytes(raw, policy=default)["List-Unsubscribe"]


def states():
    with transaction() as connection:
        return [one.state.value for one in subscribers.list_subscribers(connection, limit=9)]


def test_a_report_to_the_return_address(mail, town):
    subscribed(ANN)
    sender, _ = sent(mail)
    assert take([report(to=sender.upper())]) == {"returned": 1, "ended": 1, "ignored": 0}
    assert states() == ["dead"]


def test_a_report_to_another_address_that_has_the_letters_headers(mail, town):
    subscribed(ANN)
    _, link = sent(mail)
    assert take([report(headers=f"List-Unsubscribe: {link}")]) == {"returned": 1, "ended": 1, "ignored": 0}


def test_a_full_mailbox_ends_the_subscription_the_third_time(mail, town):
    subscribed(ANN)
    for number in range(3):
        sender, _ = sent(mail)
        take([report(to=sender, status="5.2.2")])
        assert states() == (["dead"] if number == 2 else ["confirmed"])


def test_the_same_report_twice_counts_once(mail, town):
    subscribed(ANN)
    sender, _ = sent(mail)
    for _ in range(4):
        take([report(to=sender, status="5.2.2")])
    assert states() == ["confirmed"]


def test_an_old_report_does_not_end_the_subscription_of_who_came_back(mail, town):
    subscribed(ANN)
    sender, _ = sent(mail)
    old = [report(to=sender)]
    take(old)
    assert states() == ["dead"]
    subscribed(ANN)
    assert take(old) == {"returned": 0, "ended": 0, "ignored": 1}
    assert states() == ["confirmed"]


@pytest.mark.parametrize(
    "given",
    [
        {"action": "delayed", "status": "4.4.1"},
        {"action": "failed", "status": "4.4.1"},
        {"action": "delivered", "status": "2.0.0"},
        {"kind": "disposition-notification"},
    ],
)
def test_what_is_no_final_failure_is_ignored(mail, town, given):
    subscribed(ANN)
    sender, _ = sent(mail)
    assert take([report(to=sender, **given)]) == {"returned": 0, "ended": 0, "ignored": 1}
    assert states() == ["confirmed"]


@pytest.mark.parametrize("raw", [b"", b"\xff\xfe\x00", b"Content-Type: multipart/report\n\n", b"From: a\nTo: b\n\nHi"])
def test_rubbish(raw):
    assert read_returned(raw) is None


@pytest.mark.parametrize("odd", ['"a"@', "<", "a@[", "a:;b", "..@"])
def test_a_report_with_an_odd_recipient_is_read(mail, town, odd):
    subscribed(ANN)
    sender, link = sent(mail)
    both = report(to=f"{odd}\nDelivered-To: {sender}")
    assert read_returned(both) == read_returned(report(to=sender))
    assert take([report(to=odd, headers=f"List-Unsubscribe: {link}")]) == {"returned": 1, "ended": 1, "ignored": 0}


def test_headers_in_an_unknown_charset_are_read(mail, town):
    subscribed(ANN)
    _, link = sent(mail)
    odd = report(headers=f"Subject: \u00e9\nList-Unsubscribe: {link}")
    odd = odd.replace(b"text/rfc822-headers", b"text/rfc822-headers; charset=foo\nContent-Transfer-Encoding: 8bit")
    assert take([odd]) == {"returned": 1, "ended": 1, "ignored": 0}


def nested(depth):
    return b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (each, each) for each in range(depth))


@pytest.mark.parametrize("kind", [mailbox.mbox, mailbox.Maildir])
def test_a_mail_that_cannot_be_parsed_stops_no_other(mail, town, tmp_path, caplog, kind):
    subscribed(ANN)
    sender, _ = sent(mail)
    with closing(kind(tmp_path / "inbox")) as box:
        for raw in (nested(2000), report(to=sender), nested(2000)):
            box.add(raw)
    assert take(messages_in(tmp_path / "inbox")) == {"returned": 1, "ended": 1, "ignored": 2}
    assert caplog.messages.count("Ignored a mail that can't be parsed: RecursionError") == 2


def test_a_vacation_notice_is_ignored(mail, town):
    subscribed(ANN)
    sender, _ = sent(mail)
    notice = f"From: {ANN}\nTo: {sender}\nAuto-Submitted: auto-replied\nSubject: Away\n\nI am away."
    assert take([notice.encode()])["ignored"] == 1
    assert states() == ["confirmed"]


def test_a_forged_token_ends_nothing(mail, town):
    subscribed(ANN)
    sent(mail)
    assert take([report(to=f"bounces+{'0' * 32}@events.example")])["ignored"] == 1
    assert states() == ["confirmed"]


def test_the_command_reads_an_mbox(mail, town, marquee, tmp_path):
    subscribed(ANN)
    sender, _ = sent(mail)
    with closing(mailbox.mbox(tmp_path / "inbox")) as box:
        box.add(report(to=sender))
        box.add(b"Subject: Hello\n\nHi")
    ran = marquee("letter", "bounces", str(tmp_path / "inbox"))
    assert ran.exit_code == 0
    assert re.search(r"1 came back, 1 subscription ended, 1 ignored", ran.stdout)
    assert states() == ["dead"]
