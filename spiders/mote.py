"""Mote Marine, Sarasota: The Events Calendar with monthly iCal feeds."""

from scrapers.platforms.tribe.spider import TribeSpider


class Mote(TribeSpider):
    name = "mote"
    source_id = 2
    title = "Mote Marine Laboratory & Aquarium"
    base_url = "https://mote.org"
    timezone = "America/New_York"
    delay = 1.0
