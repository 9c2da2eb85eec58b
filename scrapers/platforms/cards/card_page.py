"""A page as the reader of cards sees it: the groups of records that are events, and what each says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from math import sqrt
from urllib.parse import urlsplit

from lxml import html

from core.errors import BadRecord
from core.items import EventItem, EventStatus, Occurrence, Venue
from scrapers.platforms.cards.columns import event_columns
from scrapers.platforms.cards.dates.asides import without_asides
from scrapers.platforms.cards.dates.ends import without_ends
from scrapers.platforms.cards.dates.exceptions import left_out, remaining, with_exceptions
from scrapers.platforms.cards.dates.headings import records_below, titled_before, whole_cards, with_place
from scrapers.platforms.cards.dates.hours import hours_of
from scrapers.platforms.cards.dates.labels import event_dates, is_labeled_as_events, is_said_to_be
from scrapers.platforms.cards.dates.lists import end_of_hours, with_lists
from scrapers.platforms.cards.dates.marks import names_new_date, shared, standing_of_line, with_marks
from scrapers.platforms.cards.dates.mentions import TIMES, Mention, find_times
from scrapers.platforms.cards.dates.new_dates import takes_place_later, with_new_dates
from scrapers.platforms.cards.dates.page_days import PageDays
from scrapers.platforms.cards.dates.showings import listed, start_and_end
from scrapers.platforms.cards.dates.weekday_hours import by_weekday
from scrapers.platforms.cards.fields import image_of, link_of, venue_of
from scrapers.platforms.cards.list_headings import Headings
from scrapers.platforms.cards.page_text import page_text
from scrapers.platforms.cards.published import are_posts, below_hours, below_posts
from scrapers.platforms.cards.records import FEWEST, Finder, Record, free_of, has_words
from scrapers.platforms.cards.title_words import holds_papers, is_title, says_closed, says_none
from scrapers.platforms.cards.titles import Title, titles
from scrapers.platforms.cards.unread import Unread, left_over, problems, unclear_rows, without_lines_of_cards
from scrapers.reading.contract import Context
from scrapers.reading.dates import DateSpan, Times
from scrapers.reading.dates.languages import language_of_dates
from scrapers.reading.status.titles import status_of_title
from scrapers.reading.status.words import NOTHING_SAID
from scrapers.reading.structured import dates as schema_dates
from scrapers.reading.structured.event import fingerprint, slug_of

_BARE = 0.7
"""If this share of a group's records has no words besides the date, the dates are headings or a plain list."""
_MOSTLY = 2 / 3
"""If more than this share of a group's records has no title, the headings above give them one."""
_A_YEAR = timedelta(days=365)
"""Before that, a list of bare dates or of agendas and minutes is an archive of papers."""
_AN_AGE = timedelta(days=3653)
"""A day before that is history: "The hall opened on January 1, 1918"."""
_LONGEST_MARK = 60
_EDGES = " :-–—.,"


@dataclass(frozen=True, slots=True)
class Card:
    """A record with its title and days. `has_papers`: it is a bare date, or offers an agenda or minutes."""

    record: Record
    title: Title
    days: DateSpan
    has_papers: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """What a card says besides its title."""

    occurrences: tuple[Occurrence, ...]
    url: str | None
    venue: Venue | None
    image_url: str | None


class CardPage:
    def __init__(self, tree: html.HtmlElement, context: Context) -> None:
        self.context, self.tree = context, tree
        page = page_text(tree)
        declared = tree.get("lang") or ""
        self.language = language_of_dates(page.text, declared)
        self.headings = Headings(page, tree)
        written = event_columns(self.headings.with_days_below([*event_dates(page, self.language)]), page)
        named = with_exceptions(written, page, self.language)
        dates = with_new_dates(without_ends(without_asides(named, page), page), page, self.language)
        self.finder = Finder(page, with_lists(dates, page, self.language), self.language)
        self.days = PageDays(self.finder, self.headings, context, declared, len(named))
        self.today = self.days.today
        self.unread: list[Unread] = []

    def events(self) -> list[EventItem]:
        """In page order."""
        found = sorted((one for group in self.groups for one in group), key=lambda one: one.record.start)
        return [self.event(one, self.facts(one)) for one in found if not self.is_archived(one)]

    def problems(self) -> list[BadRecord]:
        """The cards of `groups` that can't be read, those of past days left out."""
        coming = [one for one in self.unread if one.days is None or one.days.last >= self.today]
        return list(problems(coming, self.finder, self.context))

    @cached_property
    def groups(self) -> list[list[Card]]:
        """The groups of cards, the best first. Where groups overlap, the better one counts. Fills `unread`."""
        taken: list[Record] = []
        found: list[list[Card]] = []
        groups: list[list[Record]] = []
        for group in sorted(self._candidates(), key=self._quality, reverse=True):
            free = without_lines_of_cards(free_of(taken, group), taken, self.finder)
            unread: list[Unread] = []
            read = list(self._read(free, unread)) if self._is_list(free) else []
            known = len(free) - sum(one.title is None for one in unread)
            known += len(left_over(free, taken, self.finder)) if len(free) < FEWEST else 0
            if len(read) > 1 and known >= FEWEST and not self._is_published(read):
                taken += [one.record for one in read]
                found.append(read)
                self.unread += unread
                groups.append(free)
        left = (one for group in groups for one in left_over(group, taken, self.finder))
        self.unread += (one for one in (*left, *unclear_rows(taken, self.finder)) if not self._is_past(one.record))
        return found

    def _is_past(self, record: Record) -> bool:
        """Whether all dates in a record are over."""
        days = [self.days.of(one) for one in self.finder.inside(record)]
        return bool(days) and all(one is not None and one.last < self.today for one in days)

    def _candidates(self) -> Iterator[list[Record]]:
        for family in self.finder.families():
            places = with_place(family, self.finder)
            titled = titled_before(places, self.finder) if places else None
            if titled == []:
                doubtful = [(one.mention, self.finder.record(one.chain[:1], one.mention)) for one in places]
                self.unread += (Unread(record, days=self.days.of(date)) for date, record in doubtful)
                continue
            cards = self.finder.cards(family)
            bare = sum(not has_words(self.finder.rest(one)) for one in cards)
            if cards and bare > _BARE * len(cards):
                cards = records_below(family, self.finder) or cards
            groups = [titled or [], cards, self.finder.lines(family)]
            groups.append(self.finder.cards(family, choice=1, whole=True))
            few = self.finder.cards(family, whole=True)
            groups += [few] if len(few) < FEWEST else []
            rest = [TIMES.sub(" ", self.finder.rest(one)) for one in cards]
            if sum(has_words(one) and is_title(one) for one in rest) <= len(cards) / 2:
                groups.append(whole_cards(family, self.finder))
            yield from (group for group in groups if self._is_list(group))

    def _is_list(self, group: Sequence[Record]) -> bool:
        """Whether a group has enough records, with those beside them that can't be read."""
        return len(group) >= FEWEST or (
            len(group) > 1 and len(group) + len(left_over(group, [], self.finder)) >= FEWEST
        )

    def _quality(self, group: Sequence[Record]) -> float:
        """Higher for many records, dates that parse, a year in them, and words that can be titles."""
        size = len(group)
        dated = sum(self.days.of(one.mention) is not None for one in group) / size
        titled = sum(is_title(self.finder.rest(one)) for one in group) / size
        return sqrt(size) * dated * (0.3 + titled) + (0.2 if group[0].mention.has_year else 0)

    def _read(self, group: Sequence[Record], unread: list[Unread]) -> Iterator[Card]:
        owned = titles(group, self.finder)
        bare = owned.count(None) > _MOSTLY * len(group)
        names = self.headings.names_of(group) if bare else [""] * len(group)
        for plain, own, name in zip(group, owned, names, strict=True):
            record = self._with_whole_date(plain)
            title, days = own or (Title(name) if name else None), self.days.of_record(record)
            if title is None or days is None:
                why = self.days.why_not(record.mention) if days is None else ""
                unread.append(Unread(record, title, days, why))
            elif not (self._is_closed(record, title) or says_none(title.text) or says_none(self.finder.rest(record))):
                text = self.finder.page.text[record.start : record.end]
                yield Card(record, title, days, has_papers=own is None or holds_papers(text))

    def _is_closed(self, record: Record, title: Title) -> bool:
        """Whether the title, or the rest of the date's line, says that nothing is open: "Fri, Dec 25: Closed"."""
        return says_closed(title.text) or self.finder.rest_of_line(record.mention).strip(_EDGES).lower() == "closed"

    def _with_whole_date(self, record: Record) -> Record:
        """The record with the longer date in it that begins on its day (a rail "Dec 4", and "Dec 4, 5 & 6" below), or
        with the new date of a notice whose old one is its day."""
        own = self.days.of_record(record)
        if own is None or len(own.days) > 1:
            return record
        if (labeled := self._labeled(record)) is not None:
            return replace(record, mention=labeled)
        longer: dict[tuple[date, ...], Mention] = {}
        for one in self.finder.inside(record):
            days = None if one.start == record.mention.start else self.days.of(one)
            former = self.days.parsed(one.former, None) if one.former else None
            if days is not None and (former.first == own.first if former else days.first == own.first < days.last):
                longer[days.days] = one
        return replace(record, mention=longer.popitem()[1]) if len(longer) == 1 else record

    def _labeled(self, record: Record) -> Mention | None:
        """The date in a record that is said to be the event's, if its own isn't: that is the announcement's, which has
        no hour, and has come if a sentence says the other ("Auditions will be held Feb 6" names no other event day)."""
        text, mention = self.finder.page.text, record.mention
        if end_of_hours(mention, text) > mention.end or find_times(mention.text):
            return None
        said = {
            days.days: one
            for one in self.finder.inside(record)
            if is_said_to_be(text, one) and (days := self.days.of(one)) is not None
        }
        own = self.days.of_record(record)
        if own is not None and own.first > self.today:
            said = {days: one for days, one in said.items() if is_labeled_as_events(text, one)}
        return next(iter(said.values())) if len(said) == 1 and own is not None and own.days not in said else None

    def _is_published(self, group: Sequence[Card]) -> bool:
        """Whether a list's dates are those of publication, or of a house's hours, and not those of events."""
        headings = self.headings.above([one.record for one in group])
        if below_hours(headings):
            return True
        if below_posts(headings) and all(one.days.last <= self.today for one in group):
            return True
        links = [link_of(one.record, one.title, self.context.url) or "" for one in group]
        return are_posts([urlsplit(link).path for link in links])

    def is_archived(self, card: Card) -> bool:
        return card.days.last < self.today - (_A_YEAR if card.has_papers else _AN_AGE)

    def facts(self, card: Card) -> Facts:
        """What is found where no recipe says where to look."""
        zone, record = self.context.timezone, card.record
        return Facts(
            occurrences=self.occurrences(card, hours_of(record, self.finder, zone, card.title.text)),
            url=link_of(record, card.title, self.context.url),
            venue=venue_of(record, card.title, self.finder.page),
            image_url=image_of(record, self.context.url),
        )

    def occurrences(self, card: Card, hours: Times | None) -> tuple[Occurrence, ...]:
        """Those of the card's days. `hours`: unless each date of a list has its own."""
        zone, mention, days = self.context.timezone, card.record.mention, card.days
        if mention.but and days.is_range:
            days = remaining(days, mention.but, self.days.parsed, each=hours is not None and len(hours.starts) == 1)
        parts = mention.parts or (start_and_end(mention.text) if days.is_range else ())
        own = listed(parts, days, self.days.parsed, zone) or by_weekday(self._lines_after_date(card), days, zone)
        found = own or schema_dates.on_days(days, hours or Times(), zone)
        out = left_out(mention.but, days.days, self.days.parsed) if mention.but and not days.runs else set()
        return tuple(one for one in found if one.local_date not in out)

    def _lines_after_date(self, card: Card) -> list[str]:
        """The rest of its date's line, and the lines below."""
        return self.finder.page.text[card.record.mention.end : card.record.end].split("\n")

    def _marks(self, card: Card) -> list[str]:
        """A card's lines besides its title that say it is canceled, sold out, and so on."""
        record, title = card.record, card.title
        lines = map(str.strip, self.finder.page.text[record.start : record.end].split("\n"))
        others = [one for one in lines if one != title.text and (title.element is None or len(one) < _LONGEST_MARK)]
        marks = [
            one
            for one in others
            if standing_of_line(one, self.language) != NOTHING_SAID
            or (record.mention.but and names_new_date(one, self.language))
        ]
        return [one for one in marks if not (record.mention.former and takes_place_later(one))]

    @cached_property
    def _usual_marks(self) -> set[str]:
        """The marks that most cards of a group have: a template's, which styles show only where they are true."""
        usual: set[str] = set()
        for group in self.groups:
            counts = Counter(mark for card in group for mark in set(self._marks(card)))
            usual |= {mark for mark, count in counts.items() if count > len(group) / 2}
        return usual

    def event(self, card: Card, facts: Facts) -> EventItem:
        record, title = card.record, card.title

        def card_days(written: str) -> list[date]:
            own = {one.local_date for one in facts.occurrences}
            spans = [self.days.parsed(written, str(year)) for year in sorted({one.year for one in own})]
            return sorted({day for one in spans if one is not None for day in one.days if day in own})

        standing, occurrences = status_of_title(title.text), facts.occurrences
        for line in (one for one in self._marks(card) if one not in self._usual_marks):
            of_some = None if record.mention.former else with_marks(occurrences, line, self.language, card_days)
            occurrences = of_some or occurrences
            standing |= standing_of_line(line, self.language) if of_some is None else NOTHING_SAID
        standing |= shared(occurrences)
        return EventItem(
            uid=slug_of(facts.url or "") or fingerprint(title.text, facts.occurrences),
            title=title.text,
            url=facts.url or self.context.url or None,
            status=standing.status or (EventStatus.RESCHEDULED if record.mention.former else EventStatus.SCHEDULED),
            sold_out=standing.sold_out,
            occurrences=occurrences,
            venue=facts.venue,
            image_url=facts.image_url,
            raw={"starts_at": record.mention.written},
        )
