"""Reads the values of a schema.org record: text, place, offers, and images, in every form that sites use."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from core.items import Price, Venue
from scrapers.reading.prices import read_price
from scrapers.reading.structured.types import short_type, types_of
from scrapers.reading.text import fix_surrogates, plain_text, squash

_ADDRESS_PARTS = ("streetAddress", "postOfficeBoxNumber", "addressLocality")
_AMOUNTS = ("lowPrice", "price", "highPrice")
_CURRENCY = re.compile(r"([A-Za-z]{3})(?![A-Za-z])")
_SOLD_OUT = ("soldout", "sold_out", "sold out")
_ESCAPED_CHARACTERS = re.compile(r"(?:\\u[0-9a-fA-F]{4})+")
_ESCAPED_QUOTE = re.compile(r"\\+(['\"/])")
_AMOUNT = re.compile(r"\d{1,9}(?:\.\d{1,4})?")


def as_list(value: Any) -> list[Any]:
    """A property's values as a list, also if there is one or none."""
    if value is None or value == "" or value is False:
        return []
    return value if isinstance(value, list) else [value]


def texts(value: Any, *names: str) -> Iterator[str]:
    """The non-empty texts of a value; for an object, the text of the first property in `names` that has one."""
    for entry in as_list(value):
        if isinstance(entry, dict):
            for name in ("@value", *names):
                found = next(texts(entry.get(name)), None)
                if found is not None:
                    yield found
                    break
        elif isinstance(entry, str | int | float) and not isinstance(entry, bool) and str(entry).strip():
            yield str(entry).strip()


def first_text(value: Any, *names: str) -> str | None:
    return next(texts(value, *names), None)


def without_escapes(text: str) -> str:
    """The text without what JSON or PHP escaped once too often: `\\u0026`, `\\'`, `\\"`, `\\/`."""
    if "\\" not in text:
        return text
    decoded = _ESCAPED_CHARACTERS.sub(lambda found: fix_surrogates(json.loads(f'"{found[0]}"')), text)
    return _ESCAPED_QUOTE.sub(r"\1", decoded)


def line(value: Any, *names: str) -> str | None:
    """The first text of a value as one line without markup and entities, also if they were escaped twice."""
    for text in texts(value, *names):
        cleaned = squash(plain_text(without_escapes(text)))
        if "&lt;" in cleaned or "<" in cleaned:
            cleaned = squash(plain_text(html.unescape(cleaned)))
        if cleaned:
            return cleaned
    return None


def venue_of(location: Any, title: str) -> Venue | None:
    """The first physical place; None if there are only virtual ones.

    A place whose name and address are both the event's title is a template's empty field (phila.gov).
    """
    for entry in as_list(location):
        if isinstance(entry, dict):
            venue = _place(entry)
        else:
            name = line(entry)
            venue = None if name is None or _is_link(name) else Venue(name=name)
        if venue is not None and not (venue.name == venue.address == title):
            return venue
    return None


def _place(place: dict[str, Any]) -> Venue | None:
    if "VirtualLocation" in types_of(place):
        return None
    if set(types_of(place)) == {"PostalAddress"}:
        name, address = line(place.get("name")), address_of(place)
    else:
        name, address = line(place.get("name")), address_of(place.get("address"))
    if (name is not None and _is_link(name)) or (address is not None and _is_link(address)):
        return None
    latitude, longitude = _position(place)
    if name is None and address is None and latitude is None:
        return None
    return Venue(name=name, address=address, latitude=latitude, longitude=longitude)


def _is_link(text: str) -> bool:
    return text.lower().startswith(("http://", "https://"))


def address_of(value: Any) -> str | None:
    """A PostalAddress as one line: street, locality, region and postal code, country."""
    for entry in as_list(value):
        if not isinstance(entry, dict):
            if text := line(entry):
                return text
            continue
        parts = [part for name in _ADDRESS_PARTS if (part := line(entry.get(name)))]
        region = " ".join(part for name in ("addressRegion", "postalCode") if (part := line(entry.get(name))))
        country = line(entry.get("addressCountry"), "name", "identifier")
        if address := ", ".join(part for part in (*parts, region, country) if part):
            return address
        if text := line(entry.get("name")) or line(entry):
            return text
    return None


def _position(place: dict[str, Any]) -> tuple[float | None, float | None]:
    geo = next((entry for entry in as_list(place.get("geo")) if isinstance(entry, dict)), place)
    return position_of(first_text(geo.get("latitude")), first_text(geo.get("longitude")))


def position_of(latitude: Any, longitude: Any) -> tuple[float | None, float | None]:
    """Latitude and longitude in WGS 84 degrees, both or neither. 0, 0 is an empty field, not a place off Africa."""
    try:
        north, east = float(latitude or 0), float(longitude or 0)
    except (TypeError, ValueError):
        return None, None
    on_earth = -90 <= north <= 90 and -180 <= east <= 180
    return (north, east) if on_earth and (north or east) else (None, None)


_EXTRA = re.compile(
    r"\b(?:parking|valet|shuttle|camping|lockers?|merch(?:andise)?|t-?shirts?|posters?|programs? book"
    r"|(?:ticket|refund|event) (?:protection|insurance)|gift cards?|drink (?:package|voucher|token)s?)\b",
    re.IGNORECASE,
)
_WITH = re.compile(
    r"\b(?:with|incl\w*|and|plus|admission|general|seats?)\b|[+&]|\btickets?\b(?!.*\b(?:protection|insurance))",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Offers:
    """What an event's offers say, combined."""

    price: Price | None = None
    sold_out: bool = False
    ticket_url: str | None = None
    text: str = ""


def offers_of(value: Any, is_free: Any = None) -> Offers:
    """Reads an Offer, an AggregateOffer, or a list of them, and isAccessibleForFree.

    An event is free if its only price is 0 (schema.org, price) or if isAccessibleForFree says so; an empty price is
    unknown, and so is a price of 0 if isAccessibleForFree denies it, and whether it is free if it has another price and
    isAccessibleForFree says so. It is sold out if every offer that states an availability is. Offers of parking,
    merchandise, and so on don't count.
    """
    prices: list[tuple[str, Price]] = []
    words: list[str] = []
    currency = ticket_url = None
    available: list[bool] = []
    for offer in _flat_offers(value):
        ticket_url = ticket_url or first_text(offer.get("url"))
        currency = currency or _currency(first_text(offer.get("priceCurrency")))
        available += [short_type(text).lower() not in _SOLD_OUT for text in texts(offer.get("availability"))]
        amounts = [(name, text) for name in _AMOUNTS for text in texts(offer.get(name))]
        words += [text for _, text in amounts]
        prices += [(name, _amount(text, currency)) for name, text in amounts]
    text = " - ".join(dict.fromkeys(words))
    price = _together(prices, text, currency)
    if _is_true(is_free) and (price is None or not price.max_cents):
        price = Price(text=text or "isAccessibleForFree", min_cents=0, max_cents=0, currency=currency, is_free=True)
    elif price is not None and _is_true(is_free):
        price = replace(price, is_free=None)
    elif price is not None and price.is_free and _is_false(is_free):
        price = Price(text=text, currency=currency, is_free=False)
    return Offers(price=price, sold_out=bool(available) and not any(available), ticket_url=ticket_url, text=text)


def _currency(text: str | None) -> str | None:
    """The ISO 4217 code in a text. A recorded page has markup after `USD`."""
    found = _CURRENCY.match(text or "")
    return found[1].upper() if found else None


def _flat_offers(value: Any) -> Iterator[dict[str, Any]]:
    """The offers, each followed by the offers of an AggregateOffer and its price specifications."""
    for offer in as_list(value):
        if isinstance(offer, dict) and not _is_of_extra(offer):
            yield offer
            inner = (one for name in ("offers", "priceSpecification") for one in as_list(offer.get(name)))
            yield from (one for one in inner if isinstance(one, dict) and not _is_of_extra(one))


def _is_of_extra(offer: dict[str, Any]) -> bool:
    """Whether an offer is of something besides the event: "VIP Parking Pass", but not "Ticket with parking"."""
    names = " ".join((*texts(offer.get("name")), *texts(offer.get("category"))))
    return _EXTRA.search(names) is not None and _WITH.search(names) is None


def _amount(text: str, currency: str | None) -> Price:
    if not _AMOUNT.fullmatch(text):
        return read_price(text, currency)
    cents = int((Decimal(text) * 100).to_integral_value())
    return Price(text=text, min_cents=cents, max_cents=cents, currency=currency, is_free=cents == 0)


def _together(prices: list[tuple[str, Price]], text: str, currency: str | None) -> Price | None:
    """The range of prices. With only a lowPrice the highest price is unknown, with only a highPrice the lowest."""
    if not text:
        return None
    currency = currency or next((price.currency for _, price in prices if price.currency), None)
    least = [price.min_cents for name, price in prices if name != "highPrice" and price.min_cents is not None]
    greatest = [price.max_cents for name, price in prices if name != "lowPrice" and price.max_cents is not None]
    low, high = min(least, default=None), max(greatest, default=None)
    if low is not None and high is not None and low > high:
        low, high = high, low
    is_free = False if low or high else True if high == 0 else None
    return Price(text=text, min_cents=low, max_cents=high, currency=currency, is_free=is_free)


def _is_false(value: Any) -> bool:
    return value is False or any(short_type(str(entry)).lower() == "false" for entry in as_list(value))


def _is_true(value: Any) -> bool:
    return any(entry is True or short_type(str(entry)).lower() == "true" for entry in as_list(value))


def image_of(value: Any) -> str | None:
    """The address of the first image, from a text, an ImageObject, or a list of either."""
    return first_text(value, "url", "contentUrl", "@id")
