"""Draws the sites' pictures: a bay under a sky, each in other colors. Pure."""

from __future__ import annotations

import hashlib
from pathlib import PurePosixPath

from sandbox.site import Answer

ENDINGS = (".jpg", ".png", ".svg")
WIDTH, HEIGHT = 1200, 675
SVG = "image/svg+xml"


def picture(path: str) -> Answer | None:
    """Every path that ends like a picture's has one, which depends only on its file name. None for other paths."""
    name = PurePosixPath(path)
    return Answer(_drawn(name.stem).encode(), SVG) if name.suffix in ENDINGS else None


def _drawn(name: str) -> str:
    hue, sun, boat, *waves = hashlib.sha256(name.encode()).digest()[:6]
    sky, sea = hue * 360 // 256, (hue * 360 // 256 + 150) % 360
    right, up = 350 + sun * 500 // 256, 120 + sun * 200 // 256
    mast = 400 + boat * 400 // 256
    return f"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}">
<defs><linearGradient id="s" x2="0" y2="1"><stop stop-color="hsl({sky} 55% 35%)"/>
<stop offset="1" stop-color="hsl({(sky + 40) % 360} 75% 78%)"/></linearGradient></defs>
<rect width="{WIDTH}" height="{HEIGHT}" fill="url(#s)"/>
<circle cx="{right}" cy="{up}" r="80" fill="#fff" opacity=".8"/>
<path d="M{mast} 430V250l120 160z" fill="#fff" opacity=".9"/>
<path d="M{mast - 60} 430h220l-40 50h-130z" fill="#2b2118"/>
{"".join(_wave(row, offset, sea) for row, offset in enumerate(waves))}</svg>"""


def _wave(row: int, offset: int, hue: int) -> str:
    top, start = 470 + 60 * row, -offset
    crests = "q75 -40 150 0t150 0" * 5
    return f'<path d="M{start} {top}{crests}V{HEIGHT}H{start}z" fill="hsl({hue} 45% {48 - 10 * row}%)"/>\n'
