"""Events without an element of their own: what precedes the first date and follows the last tells where each begins."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from scrapers.platforms.cards.reader import read_events
from tests.platforms.cards.test_cards import CONTEXT, read

TITLES = ("Tin Herons", "Loom Street Reading", "Frost Walk", "Clay Night")
TEXTS = ("Ballads and reels.", "Two short stories.", "Bring a lantern.", "All hands welcome.")
RIGHT = [(title, f"2026-12-0{5 + number}T19:00:00-05:00") for number, title in enumerate(TITLES)]


def sequence(event: str, texts: Sequence[str] = TEXTS) -> str:
    """Four events, one after the other, of this markup."""
    return "".join(
        event.format(title=title, date=f"December {5 + number}, 2026, 7 pm", text=text)
        for number, (title, text) in enumerate(zip(TITLES, texts, strict=True))
    )


PLAIN = "<p>{title}</p><p>{date}</p><p>{text}</p>"
BOLD = "<p><b>{title}</b></p><p>{date}</p><p>{text}</p>"


@pytest.mark.parametrize(
    "event",
    [
        PLAIN,
        BOLD,
        "<div>{title}</div><div>{date}</div><div>{text}</div>",
        "<div class=t>{title}</div><div class=d>{date}</div><div class=x>{text}</div>",
        "<a href=/e>{title}</a><p>{date}</p><p>{text}</p>",
        "<p>{title}</p><p>{date}</p><p><a href=/buy>Buy Tickets</a></p>",
        "<p>{title}</p><p>{date}</p><p>{text}</p><p>Mill Hall</p>",
        "<p><b>{title}</b></p><p>{text}</p><p>{date}</p>",
        "<p><b>{title}</b></p><p>{date}</p><p>Tickets $5</p><hr>",
        "<p>{date}</p><p>{title}</p><p>{text}</p>",
    ],
)
def test_begins_with_its_title_or_date(event: str) -> None:
    assert read(f"<main>{sequence(event)}</main>") == RIGHT


@pytest.mark.parametrize("text", ["Tickets $5", "Mill Hall", "{text}"])
def test_terms_begin_an_event(text: str) -> None:
    page = "<dl>" + sequence("<dt>{title}</dt><dd>{date}</dd><dd>" + text + "</dd>") + "</dl>"
    assert read(page) == RIGHT


@pytest.mark.parametrize(
    ("tag", "event"),
    [
        ("table", "<tr><td>{title}</td></tr><tr><td>{date}</td></tr><tr><td>{text}</td></tr>"),
        ("ul", "<li>{title}</li><li>{date}</li><li>{text}</li>"),
    ],
)
def test_rows_of_one_event(tag: str, event: str) -> None:
    assert read(f"<{tag}>{sequence(event)}</{tag}>") == RIGHT


@pytest.mark.parametrize("event", [PLAIN, BOLD, "<p>{date}</p><p><b>{title}</b></p><p>{text}</p>"])
@pytest.mark.parametrize(
    ("intro", "end"),
    [("<p>Join us this winter.</p>", ""), ("", "<p>Parking is free.</p>"), ("<h2>Winter</h2>", "<h2>Contact</h2>")],
)
def test_texts_around_the_list(event: str, intro: str, end: str) -> None:
    assert read(f"<main>{intro}{sequence(event)}{end}</main>") == RIGHT


def test_events_without_a_text() -> None:
    texts = ["<p>Tickets $5</p>", "", "<p>Ballads</p>", ""]
    page = sequence("<p><b>{title}</b></p><p>{date}</p>{text}", texts)
    assert read(f"<main>{page}</main>") == RIGHT


def test_texts_after_the_last_of_another_kind() -> None:
    page = sequence("<p>{title}</p><p>{date}</p>") + "<div>Free parking</div>"
    assert read(f"<main>{page}</main>") == RIGHT


def test_no_title_in_doubt() -> None:
    """An introduction and dates before their titles, or titles before their dates and a remark at the end?"""
    page = "<p>Winter at the Mill</p>" + sequence("<p>{date}</p><p>{title}</p>")
    assert read(f"<main>{page}</main>") == []


def with_places(event: str, end: str = "") -> list[tuple[str, str]]:
    """What is read of four events of this markup, with a place after each hour."""
    places = ("Little Stage", "Mill Hall", "Little Stage", "Weir Garden")
    dates = (f"December {5 + number}, 7 PM, {place}" for number, place in enumerate(places))
    page = "".join(event.format(title=title, date=date) for title, date in zip(TITLES, dates, strict=True))
    return [(title, start) for title, start in read(f"<main>{page}{end}</main>")]


@pytest.mark.parametrize(
    "event",
    [
        "<p>{title}</p><p>{date}</p>",
        "<p><b>{title}</b></p><p>{date}</p>",
        "<h3>{title}</h3><p>{date}</p>",
        "<p>{title}</p><p>{date}</p><p>Tickets $5</p>",
        "<p>{title}</p><p>{date}</p><p>Ballads and reels.</p>",
        "<div>{title}</div><div>{date}</div>",
        "<p>{title}<br>{date}</p>",
        "<p><a href=/e>{title}</a></p><p>{date}</p>",
        "{title}<br>{date}<br>",
        "<b>{title}</b><br>{date}<br><br>",
    ],
)
def test_a_place_after_the_hour_is_no_title(event: str) -> None:
    assert with_places(event) == RIGHT


def test_titles_and_places_in_doubt_are_reported() -> None:
    page = "".join(f"<p>Show {'abc'[n] * 2}</p><p>December {5 + n}, 7 PM, Mill Hall</p>" for n in range(3))
    found = read_events(f"<main>{page}<p>Parking is free</p></main>".encode(), CONTEXT)
    assert found.events == ()
    assert [one.field for one in found.problems] == ["title"] * 3


def test_a_title_after_the_hour() -> None:
    page = "".join(f"<p>An evening</p><p>December {5 + n}, 7 PM, {title}</p>" for n, title in enumerate(TITLES))
    assert read(f"<main>{page}</main>") == RIGHT
