"""The pictures of shared events: any title gives a picture of the same size, whose text stays inside."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from app.pictures.card import HEIGHT, MARGIN, SIZE, WIDTH, Card, drawn, hues

SITE = "Bay Courier"
TITLES = {
    "short": "Ñandú & <b>Jazz</b>",
    "long": "THE VERY LONG NAME OF A FESTIVAL " * 9,
    "one word": "W" * 300,
    "Arabic": "أمسية موسيقية في الحديقة",
    "emoji": "🎉 Party 🎉",
    "nothing to draw": "中文音乐会 🎉",
}


def picture(title: str, kind: str = "music") -> Image.Image:
    found = Image.open(io.BytesIO(drawn(Card(title, "Friday, December 4, 8:00 PM", "The Hall", SITE, kind))))
    found.load()
    return found


def white(found: Image.Image) -> tuple[int, int, int, int] | None:
    """Where the title is."""
    return found.convert("L").point(lambda level: 255 if level > 240 else 0).getbbox()


@pytest.mark.parametrize("name", TITLES)
def test_each_title_gives_a_picture(name):
    found = picture(TITLES[name])
    assert (found.format, found.size) == ("PNG", SIZE)
    left, top, right, bottom = white(found)
    assert 0 < left < right < WIDTH
    assert MARGIN < top < bottom < HEIGHT - 2 * MARGIN
    assert (left > MARGIN * 2) == (name == "Arabic"), "Arabic begins at the right"
    assert len(drawn(Card(TITLES[name], "", "", SITE, "music"))) < 100_000


def test_the_site_s_name_replaces_a_title_that_cannot_be_drawn() -> None:
    assert drawn(Card("中文音乐会", "", "", SITE, "music")) == drawn(Card(SITE, "", "", "", "music"))


def test_the_color_is_the_category_s():
    colors = {picture("Jazz", kind).getpixel((5, 300)) for kind in [*hues(), "unknown"]}
    assert len(colors) >= 13
