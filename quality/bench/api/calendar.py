"""A calendar of any size in the bench's Postgres: what the sources of a large city would have stored in two years.

Invented, and the same in every run: 150 events and three venues for each thousand occurrences. Categories, venues and
words are as skewed as real ones; some categories are rare, one is in a single month, some events last for weeks. SQL
makes the rows in the server, and their indexes after them: 1,000,000 occurrences take half a minute.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from random import Random
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, text

from quality.bench.figures import Place
from storage.database.engine import transaction
from storage.series.assign import assign_new

ZONE = ZoneInfo("America/New_York")
FIRST_DAY = datetime(2031, 1, 6, tzinfo=ZONE)
DAYS = 730
CENTER = (27.3364, -82.5307)
SOURCES = 40
PHRASES = 5000
VOCABULARY = 4000
CATEGORIES: list[str] = re.findall(
    r"\w+",
    "Music Family Theatre Art Food Sport Film Outdoors Dance Comedy Talks Markets Kids Workshops Jazz Classical Opera "
    "Books History Science Health Yoga Gardens Boats Tours Festivals Nightlife Charity Faith Games Tech Crafts Poetry "
    "Museums Circus Wine Running Fishing Birds Politics",
)
SEASONAL, RARE = "Regatta", "Falconry"
_SYLLABLES: list[str] = re.findall(
    r"\w+", "ba ce di fo gu ha jin kel lor mun nar pes qui ros sal tem vin wal yor zan bright stone wind ka lo mi"
)


def words(count: int) -> list[str]:
    """Distinct invented words, the common ones first."""
    random = Random(7)
    found: dict[str, None] = {}
    while len(found) < count:
        found["".join(random.choice(_SYLLABLES) for _ in range(random.randint(2, 4)))] = None
    return list(found)


def phrases(count: int, length: int) -> list[str]:
    """`count` texts of `length` words, the common words most often."""
    random, vocabulary = Random(length), words(VOCABULARY)
    return [" ".join(vocabulary[int(VOCABULARY * random.random() ** 2)] for _ in range(length)) for _ in range(count)]


def venue_names(count: int) -> list[str]:
    vocabulary = words(2000)
    kinds = ("Hall", "Theatre", "Gallery", "Park", "Club", "Library", "Museum", "Center")
    return [f"{vocabulary[i % 2000].title()} {kinds[i % 8]} {i // 2000 or ''}".strip() for i in range(count)]


def database(place: Place, occurrences: int) -> str:
    """The address of a database with this many occurrences, filled by the first call and kept for later ones."""
    return place.servers.kept(f"calendar_{occurrences}", lambda: fill(occurrences))


def events(occurrences: int) -> int:
    """How many events have this many occurrences; their ids begin at 1."""
    return max(1, occurrences * 3 // 20)


def fill(occurrences: int) -> None:
    """Fills the empty database of DATABASE_URL. It disables triggers and keys, so it needs a superuser."""
    with transaction() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        of_rows = _set_aside_indexes(connection, "events", "occurrences")
        of_search = _set_aside_indexes(connection, "event_search", "event_words", "search_words")
        sizes = {"events": events(occurrences), "venues": max(10, occurrences * 3 // 1000)}
        parameters = {
            **sizes,
            "occurrences": occurrences,
            "sources": SOURCES,
            "titles": phrases(PHRASES, 2),
            "sentences": phrases(PHRASES, 10),
            "phrases": PHRASES,
            "names": venue_names(sizes["venues"]),
            "categories": CATEGORIES,
            "seasonal": SEASONAL,
            "rare": RARE,
            "first_day": FIRST_DAY,
            "days": DAYS,
            "latitude": CENTER[0],
            "longitude": CENTER[1],
        }
        for statement in (_RANDOM, _SOURCES, _VENUES, _EVENTS, _OCCURRENCES, *of_rows, _SEARCH, *of_search):
            connection.execute(text(statement), parameters)
    assign_new()


def _set_aside_indexes(connection: Connection, *tables: str) -> Sequence[str]:
    """Drops these tables' indexes that no key needs. Returns the statements that create them."""
    found = connection.execute(
        text("""
            SELECT i.indexname, i.indexdef FROM pg_indexes i
             WHERE i.tablename = ANY(:tables)
               AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conname = i.indexname)"""),
        {"tables": list(tables)},
    ).all()
    for name, _ in found:
        connection.execute(text(f"DROP INDEX {name}"))
    return [definition for _, definition in found]


_RANDOM = """
CREATE FUNCTION pg_temp.part(number bigint, seed bigint) RETURNS float8 IMMUTABLE PARALLEL SAFE LANGUAGE sql AS
    'SELECT (hashint8extended(number, seed) & 2147483647)::float8 / 2147483648';
CREATE TEMPORARY TABLE said ON COMMIT DROP AS
SELECT n - 1 AS place, title, sentence
  FROM unnest(cast(:titles AS text[]), cast(:sentences AS text[])) WITH ORDINALITY t (title, sentence, n);
"""

_SOURCES = """
INSERT INTO sources (name, title, spider, base_url, timezone)
SELECT 'bench-' || n, 'Bench ' || n, 'ics', 'https://bench.example/' || n, 'America/New_York'
  FROM generate_series(1, :sources) n
"""

_VENUES = """
INSERT INTO venues (name, address, latitude, longitude)
SELECT (cast(:names AS text[]))[n], n || ' Bay Street, Sarasota, FL 34236',
       :latitude + (pg_temp.part(n, 1) + pg_temp.part(n, 2) + pg_temp.part(n, 3) - 1.5) / 2,
       :longitude + (pg_temp.part(n, 4) + pg_temp.part(n, 5) + pg_temp.part(n, 6) - 1.5) / 2
  FROM generate_series(1, :venues) n
"""

_EVENTS = """
INSERT INTO events (source_id, uid, title, url, description, status, sold_out, venue_id, organizer, price_text,
                    price_min_cents, price_max_cents, price_currency, is_free, ticket_url, image_url, categories,
                    sequence, raw, content_hash)
SELECT 1 + floor(:sources * pg_temp.part(n, 11) ^ 2)::int, 'event-' || n || '@bench.example',
       initcap(a.title || ' ' || b.title), 'https://bench.example/events/' || n,
       a.sentence || '. ' || b.sentence || '. ' || c.sentence || '.',
       CASE WHEN n % 50 = 7 THEN 'cancelled' ELSE 'scheduled' END,
       n % 25 = 0, 1 + floor(:venues * pg_temp.part(n, 12) ^ 2)::int, 'Bay Players ' || n % 300,
       CASE WHEN n % 5 = 0 THEN 'Free' ELSE '$35 - $75' END, CASE WHEN n % 5 = 0 THEN 0 ELSE 3500 END,
       CASE WHEN n % 5 = 0 THEN 0 ELSE 7500 END, 'USD', CASE WHEN n % 7 = 0 THEN NULL ELSE n % 5 = 0 END,
       'https://tickets.bench.example/?event=' || n, 'https://bench.example/img/' || n || '.jpg',
       ARRAY[CASE WHEN n % 5000 = 3 THEN :rare WHEN n % 40 = 9 THEN :seasonal
                  ELSE (cast(:categories AS text[]))[1 + floor(40 * pg_temp.part(n, 13) ^ 2)::int] END]
       || CASE WHEN n % 3 = 0 THEN ARRAY[(cast(:categories AS text[]))[1 + floor(40 * pg_temp.part(n, 14) ^ 2)::int]]
               ELSE '{}' END,
       0, '{"starts_at": "Mon. Jan 6, 2031 at 7:30 PM"}', decode(md5(n::text), 'hex')
  FROM generate_series(1, :events) n
  JOIN said a ON a.place = floor(:phrases * pg_temp.part(n, 15))::int
  JOIN said b ON b.place = floor(:phrases * pg_temp.part(n, 16))::int
  JOIN said c ON c.place = floor(:phrases * pg_temp.part(n, 17))::int
 ORDER BY n
"""

_OCCURRENCES = """
INSERT INTO occurrences (event_id, key, starts_at, ends_at, local_date, timezone, all_day, time_known, status)
SELECT event_id, CASE WHEN by_day THEN to_char(local, 'YYYYMMDD') ELSE to_char(local, 'YYYYMMDD"T"HH24MISS') END,
       local AT TIME ZONE 'America/New_York',
       CASE WHEN long THEN (local + interval '21 days') AT TIME ZONE 'America/New_York'
            WHEN by_day OR event_id % 3 = 0 THEN NULL
            ELSE (local + interval '2 hours') AT TIME ZONE 'America/New_York' END,
       local::date, 'America/New_York', by_day AND event_id % 2 = 0, NOT by_day OR event_id % 2 = 0,
       CASE WHEN pg_temp.part(event_id * 1000 + k, 24) < 0.01 THEN 'cancelled' ELSE 'scheduled' END
  FROM (SELECT n AS event_id, k, n % 12 = 0 AS by_day, n % 500 = 1 AS long,
               CASE WHEN n % 40 = 9 THEN cast(:first_day AS timestamptz) AT TIME ZONE 'America/New_York'
                         + (600 + floor(20 * pg_temp.part(n, 21))::int + k % 10) * interval '1 day'
                         + k * interval '1 minute'
                    ELSE cast(:first_day AS timestamptz) AT TIME ZONE 'America/New_York'
                         + (floor(:days * pg_temp.part(n, 21))::int + k * CASE WHEN n % 2 = 0 THEN 7 ELSE 1 END)
                           * interval '1 day' END
               + CASE WHEN n % 12 = 0 THEN interval '0' ELSE (10 + (n % 12)) * interval '1 hour' END AS local
          FROM generate_series(1, :events) n
         CROSS JOIN LATERAL generate_series(0, floor(-6.2 * ln(1 - pg_temp.part(n, 22)))::int) k) o
 ORDER BY event_id, k LIMIT :occurrences
ON CONFLICT DO NOTHING
"""

_SEARCH = "SELECT index_events(ARRAY(SELECT id FROM events))"
