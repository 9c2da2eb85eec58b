"""Lists on several pages, and what a look may ask of them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from scrapers.discovery.asking import MOST_REQUESTS
from tests.discovery.looking import TIDES, TITLES, Pages, Site, calendar, cards, chosen, look, tribe_page


def tides_page(*titles: str) -> str:
    """A page of Localist, with its cards."""
    shown = "".join(
        f"<div class='em-card'><h3 class='em-card_title'><a href='/event/{number}'>{title}</a></h3>"
        f"<p class='em-card_event-text'>Dec {number + 4}, 2026 7pm</p></div>"
        for number, title in enumerate(titles)
    )
    return f"<html><head><title>Tern College</title></head><body>{shown}</body></html>"


def test_a_page_whose_list_does_not_answer_is_read_otherwise(site: Site) -> None:
    """A harvest of Localist asks its interface, which this site has switched off."""
    page, answer = tides_page(*TITLES), "/api/2/events?days=365&pp=100&page=1"
    on = look(site({"/calendar": (200, page), answer: (200, TIDES)}) + "/calendar")
    off = look(site({"/calendar": (200, page)}) + "/calendar")
    assert chosen(on)[0][0] == "localist"
    assert chosen(off) == [("cards", "calendar", 3)]


def test_only_the_months_that_a_harvest_reads_are_shown(site: Site) -> None:
    page = tribe_page(*TITLES, "In February").replace("2026-12-07", "2027-02-07").replace("2026-12-06", "2027-03-06")
    findings = look(site({"/events/": (200, page), "/events/month/?ical=1": (200, calendar(*TITLES))}) + "/events/")
    best = findings.candidates[0]
    assert [event.occurrences[0].local_date.isoformat() for event in best.events] == [
        "2026-12-04",
        "2026-12-05",
    ]


def test_a_page_of_a_system_that_only_has_feeds_is_read_otherwise_without_them(site: Site) -> None:
    shown = "".join(
        f"<li class='em-event em-item'><h3><a href='/e/{day}'>{name}</a></h3><p>Dec {day}, 2026</p></li>"
        for day, name in enumerate(TITLES, 4)
    )
    page = f"<html><body><ul class='em-events-list'>{shown}</ul></body></html>"
    assert chosen(look(site({"/events": (200, page)}) + "/events")) == [("cards", "events", 3)]
    feeds = {"/events.ics": (200, calendar(*TITLES))}
    assert chosen(look(site({"/events": (200, page), **feeds}) + "/events"))[0] == ("ics", "events.ics", 3)


def paged(path: str, counts: int, shown: Callable[[int], str]) -> Pages:
    """Pages of a list, each with a link to the next one."""
    links = [f"<a rel='next' href='{path}?page={number + 1}'>Next</a>" for number in range(1, counts)]
    bodies = [shown(number).replace("</body>", f"{link}</body>") for number, link in enumerate([*links, ""], 1)]
    return {path if number == 1 else f"{path}?page={number}": (200, body) for number, body in enumerate(bodies, 1)}


def cards_of(page: int) -> str:
    return cards(*(f"{title} {page}" for title in TITLES)).format("")


def data_of(page: int) -> str:
    return tribe_page(*(f"{title} {page}" for title in TITLES)).replace("tribe-events-calendar-list", "list")


def test_a_list_is_read_to_its_end_as_its_harvest_reads_it(site: Site) -> None:
    best = look(site(paged("/shows", 4, cards_of)) + "/shows").candidates[0]
    assert (best.platform, len(best.events), best.notes) == ("cards", 12, ())
    assert best.recipe is not None
    data = look(site(paged("/agenda", 3, data_of)) + "/agenda").candidates[0]
    assert (data.platform, len(data.events), data.notes) == ("jsonld", 9, ())
    answer = "/api/2/events?days=365&pp=100&page="
    second = TIDES.replace('"urlname": "e', '"urlname": "f').replace(
        '"current": 1, "size": 3, "total": 1', '"current": 2, "total": 2'
    )
    pages = {f"{answer}1": (200, TIDES.replace('"total": 1', '"total": 2')), f"{answer}2": (200, second)}
    tides = look(site({"/calendar": (200, tides_page(*TITLES)), **pages}) + "/calendar").candidates[0]
    assert (tides.platform, len(tides.events)) == ("localist", 6)


def hand_made(page: int, more: str) -> tuple[int, str]:
    shown = "".join(
        f"<div class='show'><h3><a href='/shows/{page}-{day}'>Heron {page}-{day}</a></h3><p>Dec {day}, 2026, 7 PM</p>"
        "<span class='cost'>$5</span><p>Studio A</p></div>"
        for day in range(4, 12)
    )
    return 200, f"<html><head><title>Tern Hall</title></head><body>{shown}<p>{more}</p></body></html>"


@pytest.mark.parametrize("link", ["class='older' href='/events?page={}'>Next page", "href='/events?page={}'>Older"])
def test_a_next_page_is_found_without_a_pager(site: Site, link: str) -> None:
    """The links of the second page differ from the first one's: one leads back."""
    pages = {
        "/events": hand_made(1, f"<a {link.format(2)}</a>" * 40),
        "/events?page=2": hand_made(2, f"<a href='/events?page=1'>Newer</a><a {link.format(3)}</a>"),
        "/events?page=3": hand_made(3, f"<a href='/events?page=2'>Newer</a><a {link.format(2)}</a>"),
    }
    address = site(pages)
    findings = look(address + "/events")
    best = findings.candidates[0]
    assert (best.platform, len(best.events), best.notes) == ("cards", 24, ())
    assert sum("page=2:" in one for one in findings.asked) == 1
    assert best.recipe is not None
    picked = best.recipe.model_copy(update={"next_page": "p > a:last-child"})
    assert len(look(address + "/events", recipe=picked).candidates[0].events) == 24


def test_the_second_page_of_a_home_page_is_asked_once(site: Site) -> None:
    pages = {"/": hand_made(1, "<a href='/events?page=2'>Next page</a>"), "/events?page=2": hand_made(2, "")}
    findings = look(site(pages))
    assert (len(findings.candidates[0].events), sum("page=2:" in one for one in findings.asked)) == (16, 1)


def test_a_next_page_on_another_host_is_noted(site: Site) -> None:
    away = "<a href='https://other.example/events?page=2'>Next page</a>"
    findings = look(site({"/events": hand_made(1, away)}) + "/events")
    assert len(findings.candidates[0].events) == 8
    assert findings.candidates[0].notes == (
        "The link to the next page leads to another host (other.example): further pages are not read.",
    )
    assert not any("other.example" in one for one in findings.asked)


def test_a_long_list_is_read_as_far_as_a_look_may_ask(site: Site) -> None:
    findings = look(site(paged("/shows", 40, cards_of)) + "/shows", "cards")
    best = findings.candidates[0]
    assert len(findings.asked) == MOST_REQUESTS
    assert len(best.events) == 3 * (MOST_REQUESTS - 1)
    assert best.notes == ("The list goes on after 9 pages. A harvest reads up to 30.",)
    broken = {**paged("/shows", 3, cards_of), "/shows?page=2": (500, "")}
    kept = look(site(broken) + "/shows").candidates[0]
    assert len(kept.events) == 3
    assert kept.notes[0].startswith("Page 2 of the list can't be read: ")


def test_a_look_stops_after_twenty_megabytes_and_shows_no_key(site: Site) -> None:
    paths = [f"/{number}.ics?apikey=secret" for number in range(9)]
    links = "".join(f"<a href='{path}'>Calendar</a>" for path in paths)
    large = (200, "x" * 4_500_000)
    findings = look(site({"/": (200, f"<html><body>{links}</body></html>"), **dict.fromkeys(paths, large)}))
    assert sum("4,500,000 bytes" in one for one in findings.asked) == 5
    assert "secret" not in str(findings.asked)
