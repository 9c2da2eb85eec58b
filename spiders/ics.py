"""Any iCalendar feed: a source's stored feeds (`-a source_id=2`), or one address (`-a url=`)."""

from scrapers.platforms.ics.spider import IcsSpider


class Ics(IcsSpider):
    name = "ics"
