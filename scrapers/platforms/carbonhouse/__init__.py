"""Venue sites built by carbonhouse."""

from scrapers.platforms.platform import Body, Mark, Platform

PLATFORM = Platform(
    name="carbonhouse",
    title="carbonhouse",
    covers="every upcoming event, once the listing was read to its end",
    whole_site=True,
    marks=(
        Mark(
            body=Body.HTML,
            words=("eventitem",),
            weight=60,
            reason="the card class eventItem",
        ),
        Mark(
            body=Body.HTML,
            words=("m-date__",),
            weight=61,
            reason="the date class m-date__",
        ),
        Mark(
            body=Body.HTML,
            words=("carousel_item_title_small",),
            weight=62,
            reason="the carousel class of some themes",
        ),
        Mark(
            body=Body.HTML,
            words=("eventdetaillist",),
            weight=63,
            reason="the list of facts on a detail page",
        ),
        Mark(
            body=Body.JSON,
            weight=1,
            reason="JSON that no other platform recognizes, since a month's JSON has no unique key",
        ),
    ),
)
