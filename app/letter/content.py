"""What a letter says in one language, independent of its form. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from app.feeds import wording
from app.feeds.addresses import web_address
from app.highlights.merit import Shown
from app.language.words import Words
from app.letter.choose import Span
from core.visible_text import one_line, visible

LONGEST_TITLE, LONGEST_PLACE, LONGEST_BLURB, LONGEST_INTRO = 160, 160, 220, 2000
"""In characters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An event. All are single lines. `when`: with its day unless a heading above says it. `url`: its page here."""

    event_id: int
    title: str
    when: str
    place: str
    price: str
    more: str
    blurb: str
    url: str

    @property
    def facts(self) -> tuple[str, ...]:
        return tuple(filter(None, (self.when, self.place, self.price, self.more)))


@dataclass(frozen=True, slots=True)
class Section:
    """`heading`: a day; "" if the editors chose the order."""

    heading: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """`subject`: one line. `intro`: paragraphs. `calendar`: the page's address. `accent`: of titles, on white."""

    words: Words
    name: str
    subject: str
    intro: tuple[str, ...]
    sections: tuple[Section, ...]
    calendar: str
    accent: str

    @property
    def items(self) -> list[Item]:
        return [item for section in self.sections for item in section.items]


def write(
    words: Words,
    chosen: Sequence[Shown],
    span: Span,
    *,
    town: str | None,
    site: str,
    by_day: bool,
    accent: str,
    subject: str | None = None,
    intro: str | None = None,
) -> Content:
    """`site`: the service's public address, without a final slash. `by_day`: under a heading for each day, which needs
    `chosen` in order of time. `subject`, `intro`: the editors', instead of the usual ones."""
    sections = _days(words, chosen, site) if by_day else _one_list(words, chosen, site)
    name = letter_name(words, town)
    usual = words("letter.subject", letter=name, first=words.short_day(span.first), last=words.short_day(span.last))
    return Content(
        words=words,
        name=name,
        subject=cut(subject, 200) if subject and cut(subject, 200) else usual,
        intro=tuple(_paragraphs(intro or words("letter.intro"))),
        sections=tuple(sections),
        calendar=f"{site}/",
        accent=accent,
    )


def letter_name(words: Words, town: str | None) -> str:
    """`What’s on in Sarasota`"""
    return words("letter.nameOf", town=cut(town, 80)) if town else words("letter.name")


def cut(text: str, longest: int) -> str:
    """One visible line of at most this many characters, cut between two words if possible."""
    line = one_line(visible(text))
    if len(line) <= longest:
        return line
    short = line[: longest - 1]
    return f"{(short.rsplit(' ', 1)[0] if ' ' in short[longest // 2 :] else short).rstrip(' ,.;:')}…"


def _paragraphs(text: str) -> Iterable[str]:
    for block in text[:LONGEST_INTRO].replace("\r\n", "\n").split("\n\n"):
        if line := one_line(visible(block)):
            yield line


def _days(words: Words, chosen: Sequence[Shown], site: str) -> Iterable[Section]:
    for day, several in groupby(chosen, key=lambda one: one.listing.local_date):
        yield Section(words.day(day, today=day), tuple(_item(words, one, site, dated=False) for one in several))


def _one_list(words: Words, chosen: Sequence[Shown], site: str) -> Iterable[Section]:
    if chosen:
        yield Section("", tuple(_item(words, one, site, dated=True) for one in chosen))


def _places(words: Words, one: Shown) -> Iterable[str]:
    yield cut(wording.place(one.listing), LONGEST_PLACE)
    for also in one.also:
        yield words("letter.also", place=cut(wording.place(also), LONGEST_PLACE), hours=words.hours(also))


def _item(words: Words, one: Shown, site: str, *, dated: bool) -> Item:
    listing = one.listing
    hours = words.hours(listing)
    day = words.day(listing.local_date, today=listing.local_date)
    return Item(
        event_id=listing.event_id,
        title=cut(listing.title, LONGEST_TITLE),
        when=f"{day}, {hours}" if dated else hours,
        place="; ".join(filter(None, _places(words, one))),
        price=cut(words.price(listing), 60),
        more=words.more_dates(listing, one.more),
        blurb=cut(wording.description(listing), LONGEST_BLURB),
        url=web_address(f"{site}/events/{listing.event_id}") or "",
    )
