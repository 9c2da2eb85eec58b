"""A letter's three forms keep the limits of mail programs, even with hostile titles."""

from __future__ import annotations

import re
from collections import Counter
from datetime import UTC, datetime

import html5lib
import pytest

from app.letter import html, issue
from app.letter.choose import MOST, PER_CATEGORY, PER_CATEGORY_AND_DAY, PER_DAY, week_from
from app.letter.forms import LetterForm, written
from app.letter.send import send_due
from core.config import settings
from core.items import EventStatus, Venue
from storage.database.engine import transaction
from storage.letters import issues
from tests.api.harvest import at, concert, harvest, seed
from tests.letter.conftest import started, subscribed, today

ARABIC = "ليلة موسيقية " * 23
HOSTILE = (
    '<script>alert(1)</script><b onclick="x">Bold</b> & "quoted" \'s',
    "Concert\r\nBcc: everyone@reader.example\r\n\r\nHello",
    ARABIC,
    "W" * 300,
    "SHOUTED TITLE " * 20,
    "🎷🎺 Jazz 👩‍👩‍👧 \u202eevil\u202c",
    "[link](javascript:alert(1)) *stars* _lines_ # head",
    "]]> <!-- --> <![endif]--> <%= x %> *|UNSUB|* {{ x }}",
)
OUTLOOK_KNOWS = {
    *("background-color", "border-top", "color", "font-family", "font-size", "font-weight", "line-height", "margin"),
    *("padding", "text-decoration", "mso-hide", "display"),
}
"""Of what a letter may need, the properties in Microsoft's list for Word (learn.microsoft.com, "Word 2007 HTML and CSS
rendering capabilities in Outlook 2007", part 2). `max-width` is ignored there; a conditional table stands in for it."""


@pytest.fixture
def hostile(service_environment):
    seed()
    harvest(
        *(
            concert(
                f"h{number}",
                at(1 + number % 5, 20),
                title=title,
                description=f"{title} " * 40,
                url='javascript:alert("x")',
                categories=(f"Kind {number}",),
            )
            for number, title in enumerate(HOSTILE)
        )
    )


def content(language="en", **given):
    span = week_from(today())
    with transaction() as connection:
        draft = issue.draft_of(
            connection,
            issues.unsaved(
                span.first,
                span.last,
                at=datetime.now(UTC),
                **{"subject": None, "intro": None, "event_ids": None, **given},
            ),
            datetime.now(UTC),
        )
    return issue.content_of(draft, language)


def form(which, language="en", **given):
    chosen = content(language, **given)
    return written(which, chosen, issue.footer_of(chosen.words, 1, "https://events.example/letter/unsubscribe/x"))


def test_gmail_clips_no_letter(mail, service_environment):
    """Gmail cuts mails behind 102 KB: Mailchimp, "Gmail is clipping my email"; Litmus, "Gmail clipping"."""
    seed()
    harvest(
        *(
            concert(f"c{n}", at(n % 7, 20), title=f"{n} {ARABIC}", description=ARABIC * 9, categories=(f"K{n}",))
            for n in range(70)
        )
    )
    shown = content()
    assert len(shown.items) > 10
    assert len(form(LetterForm.HTML).encode()) < 102 * 1024


def test_a_longer_letter_loses_its_last_events(mail, hostile):
    shown = content()
    kept = html.fitted(shown)
    assert kept == shown
    (first, *_) = shown.sections
    long = type(shown)(
        words=shown.words,
        name=shown.name,
        subject=shown.subject,
        intro=shown.intro,
        sections=(type(first)(first.heading, first.items * 200),),
        calendar=shown.calendar,
        accent=shown.accent,
    )
    fitted = html.fitted(long)
    assert 0 < len(fitted.items) < len(long.items)
    assert len(html.top(fitted).encode()) <= html.GMAIL_CLIPS_BYTES - html.FOOTER_BYTES


def test_outlook_shows_it_as_it_is(mail, hostile):
    page = form(LetterForm.HTML)
    properties = {
        name.strip()
        for style in re.findall(r'style="([^"]*)"', page)
        for name, _, _ in (one.partition(":") for one in style.split(";") if one)
    }
    assert properties - OUTLOOK_KNOWS == {"max-width"}
    assert page.count("<!--[if mso]>") == page.count("<![endif]-->") == 2
    assert 'width="600"' in page


def test_there_is_no_script_picture_or_style_sheet(mail, hostile):
    tree = html5lib.parse(form(LetterForm.HTML), namespaceHTMLElements=False)
    tags = {each.tag for each in tree.iter() if isinstance(each.tag, str)}
    assert tags <= {
        *("html", "head", "meta", "title", "body", "div", "table", "tbody", "tr", "td"),
        *("h1", "h2", "h3", "p", "a", "br"),
    }
    assert not [name for each in tree.iter() for name in each.attrib if name.startswith("on")]
    links = {each.attrib["href"] for each in tree.iter("a")}
    assert all(link.startswith("https://events.example/") for link in links)


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_html_is_valid(mail, hostile, language):
    html5lib.HTMLParser(strict=True).parse(form(LetterForm.HTML, language))


def test_plain_text_has_at_most_78_columns(mail, hostile):
    """RFC 5322, 2.1.1. An address stands alone on its line."""
    for line in form(LetterForm.TEXT).splitlines():
        assert len(line) <= 78 or re.fullmatch(r"\s*https://\S+", line)


def test_a_title_is_no_markup_in_markdown(mail, hostile):
    text = form(LetterForm.MARKDOWN)
    assert "<script>" not in text
    assert r"\[link\](javascript:alert(1))" in text


def test_hostile_titles_arrive_as_text(mail, hostile):
    subscribed("ann@reader.example")
    started(subject="Tips\r\nBcc: everyone@reader.example")
    assert send_due() == {"sent": 1}
    (got,) = mail.to("ann@reader.example")
    assert got["Bcc"] is None
    assert got["Subject"] == "Tips Bcc: everyone@reader.example"
    page, said = (got.get_body((kind,)).get_content() for kind in ("html", "plain"))
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script>" not in page
    assert "\u202e" not in said + page
    assert "ليلة موسيقية" in said
    assert max(len(line) for _, _, content in mail.mails for line in content.split(b"\r\n")) <= 998


def test_a_long_address_stays_one_word_in_the_header(mail, town, monkeypatch):
    """Python would fold it into RFC 2047's encoded words, where no mail program looks for an address."""
    monkeypatch.setenv("PUBLIC_URL", "https://the-calendar-of-our-whole-beautiful-county.events.newspaper.example")
    settings.cache_clear()
    subscribed("ann@reader.example")
    started()
    send_due()
    ((_, _, raw),) = mail.mails
    assert re.search(rb"\r\nList-Unsubscribe: <https://the-calendar\S+/letter/unsubscribe/[0-9a-f]{32}>\r\n", raw)


def titles(**given):
    return [item.title for item in content(**given).items]


def test_the_rule_takes_what_happens_only_then_and_never_what_is_always_there(mail, town):
    assert titles() == ["Only Tomorrow", "Quiz Night", "Later That Week"]


def test_the_rule_spreads_over_days_and_categories(mail, service_environment):
    seed()
    kinds = ("Music", "Film", "Art", "Outdoors")
    harvest(*(concert(f"c{n}", at(n % 7, 23), title=f"Show {n}", categories=(kinds[n % 4],)) for n in range(90)))
    shown = content()
    assert len(shown.items) <= MOST
    assert max(len(section.items) for section in shown.sections) <= PER_DAY
    assert len(shown.sections) == 7
    kind_of = {f"Show {n}": kinds[n % 4] for n in range(90)}
    assert max(Counter(kind_of[item.title] for item in shown.items).values()) <= PER_CATEGORY
    for section in shown.sections:
        assert max(Counter(kind_of[item.title] for item in section.items).values()) <= PER_CATEGORY_AND_DAY


def test_a_film_at_two_cinemas_is_one_entry(mail, service_environment):
    seed()
    cinemas = [Venue(name="Lantern Cinema"), Venue(name="Regal Cinema")]
    harvest(
        *(
            concert(f"film{n}", at(1, 19 + n), title="Moonlit Tides", venue=venue, categories=("Film",))
            for n, venue in enumerate(cinemas)
        ),
        *(concert(f"quiz{n}", at(1, 18), title="Trivia Night", venue=venue) for n, venue in enumerate(cinemas)),
    )
    found = [(item.title, item.place) for item in content().items]
    assert [title for title, _ in found].count("Trivia Night") == 2
    assert [place for title, place in found if title == "Moonlit Tides"] == [
        "Lantern Cinema; also at Regal Cinema, 8:00 PM"
    ]


def test_what_editors_feature_comes_before_the_limits(mail, acting, editor):
    seed()
    harvest(*(concert(f"c{n}", at(1, 12 + n), title=f"Show {n}") for n in range(9)))
    for one in acting.get("/api/occurrences", params={"q": "Show"}).json()["occurrences"]:
        if one["title"] in ("Show 3", "Show 7", "Show 8"):
            answer = acting.patch(f"/api/events/{one['event_id']}", headers=editor, json={"featured": True})
            assert answer.is_success, answer.text
    assert titles() == ["Show 3", "Show 7", "Show 8"], "two of a category on a day, and all that are featured"


def test_editors_choose_and_order(mail, town):
    ids = {item.title: item.event_id for item in content().items}
    chosen = (ids["Later That Week"], ids["Only Tomorrow"], 999)
    assert titles(event_ids=chosen) == ["Later That Week", "Only Tomorrow"]


def test_a_cancelled_event_leaves_the_editors_letter(mail, town):
    ids = {item.title: item.event_id for item in content().items}
    harvest(concert("only", at(1, 20), title="Only Tomorrow", status=EventStatus.CANCELLED), whole=False)
    assert titles(event_ids=tuple(ids.values())) == ["Quiz Night", "Later That Week"]
