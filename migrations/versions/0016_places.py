"""Venues that are one place are shown as one, with rooms inside their buildings.

`venues` keeps what the sources say, `places` is what people see, and the view `shown_venues` leads from one to the
other. Venues from before are compared after the next run.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import context, op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

NOW = sa.text("now()")

VIEW = """
CREATE VIEW shown_venues AS
SELECT v.id AS venue_id, coalesce(b.id, p.id, v.id) AS id, coalesce(p.id, v.id) AS place_id, b.id AS building_id,
       coalesce(p.kind, 'place') AS kind, v.name AS spelled,
       CASE WHEN b.id IS NULL THEN CASE WHEN p.id IS NULL THEN v.name ELSE p.name END
            WHEN p.name IS NULL THEN b.name
            ELSE b.name || ' (' || p.name || ')' END AS name,
       CASE WHEN p.id IS NULL THEN v.address ELSE coalesce(b.address, p.address) END AS address,
       CASE WHEN p.id IS NULL THEN v.latitude ELSE coalesce(p.latitude, b.latitude) END AS latitude,
       CASE WHEN p.id IS NULL THEN v.longitude ELSE coalesce(p.longitude, b.longitude) END AS longitude
  FROM venues v LEFT JOIN places p ON p.id = v.place_id LEFT JOIN places b ON b.id = p.building_id
"""

INDEXED = {
    "SELECT name, latitude, longitude FROM venues WHERE id = a.venue_id OFFSET 0": "SELECT * FROM shown_venues "
    "WHERE venue_id = a.venue_id OFFSET 0",
    "SELECT a.*, v.latitude, v.longitude, m.marks,": "SELECT a.*, v.place_id, v.latitude, v.longitude, m.marks,",
    "concat_ws(' ', a.organizer, v.name, array": "concat_ws(' ', a.organizer, v.name, nullif(v.spelled, v.name), array",
    "ARRAY['#s:' || a.source_id, '#v:' || a.venue_id,": "ARRAY['#s:' || a.source_id, '#v:' || v.id,\n"
    "                                         '#v:' || nullif(v.place_id, v.id),",
    "n.source_id, n.venue_id, n.latitude,": "n.source_id, n.place_id AS venue_id, n.latitude,",
}
"""In the function `index_events` of 0013: an event is found by the place of its venue, and by what its source says."""

TRIGGERS = """
DROP TRIGGER index_events_of_venue ON venues;
DROP FUNCTION index_events_of_venue();
CREATE FUNCTION index_events_at(ids integer[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM index_events(ARRAY(SELECT id FROM events
                                WHERE venue_id = ANY (ids)
                                   OR id IN (SELECT event_id FROM occurrences WHERE venue_id = ANY (ids))
                                ORDER BY id FOR KEY SHARE));
END $$;
CREATE FUNCTION index_changed_venues() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    ids integer[] := ARRAY(SELECT id FROM (SELECT id, name, latitude, longitude, coalesce(place_id, id) FROM changed
                                           EXCEPT
                                           SELECT id, name, latitude, longitude, coalesce(place_id, id) FROM before) v);
BEGIN
    IF ids <> '{}' THEN
        PERFORM index_events_at(ids);
    END IF;
    RETURN NULL;
END $$;
CREATE FUNCTION index_changed_places() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    moved integer[] := ARRAY(SELECT id FROM (SELECT id, name, latitude, longitude, building_id FROM changed
                                             EXCEPT SELECT id, name, latitude, longitude, building_id FROM before) p);
BEGIN
    IF moved <> '{}' THEN
        PERFORM index_events_at(ARRAY(SELECT v.id FROM venues v JOIN places p ON p.id = v.place_id
                                       WHERE p.id = ANY (moved) OR p.building_id = ANY (moved)));
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER index_changed_venues AFTER UPDATE ON venues REFERENCING OLD TABLE AS before NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION index_changed_venues();
CREATE TRIGGER index_changed_places AFTER UPDATE ON places REFERENCING OLD TABLE AS before NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION index_changed_places();
"""

WITHOUT_TRIGGERS = """
DROP TRIGGER index_changed_places ON places;
DROP TRIGGER index_changed_venues ON venues;
DROP FUNCTION index_changed_places();
DROP FUNCTION index_changed_venues();
DROP FUNCTION index_events_at(integer[]);
"""

TRIGGER_OF_VENUE = """
CREATE TRIGGER index_events_of_venue AFTER UPDATE OF name, latitude, longitude ON venues
    FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION index_events_of_venue();
"""


def index_events(original: str) -> str:
    """The function `index_events` of 0013 with the places of venues."""
    for old, new in INDEXED.items():
        assert old in original, f"0013 no longer has {old}"
        original = original.replace(old, new)
    return original


def upgrade() -> None:
    op.create_table(
        "places",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("name", sa.Text),
        sa.Column("address", sa.Text),
        sa.Column("latitude", sa.Double),
        sa.Column("longitude", sa.Double),
        sa.Column("building_id", sa.Integer, sa.ForeignKey("places.id", ondelete="SET NULL"), index=True),
        sa.Column("named_by", sa.Text),
        sa.Column("located_by", sa.Text),
        sa.Column("housed_by", sa.Text),
    )
    op.add_column("venues", sa.Column("place_id", sa.Integer, sa.ForeignKey("places.id"), index=True))
    op.add_column("venues", sa.Column("placed_by", sa.Text))
    op.add_column("venues", sa.Column("placed_because", sa.Text))
    op.create_table(
        "place_suggestions",
        sa.Column("venue_id", sa.Integer, sa.ForeignKey("venues.id"), primary_key=True, autoincrement=False),
        sa.Column(
            "other_id", sa.Integer, sa.ForeignKey("venues.id"), primary_key=True, autoincrement=False, index=True
        ),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False, server_default=sa.text("'open'")),
        sa.Column("suggested_at", sa.DateTime(timezone=True), nullable=False, server_default=NOW),
        sa.Column("decided_by", sa.Text),
        sa.Column("decided_at", sa.DateTime(timezone=True)),
        sa.CheckConstraint("venue_id < other_id", name="ordered"),
    )
    op.execute(VIEW)
    op.execute(index_events(context.script.get_revision("0013").module.FUNCTIONS))
    op.execute(TRIGGERS)


def downgrade() -> None:
    op.execute(WITHOUT_TRIGGERS)
    op.execute("DROP VIEW shown_venues")
    op.drop_table("place_suggestions")
    for column in ("placed_because", "placed_by", "place_id"):
        op.drop_column("venues", column)
    op.drop_table("places")
    op.execute(context.script.get_revision("0013").module.FUNCTIONS)
    op.execute(TRIGGER_OF_VENUE)
    op.execute("SELECT index_events(ARRAY(SELECT id FROM events))")
