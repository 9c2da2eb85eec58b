"""Notices in further forms, and names that only contain their words."""

from __future__ import annotations

import pytest

from scrapers.reading.status.notices import status_of_opening
from scrapers.reading.status.titles import status_of_title


@pytest.mark.parametrize(
    "title",
    [
        "Tin Herons PPD",
        "Tin Herons, PPD",
        "PPD: Tin Herons",
        "PPD by rain",
        "PPD by rain: Softball",
        "Softball - PPD by rain",
        "Softball postponed by rain",
        "Varsity Baseball vs Lincoln PPD",
        "Baseball vs. Lincoln - PPD (rain)",
    ],
)
def test_postponed_in_short(title: str) -> None:
    assert status_of_title(title).status == "postponed"


@pytest.mark.parametrize(
    "title",
    [
        "TB PPD",
        "New Mothers and PPD",
        "PPD Support Group",
        "Coffee with Petaluma PPD",
        "Not Held: A Solo Show",
        "Love Not Held Back",
        "Meetings Not Held in 1918: A Talk",
        "If the Market Is Not Held Today",
        "No hay banda",
        "No hay noche sin día",
        "No hay feria sin ti: concierto",
        "Ya no hay clase alta",
        "Le Mariage annulé",
        "Pas de cours",
        "Rained Out",
    ],
)
def test_names_with_the_words_of_notices(title: str) -> None:
    assert status_of_title(title).status is None


@pytest.mark.parametrize(
    "title",
    [
        "Yoga not held today",
        "Yoga: not held today",
        "Yoga (not held today)",
        "Yoga - not held this week",
        "Not held today: Yoga",
        "Story Time is not being held today",
        "Choir is not meeting tonight",
        "Yoga isn't held today",
        "Trivia Night not happening tonight",
        "No hay clase",
        "Yoga: no hay clase",
        "Zumba (no hay clase)",
        "No hay clase de yoga",
        "No habrá función",
        "Yoga (pas de cours)",
        "Le concert est annulé, billets remboursés",
        "Jazz Night is cancelled, refunds at the box office",
        "Jazz Night - RAINED OUT",
        "Game rained out",
        "Softball canceled by weather",
    ],
)
def test_canceled_in_other_words(title: str) -> None:
    assert status_of_title(title).status == "cancelled"


@pytest.mark.parametrize(
    ("opening", "status"),
    [
        ("Le concert est annulé, les billets seront remboursés.", "cancelled"),
        ("Attention : le concert est annulé", "cancelled"),
        ("Malheureusement, le concert est annulé.", "cancelled"),
        ("El concierto está cancelado, se devolverá el dinero.", "cancelled"),
        ("Yoga is not held today.", "cancelled"),
        ("No hay clase.", "cancelled"),
        ("PPD by rain", "postponed"),
        ("Game PPD by rain.", "postponed"),
        ("Si le concert est annulé, vous serez remboursés.", None),
        ("No hay clase el 25 de diciembre.", None),
        ("No hay costo.", None),
        ("Class is not held in July.", None),
        ("This class is not held on holidays.", None),
    ],
)
def test_openings_of_descriptions(opening: str, status: str | None) -> None:
    assert status_of_opening(opening).status == status
