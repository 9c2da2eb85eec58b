"""Which two listings are one event."""

from __future__ import annotations

import pytest

from storage.matching.pairs import RULES, Verdict, judge

LONG = "Six singers from the coast bring carols, sea songs, and a new piece by the choir's director to the old hall."


@pytest.fixture
def verdict(town):
    def of(left, right):
        judgment = judge(left, right, town)
        assert judgment.verdict is judge(right, left, town).verdict
        return judgment.verdict

    return of


class TestSame:
    def test_title_start_and_place(self, listing, verdict):
        assert verdict(listing("Salt Choir"), listing("SALT CHOIR", venue="The Gray Heron")) is Verdict.SAME

    @pytest.mark.parametrize("doors", ["18:30", "19:00"])
    def test_doors(self, listing, verdict, doors):
        assert verdict(listing("Salt Choir"), listing("Salt Choir", doors)) is Verdict.SAME

    def test_midnight_placeholder(self, listing, verdict):
        assert verdict(listing("Salt Choir"), listing("Salt Choir", "00:00")) is Verdict.SAME

    def test_all_day(self, listing, verdict):
        assert verdict(listing("Salt Choir"), listing("Salt Choir", "00:00", hours=24, all_day=True)) is Verdict.SAME

    @pytest.mark.parametrize(
        "title",
        [
            "Salt Choir w/ The Lanterns",
            "Gray Heron presents: Salt Choir",
            "Salt Choir at Gray Heron",
            "Salt Choir - SOLD OUT",
            "CANCELLED: Salt Choir",
            "Salt Choir, Oyster Band, Nine Gulls",
            "First Bank Presents: Salt Choir",
            "Salt Choir, sponsored by First Bank of Harborville",
            "Coro de Sal / Salt Choir",
            "Salt Choir (Matinee)",
        ],
    )
    def test_what_sources_add_to_a_title(self, listing, verdict, title):
        assert verdict(listing("Salt Choir"), listing(title)) is Verdict.SAME

    def test_two_teams_list_one_match(self, listing, verdict):
        home = listing("Palmetto University Women's Tennis vs Gulf State", hours=3, venue="Harborville, FL")
        away = listing("Gulf State Women's Tennis at Palmetto", hours=3, venue="Harborville, FL, Bay Tennis Center")
        assert verdict(home, away) is Verdict.SAME

    def test_the_source_is_the_place(self, listing, verdict):
        own = listing("Salt Choir", venue="", source="Gray Heron Hall")
        assert verdict(own, listing("Salt Choir")) is Verdict.SAME

    def test_one_page_with_another_title(self, listing, verdict):
        page = "https://library.example/events/bookmobile-12"
        left = listing("Bookmobile at Pelican School", hours=1, venue="Pelican School", url=page, description=LONG)
        right = listing("Pelican School", hours=1, venue="Bookmobile", url=page + "?utm_source=x", description=LONG)
        assert verdict(left, right) is Verdict.SAME

    @pytest.mark.parametrize(
        ("changes", "expected"),
        [
            ({}, Verdict.UNSURE),
            ({"image_url": "", "ticket_url": "https://tickets.example/shows/41"}, Verdict.UNSURE),
            ({"image_url": "https://city.example/pictures/other.jpg"}, Verdict.DIFFERENT),
            ({"at": "20:30"}, Verdict.DIFFERENT),
            ({"venue": "Tide Theatre, 3 Dune Ln"}, Verdict.DIFFERENT),
            ({"source": "Gray Heron Hall"}, Verdict.DIFFERENT),
        ],
    )
    def test_titles_in_two_languages(self, listing, verdict, changes, expected):
        marks = {
            "image_url": "https://hall.example/pictures/posada.jpg",
            "ticket_url": "https://tickets.example/shows/41?utm_source=city",
        }
        left = listing("Winter Lantern Walk", source="Gray Heron Hall", **marks)
        given = {"image_url": marks["image_url"], **changes}
        assert verdict(left, listing("Paseo de los faroles", **given)) is expected

    def test_one_names_only_the_band(self, listing, verdict):
        band = listing("Nine Gulls Trio", description="Nine Gulls Trio plays at the Winter Benefit of the harbor.")
        benefit = listing("Harbor Rescue: Winter Benefit", source="Weekly")
        assert verdict(band, benefit) is Verdict.SAME

    def test_the_title_names_the_place(self, listing, verdict):
        left = listing("Shindig on the Pier - Gray Heron Hall", venue="Special Events:")
        assert verdict(left, listing("Shindig on the Pier 2026")) is Verdict.SAME

    def test_a_long_title_of_its_own_at_the_doors_hour(self, listing, verdict):
        left = listing("Everybody Waltzes Under Pelicans", venue="")
        assert verdict(left, listing("Everybody Waltzes Under Pelicans", "19:00", venue="")) is Verdict.SAME

    def test_copies_of_one_calendar(self, listing, verdict):
        """A community center's opening hours, from one Google calendar under two addresses."""
        copies = [
            listing("Center Open", hours=4, venue="", uid="4o2mk@calendar.example", source=source) for source in "AB"
        ]
        assert verdict(*copies) is Verdict.SAME
        assert verdict(copies[0], listing("Center Open", hours=4, venue="", source="B")) is not Verdict.SAME
        far = "Tide Theatre, 3 Dune Ln, Palmetto Key, FL"
        shared = {"uid": "1@localhost", "hours": 4}
        moved = listing("Center Open", venue=far, source="B", **shared)
        assert verdict(listing("Center Open", source="A", **shared), moved) is Verdict.DIFFERENT


class TestDifferent:
    def test_two_titles_of_one_source(self, listing, verdict):
        other = listing("Goat Feeding at the Pier", source="Weekly")
        assert verdict(listing("Goat Yoga at the Pier", source="Weekly"), other) is not Verdict.SAME

    def test_a_day_of_a_run(self, listing, verdict):
        run = listing("Mangrove Maps", "4 10:00", hours=60)
        assert verdict(run, listing("Mangrove Maps", "5 10:00", hours=6)) is Verdict.UNSURE

    def test_another_day(self, listing, verdict):
        assert verdict(listing("Salt Choir", "4 19:30"), listing("Salt Choir", "5 19:30")) is Verdict.DIFFERENT

    def test_matinee_and_evening(self, listing, verdict):
        assert verdict(listing("Peter Pan", "14:00", hours=2), listing("Peter Pan", hours=2)) is Verdict.DIFFERENT
        assert verdict(listing("Peter Pan (Matinee)"), listing("Peter Pan (Evening)")) is Verdict.DIFFERENT

    def test_two_showings_share_page_and_description(self, listing, verdict):
        shared = {"url": "https://hall.example/shows/peter-pan", "description": LONG}
        assert verdict(listing("Peter Pan", "14:00", **shared), listing("Peter Pan", **shared)) is Verdict.UNSURE
        assert verdict(listing("Yoga", "07:00", **shared), listing("Yoga", "19:00", **shared)) is Verdict.UNSURE

    def test_two_sessions_of_a_common_title(self, listing, verdict):
        first, second = listing("Tech Help", "16:00", description=LONG), listing("Tech Help", "16:30", description=LONG)
        assert verdict(first, second) is not Verdict.SAME

    def test_slots_after_each_other(self, listing, verdict):
        first, second = listing("Tech Help", "16:00", hours=0.5), listing("Tech Help", "16:30", hours=0.5)
        assert verdict(first, second) is Verdict.DIFFERENT

    def test_library_branches_with_one_description(self, listing, verdict):
        left = listing("Spanish Music and Movement", hours=0.5, venue="Harborville Library", description=LONG)
        right = listing("Spanish Music and Movement", hours=0.5, venue="Palmetto Key Library", description=LONG)
        assert verdict(left, right) is not Verdict.SAME

    def test_a_film_at_two_cinemas(self, listing, verdict):
        left = listing("The Long Voyage of the Cormorant", hours=2, venue="Lantern Cinema", description=LONG)
        right = listing("The Long Voyage of the Cormorant", hours=2, venue="Regal Cinema", description=LONG)
        assert verdict(left, right) is Verdict.DIFFERENT

    @pytest.mark.parametrize("part", ["Opening Reception", "Volunteer Registration", "Preshow Picnic"])
    def test_a_part_and_the_whole(self, listing, verdict, part):
        assert verdict(listing("Mangrove Maps"), listing(f"Mangrove Maps: {part}")) is not Verdict.SAME

    def test_two_sports_on_one_day(self, listing, verdict):
        left = listing("Palmetto Softball vs Gulf State", venue="Harborville, FL")
        right = listing("Palmetto Women's Tennis vs Gulf State", venue="Harborville, FL")
        assert verdict(left, right) is Verdict.DIFFERENT

    def test_two_things_at_one_place_and_hour(self, listing, verdict):
        assert verdict(listing("Book Buzz Club"), listing("Genealogy Research Help")) is Verdict.DIFFERENT

    def test_a_page_that_lists_a_whole_season(self, listing, verdict):
        page = "https://hall.example/winter-season"
        assert verdict(listing("Salt Choir", url=page), listing("Nine Gulls", url=page)) is not Verdict.SAME

    def test_two_stations_of_one_series(self, listing, verdict):
        left = listing("Tape Station - Playback Memory Lab", hours=3)
        right = listing("Scanning Station - Playback Memory Lab", hours=3, source="Library")
        assert verdict(left, right) is not Verdict.SAME

    @pytest.mark.parametrize(
        ("left", "right"),
        [
            ("Nine Gulls – Night 1", "Nine Gulls – Night 2"),
            ("Tide Lecture #3", "Tide Lecture #4"),
            ("Herons Part I", "Herons Part II"),
            ("Herons V", "Herons VI"),
            ("Adult Pottery", "Pottery for Kids"),
            ("Pottery for Children", "Pottery for Teens"),
            ("Noche de la Luna", "Fiesta de la Tierra"),
        ],
    )
    def test_titles_that_oppose_each_other(self, listing, verdict, left, right):
        assert verdict(listing(left), listing(right, source="Weekly")) is Verdict.DIFFERENT


class TestNeverTheTitleAlone:
    def test_all_day_without_a_place(self, listing, verdict):
        left = listing("First Day of School", "00:00", venue="", all_day=True, source="Pelican School")
        right = listing("First Day of School", "00:00", venue="", all_day=True, source="Osprey School")
        assert verdict(left, right) is Verdict.DIFFERENT

    def test_a_common_title_at_one_hour(self, listing, verdict):
        left, right = listing("Open Mic Night", venue=""), listing("Open Mic Night", venue="", source="Weekly")
        assert verdict(left, right) is not Verdict.SAME

    def test_without_hour_and_place(self, listing, verdict):
        left, right = listing("Salt Choir", venue=""), listing("Salt Choir", "00:00", venue="")
        assert verdict(left, right) is Verdict.UNSURE


def test_a_judgment_says_why(listing, town):
    judgment = judge(listing("Salt Choir"), listing("Salt Choir", "18:30"), town)
    assert judgment.rules == RULES
    assert judgment.reasons == (
        "the same title (+3)",
        "same address: 12 water (+2)",
        "60 minutes apart, as doors and show (+1)",
    )
    assert judgment.score == 6
