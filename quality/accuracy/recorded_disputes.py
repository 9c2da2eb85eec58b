"""What INDEX.tsv and the expected files of the recorded pages list wrongly, or from outside a reader's scope."""

from __future__ import annotations

from quality.accuracy.disputes import ANYTHING, Dispute
from quality.accuracy.listed import Field

_START = (Field.TITLE, Field.DATE, Field.TIME, Field.END)
_WHOLE_DAY = "from midnight to the last minute of a day, or marked so, is a whole day"
_EXCLUDED = "the fact quotes the DTSTART line of a series in which nothing takes place then: {}"
_SOURCE_VENUE = "the page names no place: the fact names the source's own venue"
_LINK = "a link to a meeting is no place"
_INSTANT = "an offset names an instant, which is right, and no zone; it is shown in the zone of the source"
_TEXT_ONLY = "the end stands in prose alone, outside the structured data"
_ROUNDED = "cut short or changed by the project that tested it"
_NO_TITLE = "one component has no title and is reported as a problem"
_ENDED = "UNTIL lies before DTSTART: nothing ever takes place"

RECORDED_DISPUTES: tuple[Dispute, ...] = (
    Dispute(
        "carbonhouse/historytoronto-parse_error_card.html",
        (Field.EVENTS,),
        "0",
        "31 InvalidMonth is no day: reported as a problem",
    ),
    Dispute("carbonhouse/paramountoakland-*", (Field.VENUE,), "nothing", _SOURCE_VENUE),
    Dispute("carbonhouse/radius-*", (Field.VENUE,), "nothing", _SOURCE_VENUE),
    Dispute("carbonhouse/vanwezel-*", (Field.VENUE,), "nothing", _SOURCE_VENUE),
    Dispute(
        "carbonhouse/theo2-detail.html",
        (Field.VENUE,),
        "indigo at The O2",
        "the page shows the hall; its JSON-LD, which the fact quotes, names the whole campus",
    ),
    Dispute(
        "hcalendar/hcal_multiple.xml",
        (Field.END,),
        ANYTHING,
        "dtend is the day after the last one, as the expected file beside it has it",
        wanted="last day *",
    ),
    Dispute("ics_eventsmanager/raleighdurham-americantobaccocampus.ics", (Field.EVENTS,), "353", _NO_TITLE),
    Dispute("ics_google/bloomington-gcal_artsanctuaryindiana.ics", (Field.EVENTS,), "155", _NO_TITLE),
    Dispute("ics_google/bloomington-gcal_mocofairgrounds.ics", (Field.EVENTS,), "343", _NO_TITLE),
    Dispute("ics_google/bloomington-gcal_bloomington_in_gov_0l6e*", (Field.EVENTS,), "260", _ENDED),
    Dispute("ics_google/roanoke-berglund_center.ics", (Field.EVENTS,), "385", _ENDED),
    Dispute("ics_tribe/santarosa-sonoma.ics", (Field.EVENTS,), "12", "one component has no date: a problem"),
    Dispute(
        "ics_google/bloomington-gcal_artsanctuaryindiana.ics",
        (Field.DATE,),
        "2022-06-15",
        _EXCLUDED.format("EXDATE takes it away"),
    ),
    Dispute(
        "ics_school/asheville-ashevillecityschools_cal_24_10_6.ics",
        (Field.DATE,),
        "2026-06-16",
        _EXCLUDED.format("EXDATE takes it away"),
    ),
    Dispute(
        "ics_misc/bethel_park_public_meetings.ics",
        (Field.DATE,),
        "2021-02-22",
        _EXCLUDED.format("it is no Monday, and the rule says fourth Mondays"),
    ),
    Dispute(
        "ics_outlook/Office-2012-owa.ics",
        (Field.DATE,),
        "2020-11-05",
        _EXCLUDED.format("it is a Monday, and the rule says Thursdays and Fridays"),
    ),
    Dispute("ics_misc/det_board_of_education.ics", (Field.TITLE,), "DPSCD Regular Board Meeting (Open)", _ROUNDED),
    Dispute("ics_outlook/ms_timezones.ics", (Field.VENUE,), "nothing", _LINK, wanted="http*"),
    Dispute("microdata/phipa_cpoc.html", (Field.VENUE,), "nothing", _LINK, wanted="http*"),
    Dispute(
        "ics_outlook/office_365_invalid_timezone.ics",
        (Field.TIME,),
        "no hour",
        "nobody defines the zone: the day stands, the hour is reported as a problem",
    ),
    Dispute("ics_tribe/toronto-gardinermuseum.ics", (Field.TIME,), "all day", _WHOLE_DAY),
    Dispute("ics_egov/bloomington-ellettsville_egov_apps.ics", (Field.TIME,), "all day", _WHOLE_DAY),
    Dispute("pipeline_petaluma/petaluma_chamber.ics", (Field.TIME,), "all day", _WHOLE_DAY),
    Dispute("pipeline_petaluma/petaluma_chamber.ics", (Field.END,), "2026-05-26T00:00:00-07:00", _WHOLE_DAY),
    Dispute("localist/unr-events-first5.json", (Field.TIME,), "all day", _WHOLE_DAY),
    Dispute("jsonld/cle_cpc-eventbrite-*", (Field.TIME,), "no hour", "the file tells no hour"),
    Dispute("jsonld/cle_cpc-eventbrite-*", (Field.END,), "2024-02-02T00:00:00-05:00", "the file tells no hour"),
    Dispute(
        "jsonld/cle_cpc-eventbrite-organizer.html",
        (Field.EVENTS,),
        "14",
        "the page has a 14th event, in blocks that strict JSON refuses for JavaScript's \\' in a text",
    ),
    Dispute(
        "jsonld/cook_landbank-eventon-detail.html", _START, "nothing", "the facts are of the list page, not of this"
    ),
    Dispute("jsonld/cook_landbank-eventon.html", (Field.EVENTS,), "9", "the page has 9, as its own test asserts"),
    Dispute("jsonld/drom_taberna.html", (Field.EVENTS,), "5", "23 of the 28 are in cards, outside structured data"),
    Dispute("jsonld/drom_taberna.html", _START, "nothing", "in a card alone, outside structured data"),
    Dispute("*", (Field.TIMEZONE,), ANYTHING, _INSTANT, wanted="UTC*", kind="jsonld"),
    Dispute("microdata/chi_ssa_*", (Field.TITLE,), "* Commissioners Meeting", _ROUNDED),
    Dispute(
        "microdata/cuya_*", (Field.TIME,), "09:30", "14:30 is UTC, the page shows 9:30 AM, as the expected file has it"
    ),
    Dispute(
        "microdata/cuya_*", (Field.TIME,), "10:15", "15:15 is UTC, the page shows 10:15 AM, as the expected file has it"
    ),
    Dispute("microdata/cuya_*", (Field.END,), "nothing", _TEXT_ONLY),
    Dispute("microdata/wicks_*", (Field.END,), "nothing", _TEXT_ONLY),
    Dispute(
        "microdata/wicks_city_apc_detail.html",
        (Field.TITLE, Field.VENUE),
        ANYTHING,
        "the fact has the room as title, and words of a button in the place",
    ),
    Dispute(
        "ovationtix/scd-CalendarProductions.json",
        (Field.VENUE,),
        "nothing",
        "the fact itself says that the place is not in this file",
    ),
    Dispute(
        "ovationtix/scd-CalendarProductions.json",
        (Field.EVENTS,),
        "11",
        "the file has 11 showtimes, none hidden",
    ),
    Dispute("rss/sidearm-caltech-sample.xml", (Field.TITLE,), "California * vs Pomona-Pitzer", _ROUNDED),
    Dispute(
        "squarespace/bowl.html",
        (Field.TIME,),
        "no hour",
        "the list has a bare 6:00PM, which is when the doors open; 18:30 is nowhere in the file",
    ),
    Dispute("squarespace/poetry_jazz_cafe.html", (Field.TITLE,), "POETRY JAZZ CAFE PRESENTS: *", _ROUNDED),
    Dispute("squarespace/royal-american-listing.html", (Field.VENUE,), "nothing", _SOURCE_VENUE),
    Dispute(
        "squarespace/royal-american-listing.html",
        (Field.EVENTS,),
        "68",
        "38 upcoming ones and the 30 past ones below, which the window cuts",
    ),
    Dispute(
        "squarespace/saint-vitus.html",
        (Field.EVENTS,),
        "3",
        "three shows, each twice in the markup of a slideshow",
    ),
    Dispute(
        "tribe_html/akr_metro_transportation_study.html",
        _START,
        "nothing",
        "an archive of links: the facts are of the linked page",
    ),
    Dispute(
        "tribe_html/castros_lounge.html",
        (Field.EVENTS,),
        "23",
        "12 is the JSON-LD, which leaves out what is past; the month's cells show 23 events",
    ),
    Dispute(
        "tribe_html/det_great_lakes_water_authority.html",
        (Field.TIME, Field.TIMEZONE),
        ANYTHING,
        "-04:00 in November: the page shows the wall-clock hour that was read",
    ),
    Dispute("wix/cameron_house.html", (Field.URL,), "nothing", "the site's own address: a constant of the scraper"),
    Dispute("wix/redwood_theatre.html", (Field.URL,), ANYTHING, "the site's own address: a constant of the scraper"),
)
