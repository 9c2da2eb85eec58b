"""Messages about real runs, sent to a real mail server and a real web server."""

from __future__ import annotations

import email
import hashlib
import hmac
from datetime import UTC, datetime
from email.policy import default

import pytest
from sqlalchemy import text

from app.alerts.deliver import deliver_due
from app.services import ports
from core.config import settings
from storage.alerts.outbox import claim, list_deliveries, list_messages
from storage.database.engine import transaction
from tests.alerts.conftest import use_mail_server
from tests.health.runs import ends, seed

BLOCKED = ("Blocked", "HTTP 403")


def inbox():
    with transaction() as connection:
        return [(one.title, one.kind, one.state.value) for one in reversed(list_messages(connection, limit=50))]


def waiting():
    with transaction() as connection:
        return [one for one in list_deliveries(connection, limit=50) if one.sent_at is None]


def let_time_pass():
    with transaction() as connection:
        connection.execute(text("UPDATE alert_deliveries SET due_at = now() WHERE sent_at IS NULL"))


def test_one_message_for_a_trouble_and_one_when_it_is_over(mail, routed):
    routed()
    (hall,) = seed("hall")
    ends(hall, seen=3)
    run_id = ends(hall, BLOCKED)
    ends(hall, BLOCKED)
    assert deliver_due() == {"sent": 1, "failed": 0}
    ends(hall, seen=3)
    ends(hall, seen=3)
    assert deliver_due() == {"sent": 1, "failed": 0}
    assert deliver_due() == {"sent": 0, "failed": 0}
    first, second = (email.message_from_string(content, policy=default) for _, content in mail.mails)
    assert (first["Subject"], second["Subject"]) == ("Hall: blocked", "Over: Hall is healthy again")
    said = first.get_body(("plain",)).get_content()
    assert said.split("\r\n\r\n")[:2] == [
        "Hall refuses Marquee's requests (HTTP 403).",
        "Readers still see the events of its last good run; after some days these are marked as not confirmed.",
    ]
    assert f"https://events.example/admin/runs/?id={run_id}" in said
    assert mail.mails[0][0] == ["desk@events.example"]


def test_a_message_about_several_says_what_to_do_about_each(mail, routed):
    """Without the names that errors have for developers."""
    routed()
    hall, club = seed("hall", "club")
    where, found = "PageGone: ics https://hall.example/events.ics", "HTTP 404. The address no longer exists."
    ends(hall, ("PageGone", f"{where}: {found} Set the source's new address."))
    ends(club, BLOCKED)
    assert deliver_due() == {"sent": 1, "failed": 0}
    sent = email.message_from_string(mail.mails[0][1], policy=default)
    paragraphs = sent.get_body(("plain",)).get_content().replace("\r\n", "\n").split("\n\n")
    assert all("Readers still see the events" in one and "What to do: " in one for one in paragraphs)
    assert any("(HTTP 404. The address no longer exists. Set the source's new address)." in one for one in paragraphs)


def test_a_worse_trouble_is_a_second_message(service_environment):
    (hall,) = seed("hall")
    ends(hall, seen=10)
    ends(hall, seen=2)
    ends(hall, BLOCKED)
    ends(hall, seen=2)
    assert inbox() == [("Hall", "trouble", "suspect"), ("Hall", "trouble", "blocked")]


def test_nothing_is_lost_while_the_mail_server_is_dead(mail, routed, monkeypatch):
    routed()
    ends(seed("hall")[0], BLOCKED)
    port = settings().smtp_port
    use_mail_server(monkeypatch, ports.choose())
    assert deliver_due() == {"sent": 0, "failed": 1}
    assert deliver_due() == {"sent": 0, "failed": 0}
    assert waiting()[0].error == "the mail could not be sent: ConnectionRefusedError"
    use_mail_server(monkeypatch, port)
    let_time_pass()
    assert deliver_due() == {"sent": 1, "failed": 0}
    assert (len(mail.mails), waiting()) == (1, [])


def test_a_worker_that_dies_while_it_sends_loses_nothing(mail, routed):
    route = routed()
    ends(seed("hall")[0], BLOCKED)
    with transaction() as connection:
        assert claim(connection, route.id) is not None
    assert deliver_due() == {"sent": 0, "failed": 0}
    let_time_pass()
    assert deliver_due() == {"sent": 1, "failed": 0}


def test_a_refused_login_is_reported_without_the_password(refusing_mail, routed, caplog):
    routed()
    ends(seed("hall")[0], BLOCKED)
    assert deliver_due() == {"sent": 0, "failed": 1}
    assert waiting()[0].error == "the mail server refuses: SMTPAuthenticationError 535"
    assert "hunter2" not in caplog.text
    assert "desk@" not in caplog.text


def test_mail_over_tls(secure_mail, routed):
    routed()
    ends(seed("hall")[0], BLOCKED)
    assert deliver_due() == {"sent": 1, "failed": 0}
    assert len(secure_mail.mails) == 1


def test_a_certificate_that_nobody_trusts(secure_mail, routed, monkeypatch):
    monkeypatch.delenv("SSL_CERT_FILE")
    routed()
    ends(seed("hall")[0], BLOCKED)
    assert deliver_due() == {"sent": 0, "failed": 1}
    assert waiting()[0].error == "the mail could not be sent: SSLCertVerificationError"
    assert secure_mail.mails == []


def test_a_title_with_markup_and_line_breaks(mail, routed):
    routed()
    (hall,) = seed("hall")
    with transaction() as connection:
        title = "<b>Hall</b>\r\nBcc: everyone@events.example"
        connection.execute(text("UPDATE sources SET title = :title"), {"title": title})
    ends(hall, BLOCKED)
    assert deliver_due() == {"sent": 1, "failed": 0}
    sent = email.message_from_string(mail.mails[0][1], policy=default)
    assert sent["Bcc"] is None
    assert "&lt;b&gt;Hall" in sent.get_body(("html",)).get_content()


def test_ten_thousand_troubles_are_one_message(mail, routed):
    route = routed()
    (hall,) = seed("hall")
    with transaction() as connection:
        connection.execute(
            text("""WITH m AS (INSERT INTO alert_messages (source_id, kind, severity, state)
                               SELECT :id, 'trouble', 2, 'blocked' FROM generate_series(1, 10000) RETURNING id)
                    INSERT INTO alert_deliveries (message_id, route_id, due_at) SELECT id, :route, now() FROM m"""),
            {"id": hall, "route": route.id},
        )
    assert deliver_due() == {"sent": 1, "failed": 0}
    content = email.message_from_string(mail.mails[0][1], policy=default).get_body(("plain",)).get_content()
    assert "And 9,980 more" in content
    assert waiting() == []


def test_a_due_time_of_a_wrong_clock(mail, routed):
    routed()
    ends(seed("hall")[0], BLOCKED)
    with transaction() as connection:
        connection.execute(text("UPDATE alert_deliveries SET due_at = now() + interval '9 years'"))
    assert deliver_due() == {"sent": 1, "failed": 0}


def test_a_signed_webhook(hook, routed, monkeypatch):
    monkeypatch.setenv("PUBLIC_URL", "https://events.example")
    settings.cache_clear()
    routed("webhook", f"{hook.url}/alerts", secret="a key")
    (hall,) = seed("hall")
    run_id = ends(hall, BLOCKED)
    hook.status = 500
    assert deliver_due() == {"sent": 0, "failed": 1}
    assert waiting()[0].error == "the webhook answers HTTP 500"
    hook.status = 200
    let_time_pass()
    assert deliver_due() == {"sent": 1, "failed": 0}
    path, headers, body, given = hook.requests[-1]
    assert given["messages"][0]["run"] == f"https://events.example/api/runs/{run_id}"
    signed = f"{headers['X-Marquee-Timestamp']}.{body}".encode()
    assert headers["X-Marquee-Signature"] == f"sha256={hmac.new(b'a key', signed, hashlib.sha256).hexdigest()}"
    assert (path, given["messages"][0]["state"], given["messages"][0]["source_id"]) == ("/alerts", "blocked", hall)


@pytest.mark.parametrize(
    ("channel", "path", "field"), [("slack", "/T/B", "text"), ("teams", "/t", "attachments"), ("ntfy", "/", "topic")]
)
def test_chat_channels(hook, routed, channel, path, field):
    routed(channel, f"{hook.url}{'/town' if channel == 'ntfy' else path}")
    ends(seed("<!channel> @all")[0], BLOCKED)
    assert deliver_due() == {"sent": 1, "failed": 0}
    (asked, _, body, given) = hook.requests[0]
    assert asked == path
    assert given[field]
    assert channel != "slack" or ("<!" not in body and "@all" not in given["text"])


def test_private_addresses_are_refused(hook, routed, monkeypatch):
    routed("webhook", hook.url)
    monkeypatch.setenv("PRIVATE_ALERTS", "false")
    settings.cache_clear()
    ends(seed("hall")[0], BLOCKED)
    assert deliver_due() == {"sent": 0, "failed": 1}
    assert hook.requests == []


def test_who_gets_what(mail, routed):
    hall, club = seed("hall", "club")
    for number, wanted in enumerate(({}, {"sources": [club]}, {"severity": 2}, {"digest": True})):
        routed(target=f"desk{number}@events.example", **wanted)
    ends(hall, seen=10)
    ends(hall, seen=2)
    assert deliver_due() == {"sent": 1, "failed": 0}
    assert mail.mails[0][0] == ["desk0@events.example"]
    assert [one.due_at > datetime.now(UTC) for one in waiting()] == [True]


def test_a_route_in_spanish(mail, hook, routed):
    """The same trouble and its end, in the words of each route; a language without texts is English."""
    routed(target="redaccion@events.example", language="es")
    routed("webhook", f"{hook.url}/es", language="es")
    routed("ntfy", f"{hook.url}/town", language="xx")
    (hall,) = seed("hall")
    ends(hall, seen=10)
    ends(hall, seen=0)
    assert deliver_due() == {"sent": 3, "failed": 0}
    ends(hall, seen=10)
    assert deliver_due() == {"sent": 3, "failed": 0}
    first, second = (email.message_from_string(content, policy=default) for _, content in mail.mails)
    assert first["Subject"] == "Hall: en cuarentena"
    said = first.get_body(("plain",)).get_content()
    happened = "Hall no dio nada de lo que Marquee pueda fiarse (encontró 0, menos de la mitad de lo habitual, 10)."
    assert said.startswith(f"{happened}\r\n\r\nLos lectores siguen viendo los eventos")
    assert "Qué hacer: Abra el sitio. Acepte la lectura si de verdad no anuncia nada" in said
    assert second["Subject"] == "Resuelto: Hall vuelve a funcionar"
    by_path = {path: given for path, _, _, given in hook.requests[:2]}
    assert by_path["/es"]["subject"] == "Hall: en cuarentena"
    assert by_path["/es"]["messages"][0]["state"] == "quarantined"
    assert by_path["/"]["title"] == "Hall: quarantined"
