"""Months and weeks begin on the day that readers of the language expect, and a month's end leads to the next one."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from lxml import html

from app.api.pages.content.frontpage import front as front_content
from app.api.pages.content.month import month
from app.api.pages.content.view import View
from app.language.locales import words_in
from tests.api.harvest import ZONE, at, concert, harvest, seed
from tests.api.test_front import chosen


def view(day: str, language: str = "en", tag: str | None = None) -> View:
    now = datetime.fromisoformat(f"{day}T12:00").replace(tzinfo=ZoneInfo(ZONE))
    return View(words=words_in(language, tag), now=now, names={})


@pytest.mark.parametrize(
    ("tag", "first", "week"),
    [("en-US", "Sun", "2026-11-29"), ("en-GB", "Sun", "2026-11-29"), ("es-US", "lun", "2026-11-30")],
)
def test_weeks_begin_as_the_language_says(tag, first, week):
    words = words_in(tag[:2], tag)
    assert words.short_weekday(words.weekdays[0]) == first
    assert sorted(words.weekdays) == [1, 2, 3, 4, 5, 6, 7]
    for day in ("2026-11-30", "2026-12-01", "2026-12-05"):
        assert str(words.week_begin(datetime.fromisoformat(day).date())) == week


@pytest.mark.parametrize(("language", "column"), [("en", 2), ("es", 1)])
def test_days_stand_below_their_weekday(service_environment, client, language, column):
    """December 1, 2026 is a Tuesday."""
    page = html.fromstring(client.get(f"/?view=calendar&month=2026-12&lang={language}").text)
    table = page.cssselect("#served table.month, main table.month")[0]
    cells = table.cssselect("tbody tr:first-child td")
    assert [bool(cell.cssselect("a")) for cell in cells].index(True) == column
    assert table.cssselect("th")[column].get("abbr").casefold() in ("tuesday", "martes")
    content = html.fromstring(client.get(f"/widget/v1/content?show=month&month=2026-12&lang={language}").text)
    assert content.cssselect(f".month > li.from-{column + 1}"), "the widget's first day"
    assert content.cssselect(".weekday")[column].text.rstrip(".") in ("Tue", "mar")


@pytest.mark.parametrize(
    ("today", "first", "shown"),
    [
        ("2026-12-24", "2026-12-01", False),
        ("2026-12-25", "2026-12-01", True),
        ("2026-12-31", "2026-12-01", True),
        ("2027-02-22", "2027-02-01", True),
        ("2026-12-31", "2026-11-01", False),
        ("2026-12-31", "2027-01-01", False),
        ("2026-12-01", "2026-12-01", False),
    ],
)
def test_the_last_days_of_a_month_lead_to_the_next(today, first, shown):
    page = month(view(today), datetime.fromisoformat(first).date(), {}, {"free": "true"})
    assert ("What’s on in" in page) is shown
    if today == "2026-12-31" and shown:
        assert (
            '<a class="button" href="/?view=calendar&amp;month=2027-01&amp;free=true">What’s on in January 2027</a>'
            in page
        )


def test_the_front_page_leads_to_the_next_month(service_environment):
    seed()
    harvest(concert("once", at(0, 23)))
    found = chosen()
    said = '<a class="button" href="/?view=calendar&amp;month=2027-01">Qué hay en enero de 2027</a>'
    assert said in front_content(view("2026-12-30", "es"), found, [], None)
    assert said not in front_content(view("2026-12-10", "es"), found, [], None)


def test_links_to_other_months_and_weeks_have_words():
    page = html.fromstring(month(view("2026-12-10", "es"), datetime(2026, 12, 1).date(), {}, {}))
    before, after = page.cssselect(".months a")
    assert before.text_content() == "‹ novnoviembre de 2026"
    assert after.text_content() == "eneenero de 2027 ›"
    assert [one.text for one in after.cssselect(".visually-hidden")] == ["enero de 2027"]


@pytest.mark.parametrize(
    ("language", "said", "zone"),
    [
        ("en", "All times are in Eastern Time.", "Eastern Time"),
        ("es", "Todas las horas están en hora del este.", "hora del este"),
    ],
)
def test_each_page_names_the_towns_zone_once(service_environment, client, language, said, zone):
    seed()
    harvest(concert("many", at(1), at(2), at(3)), concert("other", at(1)))
    for path in ("/", "/today", "/?view=calendar", "/?view=week", "/venues/1", "/my-list?events=1"):
        content = client.get(
            path, params={"lang": language} if "?" not in path else None, headers={"Accept-Language": language}
        ).text
        content = content.partition("<main")[2].partition("</main>")[0]
        assert content.count(said) == 1, path
        assert content.count(zone) == 1, path
    event = client.get("/events/1", headers={"Accept-Language": language}, follow_redirects=True).text
    assert event.partition("</main>")[0].count(zone) == 1, "its dates don't repeat it"


@pytest.mark.parametrize(
    ("zone", "moment", "name"),
    [
        ("America/New_York", "2026-07-01", "Eastern Time"),
        ("America/Phoenix", "2026-07-01", "Mountain Standard Time"),
        ("Europe/Madrid", "2026-12-01", "CET"),
        ("Asia/Dubai", "2026-12-01", "+04"),
    ],
)
def test_names_of_zones(zone, moment, name):
    assert words_in("en").zone(datetime.fromisoformat(moment).replace(tzinfo=ZoneInfo(zone))) == name
