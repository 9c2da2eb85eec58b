"""Prices as sources write them."""

from scrapers.reading.prices.currencies import currency_of
from scrapers.reading.prices.read import read_price

__all__ = ["currency_of", "read_price"]
