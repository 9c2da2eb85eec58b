"""Words that say an event is canceled, moved, or sold out, and titles that only contain them."""

from __future__ import annotations

import pytest

from core.items import EventStatus
from scrapers.reading.status.titles import status_of_title
from scrapers.reading.status.words import Standing, status_of_field, status_of_label


@pytest.mark.parametrize(
    ("title", "status"),
    [
        ("RESCHEDULED: The Tin Herons", EventStatus.RESCHEDULED),
        ("RESCHEDULED DATE: The Tin Herons", EventStatus.RESCHEDULED),
        ("The Tin Herons | Rescheduled", EventStatus.RESCHEDULED),
        ("The Tin Herons - New Date!", EventStatus.RESCHEDULED),
        ("The Tin Herons (Rescheduled from 10/3)", EventStatus.RESCHEDULED),
        ("Postponed – new date: The Tin Herons", EventStatus.RESCHEDULED),
        ("[POSTPONED] The Tin Herons", EventStatus.POSTPONED),
        ("The Tin Herons (postponed to May 3)", EventStatus.POSTPONED),
        ("CANCELLED - The Tin Herons", EventStatus.CANCELLED),
        ("The Tin Herons (Canceled) and Friends", EventStatus.CANCELLED),
        ("*CANCELLED* The Tin Herons", EventStatus.CANCELLED),
        ("CANCELLED The Tin Herons", EventStatus.CANCELLED),
        ("Moved Online: The Tin Herons", EventStatus.MOVED_ONLINE),
        ("Canceled-Tin Herons", EventStatus.CANCELLED),
        ("POSTPONED-Tin Herons", EventStatus.POSTPONED),
        ("Tin Herons, cancelled", EventStatus.CANCELLED),
        ("Tin Herons, postponed!", EventStatus.POSTPONED),
        ("TIN HERONS CANCELLED", EventStatus.CANCELLED),
        ("Tin Herons POSTPONED", EventStatus.POSTPONED),
        ("Cancelled. Tin Herons", EventStatus.CANCELLED),
        ("【CANCELLED】Tin Herons", EventStatus.CANCELLED),
        ("CXL: Tin Herons", EventStatus.CANCELLED),
        ("Tin Herons (CXL'D)", EventStatus.CANCELLED),
    ],
)
def test_marks_on_a_title(title: str, status: EventStatus) -> None:
    assert status_of_title(title) == Standing(status)


@pytest.mark.parametrize(
    "title", ["SOLD OUT! The Tin Herons", "SOLD OUT - The Tin Herons", "The Tin Herons - SOLD OUT"]
)
def test_sold_out_does_not_change_the_status(title: str) -> None:
    assert status_of_title(title) == Standing(None, sold_out=True)


@pytest.mark.parametrize(
    "title",
    [
        "The Cancelled Wedding",
        "Cancelled Culture Tour",
        "Heron: Cancelled by Request",
        "Sold Out Crusade",
        "THE SOLD OUT SHOW",
        "Songs (Cancelled Culture)",
        "A Night of Postponed Dreams",
        "Sold Out: The Musical",
        "Cancelled: A New Comedy",
        "Loved, Lost, Cancelled",
        "THE CANCELLED",
        "NEVER CANCELLED",
        "How to Get CANCELLED",
        "Cancelled-Culture Tour",
        "",
    ],
)
def test_titles_that_only_contain_the_words(title: str) -> None:
    assert status_of_title(title) == Standing()


@pytest.mark.parametrize(
    "title",
    [
        "SOLD OUT: The Musical",
        "Sold Out - The Musical",
        "Sold Out! The Musical",
        "Sold Out. A Comedy",
        "SOLD OUT — A One-Woman Show",
        "Cancelled: A Love Story",
        "CANCELLED: A Love Story",
        "Canceled: A Dark Comedy",
        "Cancelled: A New Musical (Preview)",
        "Postponed | A Play in Two Acts",
        "Postponed: A Memoir",
        "Rescheduled: The Opera",
        "Moved Online: The Musical",
        "Cancelled: A Documentary about Comics",
    ],
)
def test_a_work_that_is_called_so_takes_place(title: str) -> None:
    assert status_of_title(title) == Standing()


@pytest.mark.parametrize(
    "title",
    [
        "Cancelled: A Christmas Story",
        "CANCELLED: The Play That Goes Wrong",
        "Cancelled: A Comedy of Errors",
        "Cancelled: The Neverending Story",
        "CANCELLED: The Philadelphia Story",
        "Canceled - The Rocky Horror Show",
        "Cancelled: The Book of Mormon",
        "Cancelled: Musical",
        "Cancelled! The Musical Box",
        "CANCELLED: The Book Club",
    ],
)
def test_a_work_with_a_name_of_its_own_is_cancelled(title: str) -> None:
    assert status_of_title(title) == Standing(EventStatus.CANCELLED)


@pytest.mark.parametrize(
    ("label", "standing"),
    [
        ("tickets soldout ; Sold Out", Standing(None, True)),
        ("tickets sold-out", Standing(None, True)),
        ("tickets cancelled ; Event Canceled", Standing(EventStatus.CANCELLED)),
        ("Postponed", Standing(EventStatus.POSTPONED)),
        ("Postponed, rescheduled to May", Standing(EventStatus.RESCHEDULED)),
        ("tickets onsalenow ; Buy Tickets", Standing()),
        ("tickets soon ; On Sale Soon", Standing()),
        ("Ticket Sales are closed", Standing()),
        ("Limited Seating!", Standing()),
        ("Not cancelled, nearly sold out", Standing()),
        ("See our cancellation policy", Standing()),
    ],
)
def test_labels_of_buttons(label: str, standing: Standing) -> None:
    assert status_of_label(label) == standing


def test_the_more_serious_of_two_statuses_counts() -> None:
    both = Standing(EventStatus.POSTPONED) | Standing(EventStatus.CANCELLED, sold_out=True)
    assert both == Standing(EventStatus.CANCELLED, sold_out=True)


@pytest.mark.parametrize(
    ("value", "standing"),
    [
        ("EventCancelledDueToStorm", Standing(EventStatus.CANCELLED)),
        ("http://schema.org/EventPostponed", Standing(EventStatus.POSTPONED)),
        ("CANCEL", Standing(EventStatus.CANCELLED)),
        ("MOVED TO DEC 12", Standing(EventStatus.RESCHEDULED)),
        ("SoldOut", Standing(None, sold_out=True)),
        ("EventMayBeCancelled", Standing()),
        ("Was cancelled, now on", Standing()),
        ("Planned", Standing()),
        ("CANCELLATION PENDING", Standing()),
        ("RAINED OUT", Standing(EventStatus.CANCELLED)),
        ("abgesagt", Standing(EventStatus.CANCELLED)),
    ],
)
def test_values_of_status_fields(value: str, standing: Standing) -> None:
    assert status_of_field(value) == standing


@pytest.mark.parametrize(
    "written", ["POSTPONED TO MAY", "Postponed until May 3", "postponed for May", "POSTPONED, MAY 3"]
)
def test_may_is_a_month_too(written: str) -> None:
    assert status_of_field(written).status is EventStatus.POSTPONED


@pytest.mark.parametrize("written", ["may be postponed", "Cancelled? May change"])
def test_what_may_be_is_not(written: str) -> None:
    assert status_of_field(written).status is None
