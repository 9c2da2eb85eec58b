"""What INDEX.tsv and the expected files of the recorded pages list wrongly, or from outside a reader's scope."""

from __future__ import annotations

from accuracy.disputes import ANYTHING, Dispute
from accuracy.listed import Field as F

_START = (F.TITLE, F.DATE, F.TIME, F.END)
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
        (F.EVENTS,),
        "0",
        "31 InvalidMonth is no day: reported as a problem",
    ),
    Dispute("carbonhouse/paramountoakland-*", (F.VENUE,), "nothing", _SOURCE_VENUE),
    Dispute("carbonhouse/radius-*", (F.VENUE,), "nothing", _SOURCE_VENUE),
    Dispute("carbonhouse/vanwezel-*", (F.VENUE,), "nothing", _SOURCE_VENUE),
    Dispute(
        "carbonhouse/theo2-detail.html",
        (F.VENUE,),
        "indigo at The O2",
        "the page shows the hall; its JSON-LD, which the fact quotes, names the whole campus",
    ),
    Dispute(
        "hcalendar/hcal_multiple.xml",
        (F.END,),
        ANYTHING,
        "dtend is the day after the last one, as the expected file beside it has it",
        wanted="last day *",
    ),
    Dispute("ics_eventsmanager/raleighdurham-americantobaccocampus.ics", (F.EVENTS,), "353", _NO_TITLE),
    Dispute("ics_google/bloomington-gcal_artsanctuaryindiana.ics", (F.EVENTS,), "155", _NO_TITLE),
    Dispute("ics_google/bloomington-gcal_mocofairgrounds.ics", (F.EVENTS,), "343", _NO_TITLE),
    Dispute("ics_google/bloomington-gcal_bloomington_in_gov_0l6e*", (F.EVENTS,), "260", _ENDED),
    Dispute("ics_google/roanoke-berglund_center.ics", (F.EVENTS,), "385", _ENDED),
    Dispute("ics_tribe/santarosa-sonoma.ics", (F.EVENTS,), "12", "one component has no date: reported as a problem"),
    Dispute(
        "ics_google/bloomington-gcal_artsanctuaryindiana.ics",
        (F.DATE,),
        "2022-06-15",
        _EXCLUDED.format("EXDATE takes it away"),
    ),
    Dispute(
        "ics_school/asheville-ashevillecityschools_cal_24_10_6.ics",
        (F.DATE,),
        "2026-06-16",
        _EXCLUDED.format("EXDATE takes it away"),
    ),
    Dispute(
        "ics_misc/bethel_park_public_meetings.ics",
        (F.DATE,),
        "2021-02-22",
        _EXCLUDED.format("it is no Monday, and the rule says fourth Mondays"),
    ),
    Dispute(
        "ics_outlook/Office-2012-owa.ics",
        (F.DATE,),
        "2020-11-05",
        _EXCLUDED.format("it is a Monday, and the rule says Thursdays and Fridays"),
    ),
    Dispute(
        "ics_misc/det_board_of_education.ics", (F.TITLE,), "DPSCD Regular Board Meeting (Open)", _ROUNDED
    ),
    Dispute("ics_outlook/ms_timezones.ics", (F.VENUE,), "nothing", _LINK, wanted="http*"),
    Dispute("microdata/phipa_cpoc.html", (F.VENUE,), "nothing", _LINK, wanted="http*"),
    Dispute(
        "ics_outlook/office_365_invalid_timezone.ics",
        (F.TIME,),
        "no hour",
        "nobody defines the zone: the day stands, the hour is reported as a problem",
    ),
    Dispute("ics_tribe/toronto-gardinermuseum.ics", (F.TIME,), "all day", _WHOLE_DAY),
    Dispute("ics_egov/bloomington-ellettsville_egov_apps.ics", (F.TIME,), "all day", _WHOLE_DAY),
    Dispute("pipeline_petaluma/petaluma_chamber.ics", (F.TIME,), "all day", _WHOLE_DAY),
    Dispute("pipeline_petaluma/petaluma_chamber.ics", (F.END,), "2026-05-26T00:00:00-07:00", _WHOLE_DAY),
    Dispute("localist/unr-events-first5.json", (F.TIME,), "all day", _WHOLE_DAY),
    Dispute("jsonld/cle_cpc-eventbrite-*", (F.TIME,), "no hour", "the file tells no hour"),
    Dispute("jsonld/cle_cpc-eventbrite-*", (F.END,), "2024-02-02T00:00:00-05:00", "the file tells no hour"),
    Dispute(
        "jsonld/cle_cpc-eventbrite-organizer.html",
        (F.EVENTS,),
        "14",
        "the page has a 14th event, in blocks that strict JSON refuses for JavaScript's \\' in a text",
    ),
    Dispute(
        "jsonld/cook_landbank-eventon-detail.html", _START, "nothing", "the facts are of the list page, not of this"
    ),
    Dispute("jsonld/cook_landbank-eventon.html", (F.EVENTS,), "9", "the page has 9 events, as its own test asserts"),
    Dispute("jsonld/drom_taberna.html", (F.EVENTS,), "5", "23 of the 28 are in cards alone, outside structured data"),
    Dispute("jsonld/drom_taberna.html", _START, "nothing", "in a card alone, outside structured data"),
    Dispute("*", (F.TIMEZONE,), ANYTHING, _INSTANT, wanted="UTC*", kind="jsonld"),
    Dispute("microdata/chi_ssa_*", (F.TITLE,), "* Commissioners Meeting", _ROUNDED),
    Dispute(
        "microdata/cuya_*", (F.TIME,), "09:30", "14:30 is UTC, the page shows 9:30 AM, as the expected file has it"
    ),
    Dispute(
        "microdata/cuya_*", (F.TIME,), "10:15", "15:15 is UTC, the page shows 10:15 AM, as the expected file has it"
    ),
    Dispute("microdata/cuya_*", (F.END,), "nothing", _TEXT_ONLY),
    Dispute("microdata/wicks_*", (F.END,), "nothing", _TEXT_ONLY),
    Dispute(
        "microdata/wicks_city_apc_detail.html",
        (F.TITLE, F.VENUE),
        ANYTHING,
        "the fact has the room as title, and words of a button in the place",
    ),
    Dispute(
        "ovationtix/scd-CalendarProductions.json",
        (F.VENUE,),
        "nothing",
        "the fact itself says that the place is not in this file",
    ),
    Dispute(
        "ovationtix/scd-CalendarProductions.json", (F.EVENTS,), "11", "the file has 11 showtimes, none of them hidden"
    ),
    Dispute("rss/sidearm-caltech-sample.xml", (F.TITLE,), "California * vs Pomona-Pitzer", _ROUNDED),
    Dispute(
        "squarespace/bowl.html",
        (F.TIME,),
        "no hour",
        "the page shows 6:00PM and 6:30PM without saying which of them is the start",
    ),
    Dispute("squarespace/poetry_jazz_cafe.html", (F.TITLE,), "POETRY JAZZ CAFE PRESENTS: *", _ROUNDED),
    Dispute("squarespace/royal-american-listing.html", (F.VENUE,), "nothing", _SOURCE_VENUE),
    Dispute(
        "squarespace/royal-american-listing.html",
        (F.EVENTS,),
        "68",
        "38 upcoming ones and the 30 past ones below, which the window cuts",
    ),
    Dispute(
        "squarespace/saint-vitus.html", (F.EVENTS,), "3", "three shows, each of them twice in the markup of a slideshow"
    ),
    Dispute(
        "tribe_html/akr_metro_transportation_study.html",
        _START,
        "nothing",
        "an archive of links: the facts are of the linked page",
    ),
    Dispute(
        "tribe_html/castros_lounge.html",
        (F.EVENTS,),
        "23",
        "12 is the JSON-LD, which leaves out what is past; the month's cells show 23 events",
    ),
    Dispute(
        "tribe_html/det_great_lakes_water_authority.html",
        (F.TIME, F.TIMEZONE),
        ANYTHING,
        "-04:00 in November: the page shows the wall-clock hour that was read",
    ),
    Dispute("wix/cameron_house.html", (F.URL,), "nothing", "the site's own address: a constant of the scraper"),
    Dispute("wix/redwood_theatre.html", (F.URL,), ANYTHING, "the site's own address: a constant of the scraper"),
)
