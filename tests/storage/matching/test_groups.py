"""Groups of listings, their candidates, and their witnesses."""

from __future__ import annotations

from storage.matching.candidates import candidate_pairs
from storage.matching.groups import group, witnesses


def test_three_sources_of_one_concert(listing, town):
    listings = [
        listing("Salt Choir", source="Gray Heron Hall", venue=""),
        listing("Salt Choir w/ Nine Gulls", source="Weekly"),
        listing("Oyster Band", source="Weekly"),
        listing("SALT CHOIR", "19:00", source="City Calendar"),
    ]
    assert group(listings, town) == [[0, 1, 3], [2]]


def test_a_listing_without_a_place_never_joins_two_branches(listing, town):
    listings = [
        listing("Mangrove Puppets", hours=1, venue="Harborville Library", source="Library"),
        listing("Mangrove Puppets", hours=1, venue="", source="Weekly"),
        listing("Mangrove Puppets", hours=1, venue="Palmetto Key Library", source="City Calendar"),
    ]
    assert group(listings, town) == [[0, 1], [2]]


def test_a_listing_without_an_hour_never_joins_matinee_and_evening(listing, town):
    listings = [
        listing("Peter Pan", "14:00", hours=2, source="Weekly"),
        listing("Peter Pan", "19:30", hours=2, source="Weekly"),
        listing("Peter Pan", "00:00", source="City Calendar"),
    ]
    joined = next(members for members in group(listings, town) if 2 in members)
    assert len(joined) == 2


def test_doors_are_no_bridge_between_two_shows_of_one_source(listing, town):
    listings = [
        listing("Salt Choir", "18:00", source="Weekly"),
        listing("Salt Choir", "18:30", source="City Calendar"),
        listing("Salt Choir", "19:00", source="Weekly"),
    ]
    assert sorted(map(len, group(listings, town))) == [1, 2]


def test_other_days_are_no_candidates(listing, town):
    listings = [listing("Salt Choir", "4 19:30"), listing("Salt Choir", "5 19:30")]
    assert candidate_pairs(listings, town) == set()


def test_candidates_share_a_place_a_page_or_half_of_the_shorter_titles_words(listing, town):
    page = "https://tickets.example/e/12"
    listings = [
        listing("Salt Choir", venue="", url=page),
        listing("Choir of Salt", venue="Lantern Cinema"),
        listing("Nine Gulls", venue="Lantern Cinema"),
        listing("Winter Benefit", venue="Pier 4", url=page),
        listing("Gulls, Herons, and Terns of Harborville", venue="Tern House"),
        listing("Gulls from Clay, Paper, and Driftwood", venue="Kiln Studio"),
    ]
    assert candidate_pairs(listings, town) == {(0, 1), (1, 2), (0, 3), (2, 4), (2, 5)}


def test_candidates_of_one_crowded_day_grow_linearly(listing, town):
    def candidates(count):
        stories = [listing("Storytime", "10:00", venue=f"Branch {number} Library") for number in range(count)]
        return len(candidate_pairs(stories, town))

    assert candidates(1200) <= 2.1 * candidates(600)


def test_a_day_of_equal_listings_without_a_place_makes_bounded_groups(listing, town):
    listings = [listing("Salt Choir", venue="", source=f"Source {number}") for number in range(300)]
    assert max(map(len, group(listings, town))) == 50


def test_one_upstream_is_one_witness(listing):
    page = "https://tickets.example/e/12"
    text = "Six singers from the coast bring carols, sea songs, and a new piece to the old hall."
    assert witnesses([listing("Salt Choir", url=page), listing("Salt Choir", url=page + "?a=1", source="Weekly")]) == 1
    copied = [listing("Salt Choir", description=text), listing("Salt Choir", description=text, source="Weekly")]
    assert witnesses(copied) == 1
    assert witnesses([listing("Salt Choir"), listing("Salt Choir", source="Weekly")]) == 2
