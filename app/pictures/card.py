"""Draws the picture that social networks show with a shared event, if its source has none.

The font is DejaVu Sans Bold (DejaVu-LICENSE.txt): it has the letters of Latin, Greek, Cyrillic, Arabic, and Hebrew.
Characters that it lacks, such as emoji, are left out; the site's name replaces a title that has no others.
"""

from __future__ import annotations

import io
import re
import unicodedata
from colorsys import hls_to_rgb
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont, features

SIZE = WIDTH, HEIGHT = 1200, 630
"""In pixels: the proportions that Open Graph and Twitter's large card ask for."""
MEDIA_TYPE = "image/png"
LONGEST = 300
"""In characters of a text."""
TITLE_SIZES = (84, 72, 60, 50)
LINE = 1.2
"""The height of a line, by the size of its letters."""
TITLE_TOP, TITLE_BOTTOM = 120, 450
SMALL = 36
MARGIN = 72
KEPT = 200
"""Pictures of about 25 KB that each process remembers."""
_FONT = Path(__file__).with_name("DejaVuSans-Bold.ttf")
_STYLES = Path(__file__).parents[2] / "web" / "src" / "styles" / "kinds.css"
_HUE = re.compile(r"\.kind--([a-z]+) \{\s*--hue: (\d+);")
_OTHER_HUE = 190
_WHITE, _PALE = (255, 255, 255), (226, 232, 240)
_RIGHT_TO_LEFT = ("R", "AL")

Font = ImageFont.FreeTypeFont


@dataclass(frozen=True, slots=True)
class Card:
    """Plain texts. `kind`: the slug of the category, which decides the color."""

    title: str
    when: str
    where: str
    site: str
    kind: str


@lru_cache(maxsize=KEPT)
def drawn(card: Card) -> bytes:
    """A PNG of SIZE."""
    picture = _background(card.kind)
    draw = ImageDraw.Draw(picture)
    site, title = _drawable(card.site), _drawable(card.title)
    if title:
        _line(draw, MARGIN, _fitted(site, SMALL), SMALL, _PALE)
    else:
        title = site
    size, lines = _set(title)
    top = (TITLE_TOP + TITLE_BOTTOM - len(lines) * size * LINE) / 2
    for number, line in enumerate(lines):
        _line(draw, top + number * size * LINE, line, size, _WHITE, right=_is_right_to_left(title))
    for number, text in enumerate((card.where, card.when)):
        bottom = HEIGHT - MARGIN - SMALL - number * SMALL * 1.5
        _line(draw, bottom, _fitted(_drawable(text), SMALL), SMALL, _PALE)
    written = io.BytesIO()
    picture.save(written, "PNG")
    return written.getvalue()


@cache
def hues() -> dict[str, int]:
    """The categories' hues on the color wheel, in degrees, as on the page."""
    return {name: int(hue) for name, hue in _HUE.findall(_STYLES.read_text(encoding="utf-8"))}


def _background(kind: str) -> Image.Image:
    """As dark as white text needs: the fallback picture's colors on the page, with a lighter edge."""
    hue = hues().get(kind, _OTHER_HUE)
    picture = Image.new("RGB", SIZE, _color(hue, 0.45, 0.22))
    ImageDraw.Draw(picture).rectangle((0, HEIGHT - 16, WIDTH, HEIGHT), fill=_color(hue + 25, 0.5, 0.48))
    return picture


def _color(hue: int, saturation: float, lightness: float) -> tuple[int, int, int]:
    red, green, blue = hls_to_rgb(hue % 360 / 360, lightness, saturation)
    return round(red * 255), round(green * 255), round(blue * 255)


@cache
def _font(size: int) -> Font:
    return ImageFont.truetype(_FONT, size)


@lru_cache(maxsize=4096)
def _has(character: str) -> bool:
    """Whether the font has the character. It draws the same box for all that it lacks."""
    if unicodedata.bidirectional(character) in _RIGHT_TO_LEFT and not features.check("raqm"):
        return False  # without this library, Arabic would be drawn backward, in letters that don't join
    return character.isspace() or bytes(_font(SMALL).getmask(character)) != bytes(_font(SMALL).getmask("\U0010ffff"))


def _drawable(text: str) -> str:
    return " ".join("".join(one for one in text[:LONGEST] if _has(one)).split())


def _is_right_to_left(text: str) -> bool:
    """By its first letter (Unicode Standard Annex 9, rule P2)."""
    directions = (unicodedata.bidirectional(one) for one in text)
    return next((one for one in directions if one in ("L", *_RIGHT_TO_LEFT)), "L") in _RIGHT_TO_LEFT


def _set(title: str) -> tuple[int, list[str]]:
    """The largest size in which the title fits, and its lines. In the smallest, it is cut if it doesn't fit."""
    for size in TITLE_SIZES:
        lines, most = _wrapped(title, size), int((TITLE_BOTTOM - TITLE_TOP) / (size * LINE))
        if len(lines) <= most:
            return size, lines
    return size, [*lines[: most - 1], _fitted(f"{lines[most - 1]} …", size)]


def _wrapped(text: str, size: int) -> list[str]:
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and _width(longer, size) <= WIDTH - 2 * MARGIN:
            lines[-1] = longer
        else:
            lines.append(_fitted(word, size))
    return lines


def _fitted(text: str, size: int) -> str:
    """Cut to the picture's width."""
    if _width(text, size) <= WIDTH - 2 * MARGIN:
        return text
    text = text.removesuffix(" …")
    while text and _width(f"{text}…", size) > WIDTH - 2 * MARGIN:
        text = text[:-1]
    return f"{text.rstrip()}…"


def _width(text: str, size: int) -> float:
    return _font(size).getlength(text)


def _line(
    draw: ImageDraw.ImageDraw,
    top: float,
    text: str,
    size: int,
    color: tuple[int, int, int],
    *,
    right: bool | None = None,
) -> None:
    """`right`: at the right margin; None: as the text's own direction asks."""
    at_right = _is_right_to_left(text) if right is None else right
    place, anchor = (WIDTH - MARGIN, "ra") if at_right else (MARGIN, "la")
    draw.text((place, top), text, fill=color, font=_font(size), anchor=anchor)
