"""The town has its own short list of categories, and rules map what sources say to it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import context, op
from sqlalchemy.dialects import postgresql

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

CATEGORIES = {
    "music": "Music",
    "theater": "Theater and dance",
    "film": "Film",
    "art": "Art",
    "family": "Family",
    "library": "Library",
    "food": "Food and drink",
    "outdoors": "Outdoors",
    "sports": "Sports",
    "classes": "Classes and talks",
    "community": "Community",
    "government": "Government",
    "festivals": "Festivals",
    "other": "Other",
}

WORDS = {
    "music": """
        music, concert, dj, jam session, band, symphony, orchestra, opera, choir, jazz, blues, singer, open mic,
        karaoke
    """,
    "theater": """
        theater, broadway, dance, ballet, performing arts, performance, performances, comedy, improv,
        live performance, spoken word, circus, puppet, magic
    """,
    "film": """
        film, films, cinema, movie, screening
    """,
    "art": """
        art, arts, exhibit, exhibition, exhibitions, gallery, galleries, museum, artwalk, craft, drawing,
        painting, photography, sculpture, pottery, humanities, history, living history, heritage
    """,
    "family": """
        family, families, kid, kids, children, child, youth, teen, teens, toddler, story time, storytime,
        homeschool, nature stories, planetarium
    """,
    "library": """
        library, libraries, book club, book discussions, reading group, readings, author
    """,
    "food": """
        food, drink, beer, wine, spirits, brewery, dining, dinner, brunch, farmers market, tasting, cooking,
        tea, culinary
    """,
    "outdoors": """
        outdoor, outdoors, nature, hike, hikes, hiking, kayak, paddle, birding, garden, gardening, wildlife,
        park, walk, beach, camping, citizen science, environment, conservation
    """,
    "sports": """
        sport, sports, athletics, fitness, yoga, exercise, excercise, running, race, golf, tennis, soccer,
        football, baseball, basketball, softball, lacrosse, swimming, cycling, wrestling, hockey, volleyball,
        regatta, martial arts
    """,
    "classes": """
        class, classes, workshop, workshops, lecture, lectures, talk, talks, seminar, seminars, colloquium,
        education, training, webinar, conference, course, masterclass, panel, panels, learn, learners,
        discussion, discussions, lunchtime discovery, symposium, information session, technology, academic
    """,
    "community": """
        community, social, volunteer, volunteering, fundraiser, fundraisers, support, health, wellness, service,
        religious, spiritual, worship, faith, networking, business, meetup, trivia, game, games, market, sale,
        adoption, open house, party, mixers, lgbtq, seniors, civic engagement, clean up, grief
    """,
    "government": """
        government, public meetings, public meeting, board, council, commission, committee, legislative,
        election, voting, hearing
    """,
    "festivals": """
        festival, festivals, fair, fairs, parade, parades, celebration, celebrations, commemorations, ceremony,
        ceremonies, holiday, holidays
    """,
}

TITLES = {
    "music": """
        concert, symphony, orchestra, quartet, jazz, band, choir, chorale, open mic, karaoke, recital,
        philharmonic, a cappella, jam session, bluegrass, album release, dj, live music, chamber music,
        folk music, music festival, music series, music night, singer songwriter
    """,
    "theater": """
        flamenco, ballet, broadway, comedy, improv, dance performance, drag show, burlesque, circus
    """,
    "film": """
        film, movie, cinema, documentary, film screening, movie screening
    """,
    "art": """
        exhibition, exhibit, art walk, artwalk, gallery, opening reception, artist talk, historic tour,
        house tour
    """,
    "family": """
        story time, storytime, kids, children, family, toddler, babies, preschool, puppet show, lego, egg hunt,
        santa claus, breakfast with santa, photos with santa
    """,
    "library": """
        book club, book sale, library, author talk, book discussion, bookmobile
    """,
    "food": """
        brunch, dinner, tasting, beer, wine, brewery, farmers market, food truck, taco, cocktail, happy hour,
        bbq, oyster roast
    """,
    "outdoors": """
        hike, bird walk, kayak, paddle, nature walk, garden tour, skygazing, skywatching, wildflower,
        plant sale, stargazing, birding walk, bird watching, birdwatching, trail walk
    """,
    "sports": """
        vs, track field, marathon, 5k, yoga, zumba, pilates, tennis, soccer, basketball, baseball, softball,
        lacrosse, golf, volleyball, tai chi, regatta, pickleball, gymnastics, swimming, wrestling, football,
        field hockey, bike ride, group ride, fitness class
    """,
    "classes": """
        workshop, class, lecture, seminar, talk, webinar, lesson, symposium, info session, conference,
        training session, meetup, tech talk, panel discussion
    """,
    "community": """
        volunteer, fundraiser, support group, blood drive, cleanup, trivia, bingo, networking, coffee hour,
        phone bank, canvass, ribbon cutting, prayer, worship, jummah, open house, social, board games,
        game night, adoption, rally, protest, vigil, food drive, beach clean up, river clean up
    """,
    "government": """
        city council, county commission, commission meeting, board meeting, planning commission, board of
        education, public hearing, town council, work session, advisory committee, board of commissioners,
        committee meeting, school board, elections, early voting, board of adjustment
    """,
    "festivals": """
        festival, fest, parade, carnival, block party, county fair, state fair, street fair, craft fair
    """,
}
"""Words that leave no doubt. Rules compare stems, so "music" would also find a musical, and "fitness" what fits."""

SOURCES = {
    "music": """
        music hall, symphony, orchestra, philharmonic, chorale, opera, jazz
    """,
    "theater": """
        ballet
    """,
    "film": """
        film, cinema
    """,
    "art": """
        gallery, art center
    """,
    "library": """
        library, libraries
    """,
    "outdoors": """
        gardens, garden, arboretum, park, parks, nature, audubon
    """,
    "sports": """
        athletics, sports, cycling, runners, soccer, courage, baseball
    """,
    "community": """
        rescue, community center, church, islamic, resistance, lgbtq, volunteer, chamber of commerce
    """,
    "government": """
        legistar, city council, county commission, city government
    """,
}
"""By the name and title of a source whose events are all of one kind. A theater has films and concerts, too."""

NOTHING = """
    free food, free, main, utilities, special site programs, special programs, featured, bilingual
"""
"""Words that say nothing about what an event is."""

for patterns in (WORDS, TITLES):
    patterns["theater"] += ", theatre"  # prose: ok

BY_WORDS = """
         CROSS JOIN LATERAL (
            SELECT ARRAY(SELECT DISTINCT r.category
                           FROM unnest(a.categories) c
                          CROSS JOIN LATERAL (
                                SELECT to_tsvector('marquee', translate(left(c, 200), '/_', '  ')) AS said OFFSET 0) t
                           JOIN word_rules r ON r.category IS NOT NULL AND t.said @@ r.query
                          WHERE NOT EXISTS (SELECT FROM word_rules n WHERE n.category IS NULL AND t.said @@ n.query))
                   AS by_words,
                   ARRAY(SELECT DISTINCT r.category FROM source_rules r WHERE r.source_id = a.source_id) AS by_source
            OFFSET 0) k"""

INDEXED = {
    "    WITH known AS (": "    WITH title_rules AS MATERIALIZED (\n"
    "        SELECT category, string_agg('(' || query::text || ')', ' | ')::tsquery AS query\n"
    "          FROM category_rules WHERE kind = 'title' AND category IS NOT NULL GROUP BY category),\n"
    "    word_rules AS MATERIALIZED (\n"
    "        SELECT category, string_agg('(' || query::text || ')', ' | ')::tsquery AS query\n"
    "          FROM category_rules WHERE kind = 'word' GROUP BY category),\n"
    "    source_rules AS MATERIALIZED (\n"
    "        SELECT DISTINCT s.id AS source_id, r.category\n"
    "          FROM (SELECT id, name,\n"
    "                       to_tsvector('marquee', concat_ws(' ', translate(name, '_', ' '), title)) AS said\n"
    "                  FROM sources WHERE id IN (SELECT source_id FROM events WHERE id = ANY (ids)) OFFSET 0) s\n"
    "          JOIN category_rules r\n"
    "            ON r.pattern = s.name\n"
    "            OR (s.said @@ r.query\n"
    "                AND NOT EXISTS (SELECT FROM category_rules n WHERE n.kind = 'source' AND n.pattern = s.name))\n"
    "         WHERE r.kind = 'source' AND r.category IS NOT NULL),\n"
    "    known AS (",
    "SELECT a.*, v.place_id, v.latitude, v.longitude, m.marks, array_to_tsvector(m.marks) AS marked,": "SELECT a.*, "
    "k.by_words, k.by_source, v.place_id, v.latitude, v.longitude, m.marks,",
    " v ON true\n": " v ON true" + BY_WORDS + "\n",
    "    said AS MATERIALIZED (\n": "    titled AS MATERIALIZED (\n",
    "n.marks, n.marked, n.names,": "n.marks, n.by_words, n.by_source, n.names,",
    "         ORDER BY e.id),\n": "         ORDER BY e.id),\n"
    "    said AS MATERIALIZED (\n"
    "        SELECT t.*, array_to_tsvector(t.marks || k.marks) AS marked, t.marks || k.marks AS all_marks\n"
    "          FROM titled t\n"
    "         CROSS JOIN LATERAL (\n"
    "            SELECT t.by_words || ARRAY(SELECT DISTINCT category FROM title_rules r\n"
    "                                       WHERE t.titled @@ r.query) AS known OFFSET 0) b\n"
    "         CROSS JOIN LATERAL (\n"
    "            SELECT ARRAY(SELECT DISTINCT '#k:' || slug\n"
    "                           FROM unnest(CASE WHEN b.known <> '{}' THEN b.known\n"
    "                                            WHEN t.by_source <> '{}' THEN t.by_source\n"
    "                                            ELSE ARRAY['other'] END) slug) AS marks OFFSET 0) k\n"
    "         ORDER BY t.id),\n",
    "latitude, longitude, marks FROM said": "latitude, longitude, all_marks FROM said",
}
"""In the function `index_events` of 0018: an event has the marks of the town's categories."""


def index_events_before() -> str:
    functions: str = context.script.get_revision("0018").module.FUNCTIONS
    start = functions.index("CREATE OR REPLACE FUNCTION index_events(")
    return functions[start : functions.index("$$;", start) + 3]


def index_events() -> str:
    """The function `index_events` of 0018 with the town's categories."""
    body = index_events_before()
    for old, new in INDEXED.items():
        assert body.count(old) == 1, f"0018 no longer has {old}"
        body = body.replace(old, new)
    return body


def upgrade() -> None:
    op.create_table(
        "categories",
        sa.Column("slug", sa.Text, primary_key=True),
        sa.Column("name", sa.Text, nullable=False, unique=True),
        sa.Column("position", sa.Integer, nullable=False),
    )
    op.create_table(
        "category_rules",
        sa.Column("id", sa.Integer, sa.Identity(), primary_key=True),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("pattern", sa.Text, nullable=False),
        sa.Column("category", sa.Text, sa.ForeignKey("categories.slug", ondelete="CASCADE", onupdate="CASCADE")),
        sa.Column("query", postgresql.TSQUERY, nullable=False),
        sa.Column("created_by", sa.Text),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.text("now()")),
        sa.UniqueConstraint("kind", "pattern", "category", postgresql_nulls_not_distinct=True),
    )
    _start()
    op.execute(index_events())
    op.execute("SELECT index_events(ARRAY(SELECT id FROM events))")


def _start() -> None:
    connection = op.get_bind()
    rows = [{"slug": slug, "name": name, "position": n} for n, (slug, name) in enumerate(CATEGORIES.items())]
    connection.execute(sa.text("INSERT INTO categories (slug, name, position) VALUES (:slug, :name, :position)"), rows)
    rules = [
        {"kind": kind, "pattern": pattern, "category": category}
        for kind, patterns in (("word", {**WORDS, None: NOTHING}), ("title", TITLES), ("source", SOURCES))
        for category, listed in patterns.items()
        for pattern in (" ".join(one.split()) for one in listed.split(","))
    ]
    connection.execute(
        sa.text("""INSERT INTO category_rules (kind, pattern, category, query)
                   VALUES (:kind, :pattern, :category, phraseto_tsquery('marquee', :pattern))"""),
        rules,
    )


def downgrade() -> None:
    op.execute(index_events_before())
    op.drop_table("category_rules")
    op.drop_table("categories")
    op.execute("SELECT index_events(ARRAY(SELECT id FROM events))")
