"""Letters sent to a real mail server."""

from __future__ import annotations

import re
from email import message_from_bytes
from email.policy import default

import pytest

from app.alerts.deliver import deliver_due
from app.cli.doctor import harvests
from app.letter.issue import CannotSend, begin
from app.letter.send import send_due
from app.services import ports
from core.config import settings
from storage.access.credentials import digest
from storage.alerts import outbox
from storage.alerts.routes import Channel, Route, add_route
from storage.database.engine import transaction
from storage.letters import deliveries, issues, subscribers
from storage.letters.issues import LetterState
from tests.alerts.conftest import use_mail_server
from tests.letter.conftest import let_time_pass, started, subscribed

ANN, BOB, EVA = "ann@reader.example", "bob@reader.example", "eva@reader.example"


def state_of(letter_id):
    with transaction() as connection:
        found = issues.find_issue(connection, letter_id)
        assert found is not None
        return found


def counts_of(letter_id):
    with transaction() as connection:
        return {state.value: count for state, count in deliveries.counts(connection, letter_id).items() if count}


def addresses(state):
    with transaction() as connection:
        return [one.address for one in subscribers.list_subscribers(connection, state=state, limit=99)]


def leaves(address):
    with transaction() as connection:
        found = subscribers.find_address(connection, address)
        assert found is not None
        subscribers.remove(connection, found.id)


def test_a_letter_arrives_in_three_parts_of_a_whole(mail, town):
    subscribed(ANN)
    letter_id = started()
    assert send_due() == {"sent": 1}
    (got,) = mail.to(ANN)
    assert got.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in got.iter_parts()] == ["text/plain", "text/html"]
    for kind in ("plain", "html"):
        said = got.get_body((kind,)).get_content()
        assert "Only Tomorrow" in said
        assert "Marquee, 12 Main Street" in said
        assert "/letter/unsubscribe/" in said
    assert got["From"] == "What’s on in Sarasota <marquee@events.example>"
    assert got["List-Id"] == "<letter.events.example>"
    assert state_of(letter_id).state is LetterState.SENT


def test_the_unsubscribe_headers_are_those_of_rfc_8058(mail, town):
    subscribed(ANN)
    started()
    send_due()
    ((sender, _, content),) = mail.mails
    got = message_from_bytes(content, policy=default)
    assert got["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    link = re.fullmatch(r"<https://events\.example/letter/unsubscribe/([0-9a-f]{32})>", got["List-Unsubscribe"])
    assert link is not None
    assert sender == f"bounces+{link[1]}@events.example"
    with transaction() as connection:
        found = subscribers.find_by_delivery(connection, digest(link[1]))
    assert found is not None
    assert found.address == ANN


def test_each_subscriber_reads_their_language(mail, town):
    subscribed(ANN)
    subscribed(EVA, language="es")
    started()
    send_due()
    assert "Darse de baja" in mail.to(EVA)[0].get_body(("plain",)).get_content()
    assert "Unsubscribe" in mail.to(ANN)[0].get_body(("plain",)).get_content()


def test_a_dead_address_stops_nobody_and_gets_no_further_letter(mail, town):
    subscribed(ANN, BOB, EVA)
    mail.answers[BOB] = "550 5.1.1 <bob@reader.example>: no such user"
    letter_id = started()
    assert send_due() == {"sent": 2, "refused": 1}
    assert mail.recipients == [ANN, EVA]
    assert addresses("dead") == [BOB]
    with transaction() as connection:
        (trouble,) = deliveries.troubles(connection, letter_id, 9)
    assert trouble.error == "the mail server answers 550 5.1.1"
    mail.mails.clear()
    started()
    send_due()
    assert mail.recipients == [ANN, EVA]


@pytest.mark.parametrize("answer", ["552 5.2.2 mailbox full", "550 5.7.1 rejected by policy"])
def test_a_full_mailbox_and_a_policy_end_no_subscription(mail, town, answer):
    subscribed(ANN, BOB)
    mail.answers[BOB] = answer
    letter_id = started()
    send_due()
    assert counts_of(letter_id) == {"sent": 1, "failed": 1}
    assert addresses("dead") == []


def test_a_temporary_refusal_is_tried_again(mail, town):
    subscribed(ANN, BOB)
    mail.answers[BOB] = "450 4.2.0 greylisted"
    letter_id = started()
    assert send_due() == {"sent": 1, "postponed": 1}
    assert state_of(letter_id).state is LetterState.SENDING
    assert send_due() == {}
    mail.answers.clear()
    let_time_pass()
    assert send_due() == {"sent": 1}
    assert mail.recipients == [ANN, BOB]
    assert state_of(letter_id).state is LetterState.SENT


def test_a_refused_mail_is_not_the_addresss_fault(mail, town):
    subscribed(ANN, BOB)
    mail.data_answers[BOB] = "554 5.7.1 looks like spam"
    letter_id = started()
    send_due()
    assert counts_of(letter_id) == {"sent": 1, "failed": 1}
    assert addresses("dead") == []


def test_a_server_that_refuses_everybody_ends_no_subscription(mail, town):
    everybody = [f"reader{number}@reader.example" for number in range(8)]
    subscribed(*everybody)
    mail.answers["*"] = "550 relaying denied"
    letter_id = started()
    send_due()
    assert addresses("dead") == []
    assert counts_of(letter_id) == {"due": 8}
    assert state_of(letter_id).error == "the mail server refuses 8 mails and takes 0: the mail server answers 550"
    mail.answers.clear()
    assert send_due() == {}, "the server gets a pause"
    let_time_pass()
    assert send_due() == {"sent": 8}
    assert state_of(letter_id).error is None


@pytest.mark.parametrize(
    "answer",
    [
        "554 5.7.1 Relay access denied",
        "550 5.1.8 sender's domain not found",
        "550 5.0.0 refused",
        "530 5.7.0 log in first",
    ],
)
def test_a_fault_of_the_sender_loses_no_issue_and_no_subscriber(mail, town, answer):
    subscribed(ANN, BOB, EVA)
    mail.answers["*"] = answer
    letter_id = started()
    assert send_due() == {}
    assert counts_of(letter_id) == {"due": 3}
    assert state_of(letter_id).state is LetterState.SENDING
    assert state_of(letter_id).error.startswith("the mail server")
    mail.answers.clear()
    let_time_pass()
    assert send_due() == {"sent": 3}
    assert addresses("dead") == []


def test_what_a_quota_leaves_is_sent_later(mail, town):
    subscribed(*(f"reader{number}@reader.example" for number in range(8)))
    mail.quota = 3
    letter_id = started()
    assert send_due() == {"sent": 3}
    assert counts_of(letter_id) == {"sent": 3, "due": 5}
    said = "the mail server refuses 5 mails and takes 3: the mail server answers 550 5.4.5"
    assert state_of(letter_id).error == said
    mail.quota = None
    let_time_pass()
    assert send_due() == {"sent": 5}
    assert len(set(mail.recipients)) == 8


def test_a_server_that_hangs_up_before_it_has_a_mail_loses_none(mail, town):
    subscribed(ANN, BOB, EVA)
    mail.hangs_up = "before"
    letter_id = started()
    assert send_due() == {}
    assert counts_of(letter_id) == {"due": 3}
    mail.hangs_up = None
    let_time_pass()
    assert send_due() == {"sent": 3}


def test_a_server_that_never_answers_gets_a_pause(mail, town):
    subscribed(*(f"reader{number}@reader.example" for number in range(8)))
    mail.hangs_up = "after"
    letter_id = started()
    assert send_due() == {"unknown": 3}
    assert counts_of(letter_id) == {"unknown": 3, "due": 5}
    mail.hangs_up = None
    let_time_pass()
    assert send_due() == {"sent": 5}
    assert len(mail.recipients) == len(set(mail.recipients)) == 8


def test_a_confirmation_that_may_have_arrived_works_and_is_not_sent_again(mail, client):
    mail.hangs_up = "after"
    client.post("/letter", data={"address": ANN})
    assert send_due() == {"confirmations_unknown": 1}
    mail.hangs_up = None
    with transaction() as connection:
        connection.exec_driver_sql("UPDATE subscribers SET confirm_due_at = now() WHERE confirm_due_at IS NOT NULL")
    assert send_due() == {}
    (got,) = mail.to(ANN)
    link = re.search(r"/letter/confirm/[0-9a-f]{32}", got.get_body(("plain",)).get_content())
    assert link is not None
    assert client.post(link[0]).status_code == 200
    assert addresses("confirmed") == [ANN]


def test_a_line_that_begins_with_a_dot_arrives(mail, town):
    subscribed(ANN)
    started(intro="First.\n\n.hidden\n\n..")
    send_due()
    said = mail.to(ANN)[0].get_body(("plain",)).get_content()
    assert "\r\n.hidden\r\n" in said
    assert "\r\n..\r\n" in said


def test_a_refused_login_sends_nothing_and_loses_nobody(refusing_mail, town, caplog):
    subscribed(ANN, BOB)
    letter_id = started()
    assert send_due() == {}
    assert counts_of(letter_id) == {"due": 2}
    assert state_of(letter_id).error == "the mail server refuses the connection: SMTPAuthenticationError 535"
    assert "hunter2" not in caplog.text


def test_people_hear_when_no_letter_can_be_sent(mail, town, monkeypatch, tmp_path):
    """After three tries, once; the doctor says it as long as it lasts."""
    route = Route(person="desk", channel=Channel.EMAIL, target="desk@events.example", language="es")
    with transaction() as connection:
        add_route(connection, route, created_by="test")
    subscribed(ANN)
    letter_id = started()
    port = settings().smtp_port
    use_mail_server(monkeypatch, ports.choose())
    said = []
    for _ in range(4):
        send_due()
        let_time_pass()
        said.append([(one.state, one.kind) for one in messages()])
    assert said == [[], [], [("letter", "trouble")], [("letter", "trouble")]]
    error = "the mail server can't be reached: ConnectionRefusedError"
    doctor = "\n".join(map(str, harvests(tmp_path)))
    assert f"Letter {letter_id} waits: {error}" in doctor
    use_mail_server(monkeypatch, port)
    assert deliver_due() == {"sent": 1, "failed": 0}
    send_due()
    assert deliver_due() == {"sent": 1, "failed": 0}
    trouble, over = mail.to("desk@events.example")
    assert (trouble["Subject"], over["Subject"]) == (
        "El boletín semanal está en espera",
        "Resuelto: el boletín semanal ya no está en espera",
    )
    said = trouble.get_body(("plain",)).get_content()
    why = "no se puede llegar al servidor de correo: ConnectionRefusedError"
    assert said.startswith(f"Marquee no puede enviar el boletín semanal ({why}).")
    assert f"Letter {letter_id} waits" not in "\n".join(map(str, harvests(tmp_path)))


def messages():
    with transaction() as connection:
        return outbox.list_messages(connection, limit=9)


def test_batches_are_bounded_and_go_on_where_they_were(mail, town):
    subscribed(ANN, BOB, EVA)
    letter_id = started()
    assert send_due(most=2) == {"sent": 2}
    assert state_of(letter_id).state is LetterState.SENDING
    assert send_due(most=2) == {"sent": 1}
    assert mail.recipients == [ANN, BOB, EVA]


def test_what_a_dead_sender_had_claimed_is_not_sent_again(mail, town):
    subscribed(ANN, BOB)
    letter_id = started()
    with transaction() as connection:
        assert deliveries.claim(connection, letter_id, b"x" * 32) is not None
    assert send_due() == {"sent": 1}
    assert state_of(letter_id).state is LetterState.SENDING, "its claim may still be alive"
    with transaction() as connection:
        connection.exec_driver_sql("UPDATE letter_deliveries SET claimed_at = now() - interval '11 minutes'")
    assert send_due() == {"unknown": 1}
    assert counts_of(letter_id) == {"sent": 1, "unknown": 1}
    assert mail.recipients == [BOB]
    assert state_of(letter_id).state is LetterState.SENT


def test_who_leaves_before_their_turn_gets_nothing(mail, town):
    subscribed(ANN, BOB)
    letter_id = started()
    leaves(BOB)
    send_due()
    assert mail.recipients == [ANN]
    assert counts_of(letter_id) == {"sent": 1, "dropped": 1}


def test_who_leaves_while_their_mail_is_tried_does_not_keep_the_letter_open(mail, town):
    subscribed(ANN, BOB)
    letter_id = started()
    with transaction() as connection:
        claimed = deliveries.claim(connection, letter_id, b"x" * 32)
    assert claimed is not None
    leaves(claimed.address)
    with transaction() as connection:
        deliveries.release(connection, claimed.id)
    assert send_due() == {"sent": 1}
    assert counts_of(letter_id) == {"sent": 1, "dropped": 1}
    assert state_of(letter_id).state is LetterState.SENT


def test_who_leaves_after_a_temporary_refusal_does_not_keep_the_letter_open(mail, town):
    subscribed(ANN, BOB)
    letter_id = started()
    with transaction() as connection:
        claimed = [deliveries.claim(connection, letter_id, bytes([each]) * 32) for each in range(2)]
    leaves(BOB)
    with transaction() as connection:
        for one in claimed:
            assert one is not None
            deliveries.postpone(connection, one.id, one.attempts, "the mail server answers 450 4.2.0")
    let_time_pass()
    assert send_due() == {"sent": 1}
    assert counts_of(letter_id) == {"sent": 1, "dropped": 1}
    assert state_of(letter_id).state is LetterState.SENT


def test_who_leaves_before_a_refusal_is_taken_back_does_not_keep_the_letter_open(mail, town):
    subscribed(ANN, BOB)
    letter_id = started()
    with transaction() as connection:
        claimed = deliveries.claim(connection, letter_id, b"x" * 32)
        assert claimed is not None
        deliveries.record(connection, claimed.id, deliveries.DeliveryState.REFUSED, "the mail server answers 550")
    leaves(claimed.address)
    with transaction() as connection:
        deliveries.reopen(connection, claimed.id)
    assert send_due() == {"sent": 1}
    assert counts_of(letter_id) == {"sent": 1, "dropped": 1}
    assert state_of(letter_id).state is LetterState.SENT


def test_a_letter_is_sent_only_once(mail, town):
    subscribed(ANN)
    letter_id = started()
    send_due()
    with transaction() as connection, pytest.raises(CannotSend, match="sent before"):
        begin(connection, letter_id)
