"""People sign up, confirm, and leave, over HTTP and real mail."""

from __future__ import annotations

import re
from datetime import timedelta
from itertools import pairwise

import pytest
from sqlalchemy import text

from app.letter.send import send_due
from core.config import settings
from storage.database.engine import transaction
from storage.letters import subscribers
from tests.letter.conftest import drafted, started, subscribed

ANN, BOB = "ann@reader.example", "bob@reader.example"


def listed():
    with transaction() as connection:
        return {one.address: one.state.value for one in subscribers.list_subscribers(connection, limit=99)}


def path_in(message, action):
    """The path of the link in a mail."""
    said = message.get_body(("plain",)).get_content()
    return re.search(rf"https://events\.example(/letter/{action}/[0-9a-f]{{32}})", said)[1]


def asked(client, mail, address=ANN, **headers):
    """The path in the confirmation mail."""
    assert client.post("/letter", data={"address": address}, headers=headers).status_code == 200
    send_due()
    return path_in(mail.to(address)[-1], "confirm")


def test_who_confirms_gets_the_letter(mail, town, client):
    assert "your email address" in client.get("/letter").text.lower()
    path = asked(client, mail)
    assert listed() == {ANN: "pending"}
    assert ANN in client.get(path).text
    assert listed() == {ANN: "pending"}, "a scanner that opens the link confirms nothing"
    assert client.post(path).status_code == 200
    assert listed() == {ANN: "confirmed"}
    mail.mails.clear()
    started()
    send_due()
    assert mail.recipients == [ANN]


def test_who_does_not_confirm_gets_nothing(mail, town, client):
    asked(client, mail)
    mail.mails.clear()
    started()
    send_due()
    assert mail.mails == []


def test_confirming_twice_changes_nothing(mail, client):
    path = asked(client, mail)
    client.post(path)
    assert client.post(path).status_code == 200
    assert listed() == {ANN: "confirmed"}


def test_the_form_answers_the_same_for_a_known_address_and_sends_it_nothing(mail, client):
    subscribed(ANN)
    known, unknown = (client.post("/letter", data={"address": one}) for one in (ANN, BOB))
    assert (known.status_code, known.text) == (unknown.status_code, unknown.text)
    send_due()
    assert mail.recipients == [BOB]


def test_nobody_is_flooded_through_the_form(mail, client):
    for _ in range(3):
        client.post("/letter", data={"address": ANN})
        send_due()
    client.post("/letter", data={"address": ANN.upper()})
    send_due()
    assert mail.recipients == [ANN]


def test_sign_ups_are_limited_for_each_client(mail, client, monkeypatch):
    monkeypatch.setenv("LETTER_SIGN_UPS_PER_HOUR", "2")
    settings.cache_clear()
    statuses = [client.post("/letter", data={"address": f"r{n}@reader.example"}).status_code for n in range(3)]
    assert statuses == [200, 200, 429]


def test_a_program_that_fills_in_every_field_is_not_listed(mail, client):
    assert client.post("/letter", data={"address": ANN, "website": "https://spam.example"}).status_code == 200
    assert listed() == {}


@pytest.mark.parametrize(
    "given",
    [
        "",
        "ann",
        "ann@",
        "@reader.example",
        "ann@reader",
        "ann@reader.example, bob@reader.example",
        "ann@reader.example\r\nBcc: everyone@reader.example",
        "Ann <ann@reader.example>",
        f"{'a' * 65}@reader.example",
        f"ann@{'a' * 64}.example",
        "añn@reader.example",
        "ann@a/b.c?",
        "ann@reader.com%0arcpt",
        "ann@-reader.example",
        "ann@reader-.example",
        "ann@reader_s.example",
        "ann@reader..example",
        "ann@reader.example.",
        "ann@127.0.0.1",
    ],
)
def test_what_is_no_address_is_refused(mail, client, given):
    answer = client.post("/letter", data={"address": given})
    assert answer.status_code == 422
    assert "not an email address" in answer.text
    assert listed() == {}


def test_a_domain_in_another_script(mail, client):
    client.post("/letter", data={"address": "ann@Bücher.Example"})
    assert listed() == {"ann@xn--bcher-kva.example": "pending"}


def test_one_click_from_a_mail_program_needs_no_page(mail, town, client):
    subscribed(ANN, BOB)
    started()
    send_due()
    path = path_in(mail.to(ANN)[0], "unsubscribe")
    answer = client.post(
        path,
        content="List-Unsubscribe=One-Click",
        headers={"Content-Type": "application/x-www-form-urlencoded"},
        follow_redirects=False,
    )
    assert answer.status_code == 200
    assert listed() == {BOB: "confirmed"}


def test_leaving_on_the_page(mail, town, client):
    subscribed(ANN)
    started()
    send_due()
    path = path_in(mail.to(ANN)[0], "unsubscribe")
    page = client.get(path)
    assert ANN in page.text
    assert '<form method="post">' in page.text
    assert listed() == {ANN: "confirmed"}, "a scanner that opens the link removes nobody"
    assert client.post(path).status_code == 200
    assert listed() == {}
    assert client.post(path).status_code == 200, "again"
    assert client.get(path).status_code == 404
    with transaction() as connection:
        stored = connection.execute(text("SELECT count(*) FROM letter_deliveries WHERE subscriber_id IS NULL"))
        assert stored.scalar_one() == 1, "the count of the letter stays, without the address"


def test_people_can_leave_when_the_letter_is_closed_and_reading_needs_a_key(mail, town, client, monkeypatch):
    subscribed(ANN)
    started()
    send_due()
    monkeypatch.setenv("LETTER", "false")
    monkeypatch.setenv("PUBLIC_READS", "false")
    settings.cache_clear()
    assert client.post(path_in(mail.to(ANN)[0], "unsubscribe")).status_code == 200
    assert listed() == {}
    assert client.get("/letter").status_code == 404


def test_no_token_is_stored(mail, town, client):
    path = asked(client, mail)
    with transaction() as connection:
        row = str(connection.execute(text("SELECT * FROM subscribers")).mappings().one())
    assert path.rpartition("/")[2] not in row


def test_a_foreign_token(mail, client):
    for action in ("confirm", "unsubscribe"):
        assert client.get(f"/letter/{action}/{'0' * 32}").status_code == 404
    assert client.post(f"/letter/confirm/{'0' * 32}").status_code == 404


def test_an_address_that_refuses_the_confirmation_is_forgotten(mail, client):
    mail.answers[ANN] = "550 5.1.1 no such user"
    client.post("/letter", data={"address": ANN})
    assert send_due() == {"confirmations_failed": 1}
    assert listed() == {}


def test_a_confirmation_waits_while_the_server_refuses_it_for_now(mail, client):
    mail.answers[ANN] = "451 4.7.1 try later"
    client.post("/letter", data={"address": ANN})
    assert send_due() == {"confirmations_failed": 1}
    mail.answers.clear()
    with transaction() as connection:
        connection.execute(text("UPDATE subscribers SET confirm_due_at = now()"))
    assert send_due() == {"confirmations": 1}
    assert client.post(path_in(mail.to(ANN)[0], "confirm")).status_code == 200


def test_who_never_confirms_is_forgotten(mail, client):
    asked(client, mail)
    with transaction() as connection:
        old = "created_at - interval '8 days'"
        connection.execute(text(f"UPDATE subscribers SET created_at = {old}, confirm_asked_at = {old}"))
    send_due()
    assert listed() == {}


def make_older(hours):
    """As if Ann's sign-up and her mail were so many hours older."""
    with transaction() as connection:
        connection.execute(
            text(
                "UPDATE subscribers SET created_at = created_at - :time, confirm_asked_at = confirm_asked_at - :time,"
                " dead_at = dead_at - :time"
            ),
            {"time": timedelta(hours=hours)},
        )


def test_an_address_that_is_signed_up_every_hour_gets_fewer_and_fewer_mails(mail):
    got = []
    for hour in range(10 * 24):
        with transaction() as connection:
            subscribers.sign_up(connection, ANN, "en")
            claimed = subscribers.claim_confirmation(connection, hour.to_bytes(32))
            if claimed is not None:
                subscribers.confirmation_sent(connection, claimed.id)
                got.append(hour)
        make_older(1)
    assert got[:2] == [0, 1]
    assert all(later >= 3 * earlier for earlier, later in pairwise(got))
    assert len(got) == 6


@pytest.mark.parametrize("state", ["pending", "dead"])
def test_who_signs_up_again_long_after_gets_a_mail(mail, client, state):
    asked(client, mail)
    if state == "dead":
        with transaction() as connection:
            (found,) = subscribers.list_subscribers(connection, limit=9)
            subscribers.mark_dead(connection, found.id, "mail came back: 5.1.1")
    make_older(8 * 24)
    path = asked(client, mail)
    assert len(mail.to(ANN)) == 2
    assert client.post(path).status_code == 200
    assert listed() == {ANN: "confirmed"}


def test_the_mail_servers_trouble_uses_up_no_try(mail, client):
    client.post("/letter", data={"address": ANN})
    for each in range(30):
        with transaction() as connection:
            connection.execute(text("UPDATE subscribers SET confirm_due_at = now()"))
            claimed = subscribers.claim_confirmation(connection, bytes([each]) * 32)
            assert claimed is not None
            subscribers.confirmation_failed(connection, claimed.id, forever=False, counts=False)
    assert send_due() == {}, "the server gets a pause"
    with transaction() as connection:
        connection.execute(text("UPDATE subscribers SET confirm_due_at = now()"))
    assert send_due() == {"confirmations": 1}
    assert mail.recipients == [ANN]


def test_the_pages_and_the_mail_are_in_spanish_for_who_reads_spanish(mail, client):
    spanish = {"Accept-Language": "es-MX"}
    assert "El boletín semanal" in client.get("/letter", headers=spanish).text
    asked(client, mail, **spanish)
    (got,) = mail.to(ANN)
    assert got["Subject"] == "Por favor, confirme: Qué hacer en Sarasota"


def test_the_web_copy_and_the_feed(mail, town, client):
    subscribed(ANN)
    assert "No letter has been sent yet." in client.get("/letter/archive").text
    letter_id = started(subject="Our tips")
    send_due()
    page = client.get(f"/letter/{letter_id}")
    assert "Only Tomorrow" in page.text
    assert "unsubscribe" not in page.text
    assert "'unsafe-inline'" in page.headers["Content-Security-Policy"]
    assert f'<a href="/letter/{letter_id}">Our tips</a>' in client.get("/letter/archive").text
    feed = client.get("/letter/feed.rss")
    assert feed.headers["Cache-Control"] == "public, max-age=300"
    assert {"Accept-Language", "Cookie"} <= set(feed.headers["Vary"].split(", "))
    assert client.get("/letter/feed.rss", headers={"If-None-Match": feed.headers["ETag"]}).status_code == 304
    assert "<title>Our tips</title>" in feed.text
    assert "Only Tomorrow" in feed.text
    assert client.get("/letter/999").status_code == 404


def test_a_draft_is_not_on_the_web(mail, town, client):
    assert client.get(f"/letter/{drafted()}").status_code == 404
