"""Titles have one form to compare, in Python and SQL: a relaunch that only writes them otherwise keeps its events."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import text

from core.items import EventItem, Venue
from storage.events.same_titles import comparable, comparable_sql

HALL = Venue(name="The Hall", address="1 Main St")
SAME = [
    ("Tin Herons", "Tin Herons."),
    ("Rock 'n' Roll", "Rock ’n’ Roll"),
    ('The "Quiet" Tide', "The “Quiet” Tide"),
    ("Bread & Wine", "Bread and Wine"),
    ("Tin  Herons", "Tin Herons"),
    ("Tin\u00a0Herons", "TIN HERONS"),
    ("Jazz – Live", "Jazz - Live"),
    ("Jazz: Live", "Jazz — Live!"),
    ("Wait…", "Wait..."),
    ("Café Noir", "Cafe\u0301 Noir"),
    ("Open-Mic (Free)", "Open Mic [Free]"),
    ("O'Brien's", "O’Briens"),
    ("Ｊazz", "jazz"),
    ("ÉTÉ À LA PLAGE", "été à la plage"),
    ("日本の夕べ", "「日本の夕べ」"),
]
MARKED = [
    ("Tin Herons", "CANCELLED: Tin Herons"),
    ("Tin Herons", "Tin Herons (Sold Out)"),
    ("Tin Herons", "Tin Herons - SOLD OUT!"),
    ("Tin Herons", "[POSTPONED] Tin Herons"),
    ("Tin Herons", "*CANCELED* Tin Herons"),
    ("Tin Herons", "Canceled – Sold Out – Tin Herons"),
    ("Tin Herons", "Tin Herons (Canceled due to rain)"),
    ("Tin Herons", "Tin Herons | Rescheduled"),
    ("Concert d'été", "ANNULÉ : Concert d'été"),
    ("Konzert", "Konzert – abgesagt"),
]
NAMES = [
    ("Cancelled Lives", "Lives"),
    ("The Cancelled Wedding", "The Wedding"),
    ("Love, Cancelled", "Love"),
    ("Sold Out", ""),
    ("Sold Out", "Postponed!"),
    ("New Date Night", "Night"),
]
OTHERS = [("Tin Herons", "Tin Heron"), ("Part 1", "Part 2"), ("été", "ete"), ("???", "!!!"), ("夕べ", "朝"), *NAMES]


def in_sql(connection, title):
    return connection.execute(text(f"SELECT {comparable_sql('cast(:title AS text)')}"), {"title": title}).scalar_one()


@pytest.mark.parametrize("title", sorted({title for pair in (*SAME, *MARKED, *OTHERS) for title in pair}))
def test_both_forms_are_one(connection, title):
    assert in_sql(connection, title) == comparable(title)


@pytest.mark.parametrize(("title", "marked"), MARKED)
def test_marks_are_no_part_of_a_title(title, marked):
    assert comparable(marked) == comparable(title)


@pytest.mark.parametrize(("one", "other"), OTHERS)
def test_other_words_are_another_title(one, other):
    assert comparable(one) != comparable(other)


@pytest.mark.parametrize(("before", "after"), SAME)
def test_a_relaunch_that_writes_titles_otherwise_keeps_its_events(harvest, connection, at, before, after):
    def season(prefix, title):
        return [
            EventItem(
                uid=f"{prefix}-{n}",
                title=title.replace(title, f"{title} {n}"),
                occurrences=(at(n + 2, 20),),
                venue=HALL,
            )
            for n in range(6)
        ]

    harvest(*season("old", before))
    run = harvest(*season("new", after))
    assert (run.new, run.withdrawn) == (0, 0)
    assert connection.execute(text("SELECT count(*) FROM events")).scalar() == 6
    again = harvest(*(replace(one) for one in season("new", after)))
    assert (again.new, again.changed) == (0, 0)
