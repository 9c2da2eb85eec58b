"""Van Wezel Performing Arts Hall, Sarasota: a carbonhouse site."""

from core.items import Venue
from scrapers.platforms.carbonhouse.spider import CarbonhouseSpider


class Vanwezel(CarbonhouseSpider):
    name = "vanwezel"
    source_id = 1
    title = "Van Wezel Performing Arts Hall"
    base_url = "https://www.vanwezel.org"
    timezone = "America/New_York"
    floor = 5
    delay = 5.0  # its firewall counts requests: others wait as long between pages
    venue = Venue(name="Van Wezel Performing Arts Hall", address="777 N Tamiami Trl, Sarasota, FL 34236")
