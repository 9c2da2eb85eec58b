"""A town whose days pass: each day every source is harvested once, and its alerts are sent.

A day passes by moving everything that is stored a day into the past; what sources show moves with it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email import message_from_string
from email.policy import default

from sqlalchemy import Connection, text

from app.alerts.deliver import deliver_due
from core.items import EventItem, Occurrence, Price, Venue
from storage.database.engine import transaction
from storage.events import write as events
from storage.health import quarantine
from storage.health.listing import page_due
from storage.health.quarantine import Quarantine, Quarantined
from storage.health.states import pause_hopeless, resting
from storage.runs import ledger
from storage.runs.finish import finish_run
from storage.runs.judgment import RunEnd
from storage.sources import edits, records

AHEAD, EVERY = 60, 3
"""A source shows its events of the next 60 days: one every three days."""
Change = Callable[[list[EventItem]], list[EventItem]]


@dataclass(frozen=True)
class Way:
    """How a source breaks: what its feed has instead, what the crawl notes, and how long it lasts. `page`: the titles
    on the site's listing page, for a source that has one."""

    change: Change = lambda items: items
    page: Callable[[list[str]], list[str]] | None = None
    errors: tuple[tuple[str, str], ...] = ()
    end: dict[str, object] = field(default_factory=dict)
    first: int = 10
    last: int = 15
    seconds: float = 1

    def on(self, day: int) -> bool:
        return self.first <= day <= self.last


@dataclass
class Town:
    ways: dict[str, Way]
    healthy: int
    inbox: object
    day: int = 0
    subjects: dict[str, list[tuple[int, str, str]]] = field(default_factory=dict)
    """By title: the day, subject, and text of each message."""
    states: dict[str, list[tuple[int, str]]] = field(default_factory=dict)
    """By name: the day and the state, when it changed."""

    @property
    def names(self) -> list[str]:
        return [*self.ways, *(f"fine{number}" for number in range(self.healthy))]

    def open(self) -> None:
        seeds = [
            records.SourceSeed(
                id=number, name=name, title=name, base_url=f"https://{name}.example", timezone="UTC", floor=1
            )
            for number, name in enumerate(self.names, 1)
        ]
        with transaction() as connection:
            records.seed(connection, seeds)
            for number, name in enumerate(self.names, 1):
                if name in self.ways and self.ways[name].page is not None:
                    edits.set_listing(connection, number, f"https://{name}.example/events")

    def pass_days(self, until: int) -> None:
        while self.day < until:
            self.day += 1
            self._harvest_all()
            self._send()
            with transaction() as connection:
                _move_to_yesterday(connection)

    def _harvest_all(self) -> None:
        with transaction() as connection:
            rests = resting(connection)
            enabled = set(connection.execute(text("SELECT id FROM sources WHERE enabled")).scalars())
        for number, name in enumerate(self.names, 1):
            if number in enabled and number not in rests:
                self._harvest(number, name)

    def _harvest(self, source_id: int, name: str) -> None:
        way = self.ways.get(name)
        broken = way is not None and way.on(self.day)
        items = list(shown(self.day, source_id))
        if broken:
            items = way.change(items)
        errors = way.errors if broken else _hiccup(name, self.day)
        if errors:
            items = []
        with transaction() as connection:
            run = ledger.open_run(
                connection, run_id=f"{name}-{self.day}", source_id=source_id, spider="hall", launched_by="test"
            )
            held = _store(connection, run, items)
            connection.execute(
                text("UPDATE runs SET started_at = started_at - :took WHERE id = :id"),
                {"took": timedelta(seconds=way.seconds if broken else 1), "id": run.run_id},
            )
            now = datetime.now(UTC)
            problems = [
                {"kind": kind, "found": found, "url": "", "essential": True, "retryable": kind == "TransportFailure"}
                for kind, found in errors
            ]
            facts = {
                "finish_reason": "finished",
                "pages": 1,
                "rejected": 0,
                "covered_from": now,
                "covered_until": now + timedelta(days=AHEAD),
                "certificate_until": now + timedelta(days=60),
                "robots": {f"{name}.example": "as always"},
                "quarantine": held,
                **(way.end if broken else {}),
            }
            if way is not None and way.page is not None and page_due(connection, source_id) is not None:
                titles = [item.title for item in items]
                facts |= {"listing_asked": True, "listing_titles": way.page(titles) if broken else titles}
            if callable(facts.get("certificate_until")):
                facts["certificate_until"] = facts["certificate_until"](now)
            finish_run(
                connection,
                run,
                RunEnd(errors=problems, essential_errors=[found for _, found in errors], **facts),
            )
        self._note_state(source_id, name)

    def _note_state(self, source_id: int, name: str) -> None:
        with transaction() as connection:
            state = connection.execute(
                text("SELECT state FROM source_states WHERE source_id = :id ORDER BY id DESC LIMIT 1"),
                {"id": source_id},
            ).scalar_one_or_none()
        known = self.states.setdefault(name, [])
        if state is not None and (not known or known[-1][1] != state):
            known.append((self.day, state))

    def _send(self) -> None:
        with transaction() as connection:
            pause_hopeless(connection)
        self.inbox.mails.clear()
        deliver_due()
        for _, content in self.inbox.mails:
            self._read(content)

    def _read(self, content: str) -> None:
        """A message about one source, or one that lists several."""
        mail = message_from_string(content, policy=default)
        said = mail.get_body(("plain",)).get_content().replace("\r\n", "\n")
        paragraphs = said.strip().split("\n\n")
        single = ":" in mail["Subject"]
        for paragraph in paragraphs[:1] if single else paragraphs:
            title = paragraph.split()[0]
            about = said if single else paragraph
            self.subjects.setdefault(title, []).append(
                (self.day, "over" if "healthy again" in about else "trouble", about)
            )


def shown(day: int, source_id: int) -> Iterator[EventItem]:
    """What a source lists on a day of the month: true titles, hours, and places."""
    today = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    for number in range(day, day + AHEAD):
        if number % EVERY == source_id % EVERY:
            starts_at = today + timedelta(days=number - day, hours=9 + number % 12)
            yield EventItem(
                uid=f"event-{number}",
                title=f"Event {number} of {source_id}",
                url=f"https://hall.example/{number}",
                image_url=f"https://hall.example/{number}.jpg",
                venue=Venue(name="The Hall", address="777 N Tamiami Trail, Sarasota, FL"),
                price=Price(text="$20", min_cents=2000, max_cents=2000, currency="USD", is_free=False),
                occurrences=(Occurrence(starts_at=starts_at, timezone="UTC", recurrence_id="20260101T000000Z"),),
            )


def _hiccup(name: str, day: int) -> tuple[tuple[str, str], ...]:
    """Even healthy sites fail now and then."""
    failing = name.startswith("fine") and (int(name.removeprefix("fine")) + day) % 23 == 0
    return (("TransportFailure", "HTTP 503"),) if failing else ()


def _store(connection: Connection, run: ledger.RunToken, items: list[EventItem]) -> Quarantine | None:
    """As the store's step does."""
    try:
        quarantine.check(connection, run, items)
    except Quarantined as error:
        return error.found
    events.store_batch(connection, run, items)
    return None


def _move_to_yesterday(connection: Connection) -> None:
    columns = connection.execute(
        text("""SELECT c.table_name, c.column_name FROM information_schema.columns c
                  JOIN information_schema.tables t USING (table_schema, table_name)
                 WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE' AND c.is_generated = 'NEVER'
                   AND (c.data_type = 'timestamp with time zone' OR c.data_type = 'date')""")
    ).all()
    changes: dict[str, list[str]] = {}
    for table, column in columns:
        changes.setdefault(table, []).append(f"{column} = {column} - interval '1 day'")
    for table, set_ in changes.items():
        connection.execute(text(f"UPDATE {table} SET {', '.join(set_)}"))
    for statement in _COMPARED_BEFORE:
        connection.execute(text(statement))


_COMPARED_BEFORE = (
    """UPDATE sources SET found = jsonb_set(found, '{at}',
              to_jsonb(cast(found ->> 'at' AS timestamptz) - interval '1 day'))
        WHERE found ? 'at'""",
    """UPDATE runs SET decision = jsonb_set(decision, '{measures,listing_at}', to_jsonb(
              cast(decision #>> '{measures,listing_at}' AS float8) - 86400))
        WHERE decision -> 'measures' ? 'listing_at'""",
)
"""What the listing's comparisons keep as JSON."""


def without(**fields: object) -> Change:
    """The events without these fields."""
    return lambda items: [replace(item, **fields) for item in items]


def each_time(change: Callable[[Occurrence], Occurrence]) -> Change:
    return lambda items: [replace(item, occurrences=tuple(map(change, item.occurrences))) for item in items]
