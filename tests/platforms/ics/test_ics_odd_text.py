"""Text in forms that no standard allows: encodings, lines that look like properties, names in any case, categories."""

from __future__ import annotations

import base64

import pytest

from core.items import Venue

from .ics_calendars import dates, only, read, starts

TALK = "UID:talk@hall\nSUMMARY:Harbor Talk\n"


@pytest.mark.parametrize(
    ("lines", "description"),
    [
        ("DESCRIPTION;ENCODING=QUOTED-PRINTABLE:Caf=C3=A9 and tea", "Café and tea"),
        ("DESCRIPTION;QUOTED-PRINTABLE:Caf=C3=A9 and tea", "Café and tea"),
        ("DESCRIPTION;CHARSET=UTF-8;QUOTED-PRINTABLE:Caf=C3=A9", "Café"),
        ("DESCRIPTION;BASE64:SGVsbG8=", "Hello"),
        ("DESCRIPTION;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:Caf=E9", "Café"),
        ("DESCRIPTION;ENCODING=QUOTED-PRINTABLE:A night =\nof songs", "A night of songs"),
        (f"DESCRIPTION;ENCODING=BASE64:{base64.b64encode('Müsli, wine'.encode()).decode()}", "Müsli, wine"),
        (f"DESCRIPTION;ENCODING=b;VALUE=TEXT:{base64.b64encode(b'Plain words').decode()}", "Plain words"),
        ("DESCRIPTION;ENCODING=BASE64:not base64 at all!", "not base64 at all!"),
        ("DESCRIPTION;ENCODING=8BIT:As it is", "As it is"),
        ("DESCRIPTION:Tonight\nSummary: a night of songs", "Tonight\nSummary: a night of songs"),
        ("DESCRIPTION:Tonight\nLocation: the old pier", "Tonight\nLocation: the old pier"),
        ("DESCRIPTION:Tonight\nDoors: 7 PM\nTickets: $10", "Tonight\nDoors: 7 PM\nTickets: $10"),
        ("DESCRIPTION:Tonight\nNOTE: bring a chair", "Tonight\nNOTE: bring a chair"),
        ("DESCRIPTION:Tonight\nLOCATION: the old pier\nLOCATION:Red Room", "Tonight\nLOCATION: the old pier"),
    ],
)
def test_text_in_other_forms(lines, description):
    event = only(read(f"UID:a\nDTSTART:20261010T200000\n{lines}\nSUMMARY:Harbor Talk"))
    assert (event.title, event.description) == ("Harbor Talk", description)
    assert event.venue in (None, Venue(name="Red Room"))


@pytest.mark.parametrize(
    "lines",
    [
        "DESCRIPTION:A night\n{inside}\nBring a chair\n{own}",
        "{own}\nDESCRIPTION:A night\n{inside}\nBring a chair",
    ],
    ids=["before", "after"],
)
@pytest.mark.parametrize(
    "inside",
    [
        "CATEGORIES: kids and more",
        "URL: example.org/x",
        "URL: https://x.example",
        "LOCATION: the pier",
        "Location:the pier",
    ],
)
def test_lines_of_a_description_that_look_like_properties(lines, inside):
    """The event has the property on another line, written without a space like all others."""
    own = "LOCATION:The Hall\nURL:https://hall.example/jam\nCATEGORIES:Music"
    found = only(read(f"{TALK}DTSTART:20261010T190000Z\n{lines.format(inside=inside, own=own)}"))
    assert found.description == f"A night\n{inside}\nBring a chair"
    assert (found.venue, found.url, found.categories) == (
        Venue(name="The Hall"),
        "https://hall.example/jam",
        ("Music",),
    )


def test_a_feed_with_spaces_after_its_colons():
    found = only(read(f"{TALK}DTSTART:20261010T190000Z\nDESCRIPTION: A night\nCATEGORIES: Music\nLOCATION: The Hall"))
    assert (found.description, found.categories, found.venue) == ("A night", ("Music",), Venue(name="The Hall"))


def test_a_feed_in_small_letters_is_a_feed():
    event = only(read("uid:a\ndtstart:20261010T200000\ndescription:Tonight\nsummary:Harbor Talk\nlocation:Red Room"))
    assert (event.title, event.description, event.venue) == ("Harbor Talk", "Tonight", Venue(name="Red Room"))


NIGHT = "DTSTART;TZID=America/New_York:20270303T200000"


@pytest.mark.parametrize(
    "lines",
    [
        "UID:a\nSUMMARY:Show\ndtstart;tzid=America/New_York:20270303T200000",
        "UID:a\nSummary:Show\nDtstart;Tzid=America/New_York:20270303T200000",
        "UID:a\nSUMMARY:Show\nDtStart;tzid=(UTC-05:00) Eastern Time:20270303T200000",
        "uid:a\nSUMMARY:Show\ndtstart: 20270303T200000",
        "SUMMARY:Show\nuid:a\nDTSTART:20270303T200000",
        "Uid:a\nDescription:Tonight\nSummary:Show\nDtstart:20270303T200000",
        "UID:a\nDESCRIPTION:Tonight\ndtstart:20270303T200000\nSummary:Show",
        f"UID:a\nCATEGORIES:Music\nsummary;language=en:Show\n{NIGHT}",
    ],
)
def test_names_in_any_case_after_a_text(lines):
    event = only(read(lines))
    assert (event.title, starts(event)) == ("Show", ["2027-03-03T20:00:00-05:00"])


def test_a_rule_in_small_letters_after_the_title():
    event = only(read(f"UID:a\n{NIGHT}\nSUMMARY:Show\nrrule:FREQ=WEEKLY;COUNT=3"))
    assert (event.title, dates(event)) == ("Show", ["2027-03-03", "2027-03-10", "2027-03-17"])


@pytest.mark.parametrize(
    ("line", "field", "value"),
    [
        ("location:Hall", "venue", Venue(name="Hall")),
        ("Location;language=en:Hall", "venue", Venue(name="Hall")),
        ("status:CANCELLED", "status", "cancelled"),
        ("Status:cancelled", "status", "cancelled"),
        ("url:https://hall.example/show", "url", "https://hall.example/show"),
        ("description:A night", "description", "A night"),
        ("Categories:Music", "categories", ("Music",)),
    ],
)
def test_a_property_in_small_letters_after_the_title(line, field, value):
    event = only(read(f"UID:a\n{NIGHT}\nSUMMARY:Show\n{line}"))
    assert (event.title, getattr(event, field)) == ("Show", value)


@pytest.mark.parametrize(
    "inside",
    [
        "Summary: a night of songs",
        "Location:the pier",
        "Status: to be announced",
        "Status:sold out",
        "Url:see the poster",
        "Dtstart: eight",
        "Duration: 90 minutes",
        "Tickets:10 dollars",
        "Contact: Jane",
    ],
)
@pytest.mark.parametrize("start", [NIGHT, NIGHT.replace("DTSTART;TZID", "dtstart;tzid")])
def test_prose_in_a_description_of_a_feed_in_any_case(inside, start):
    """LOCATION has a line of its own."""
    event = only(read(f"UID:a\nDESCRIPTION:Tonight\n{inside}\nBring a chair\nSUMMARY:Show\n{start}\nLOCATION:Hall"))
    assert (event.title, event.description) == ("Show", f"Tonight\n{inside}\nBring a chair")


@pytest.mark.parametrize(
    ("line", "categories"),
    [
        ("CATEGORIES:http://schemas.google.com/g/2005#event", ()),
        ("CATEGORIES:Music,http://schemas.google.com/g/2005#event", ("Music",)),
        ("CATEGORIES:Talks, lectures and films", ("Talks, lectures and films",)),
        ("CATEGORIES:Talks, Lectures, and Films", ("Talks, Lectures, and Films",)),
        ("CATEGORIES:Music, Art", ("Music", "Art")),
        ("CATEGORIES:Music,Art", ("Music", "Art")),
        ("CATEGORIES:music, art", ("music", "art")),
        ("CATEGORIES:Food\\, wine,Art", ("Food, wine", "Art")),
        ("CATEGORIES:Arts & Crafts, Food & Drink", ("Arts & Crafts", "Food & Drink")),
        ('CATEGORIES:"Arts, Crafts & Hobbies"', ("Arts, Crafts & Hobbies",)),
        ('CATEGORIES:"Food, Drink", Music,"Film"', ("Food, Drink", "Music", "Film")),
        ("CATEGORIES:Talks, lectures and films,Music", ("Talks, lectures and films", "Music")),
        ("CATEGORIES:Music,Talks, lectures and films,Art", ("Music", "Talks, lectures and films", "Art")),
        ("CATEGORIES:Music,Art, Film", ("Music", "Art", "Film")),
        ("CATEGORIES:Lecture, film", ("Lecture", "film")),
        ("CATEGORIES:Lecture, film, music", ("Lecture", "film", "music")),
        ("CATEGORIES:Health, wellness & fitness", ("Health, wellness & fitness",)),
        ("CATEGORIES:Functions, festivals, and celebrations", ("Functions, festivals, and celebrations",)),
        ("CATEGORIES:Adult Services, Health & Wellness", ("Adult Services", "Health & Wellness")),
        (
            "CATEGORIES:Culture and languages,Lectures, talks, and more",
            ("Culture and languages", "Lectures, talks, and more"),
        ),
        ('CATEGORIES:The "Big" Read,Art', ('The "Big" Read', "Art")),
        ('CATEGORIES:Big Band,Big,"Band, Big",Art', ("Big Band", "Big", "Band, Big", "Art")),
        ('CATEGORIES:6" Guns,6,"', ('6" Guns', "6", '"')),
        ('CATEGORIES:Talks, lectures and films,"Q, A",Food', ("Talks, lectures and films", "Q, A", "Food")),
        ('CATEGORIES:Art\\,"Film"', ('Art,"Film"',)),
    ],
)
def test_categories(line, categories):
    assert only(read(f"{TALK}DTSTART:20261010T200000\n{line}")).categories == categories
