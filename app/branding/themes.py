"""The themes and the fonts that a town can choose. Pure.

Each theme has the contrast that WCAG 2.2 AA asks for, in light and dark mode (`tests/branding/test_themes.py`). The
fonts are those that visitors' systems have, so none is loaded.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from enum import StrEnum

from app.branding.contrast import mixed, ratio

FOR_TEXT = 4.5
"""WCAG 2.2, 1.4.3."""
WASH = 0.12
"""How much of the accent is in the background of what is chosen."""


@dataclass(frozen=True, slots=True)
class Palette:
    """Colors as `#rrggbb`, by the names that the style sheets have (`web/src/styles/tokens.css`)."""

    paper: str
    card: str
    sunken: str
    ink: str
    ink_soft: str
    line: str
    accent: str
    accent_ink: str
    accent_wash: str

    @property
    def surfaces(self) -> tuple[str, ...]:
        """What text and links are on."""
        return (self.paper, self.card, self.sunken, self.accent_wash)

    def with_accent(self, accent: str) -> Palette:
        ink = max(("#ffffff", "#101418"), key=lambda one: ratio(one, accent))
        return replace(self, accent=accent, accent_ink=ink, accent_wash=mixed(accent, self.card, WASH))

    def least_contrast(self) -> float:
        """Of the accent as text, on the surface where it is the least."""
        return min(ratio(self.accent, surface) for surface in self.surfaces)

    def css(self) -> str:
        return "".join(f"--{one.name.replace('_', '-')}:{getattr(self, one.name)};" for one in fields(self))


@dataclass(frozen=True, slots=True)
class Look:
    light: Palette
    dark: Palette


class Theme(StrEnum):
    HARBOR = "harbor"
    GARDEN = "garden"
    BRICK = "brick"
    PLUM = "plum"


THEMES: Mapping[Theme, Look] = {
    Theme.HARBOR: Look(
        Palette("#fbfaf7", "#ffffff", "#f1efe9", "#1b2230", "#545d6e", "#dfdbd1", "#0a6166", "#ffffff", "#e2f0ef"),
        Palette("#12161d", "#1a202a", "#222a36", "#eceef2", "#a9b2c1", "#333d4b", "#6cc7c3", "#06201f", "#173436"),
    ),
    Theme.GARDEN: Look(
        Palette("#fafbf7", "#ffffff", "#eef2e8", "#1c2620", "#4f5d53", "#d9e0d2", "#2b6330", "#ffffff", "#e3f1e2"),
        Palette("#121812", "#1a221a", "#222d22", "#ecf1ea", "#a9b8a8", "#334333", "#8fd08f", "#0a240c", "#1b3520"),
    ),
    Theme.BRICK: Look(
        Palette("#fcf9f6", "#ffffff", "#f5ece5", "#2a1d19", "#65534c", "#e6d8cf", "#9c3413", "#ffffff", "#fbe6dc"),
        Palette("#1a1311", "#241a17", "#2f231f", "#f5ece8", "#c3aea6", "#4a3832", "#f2a383", "#331005", "#43241a"),
    ),
    Theme.PLUM: Look(
        Palette("#fbf9fc", "#ffffff", "#f1ecf4", "#231c2b", "#5b5166", "#e0d7e6", "#6b2f86", "#ffffff", "#f1e4f7"),
        Palette("#16121b", "#1f1926", "#292132", "#f0ecf4", "#b6abc3", "#423650", "#d0a6ea", "#2a0b3a", "#38264a"),
    ),
}


class Font(StrEnum):
    """`classic`: headings with serifs."""

    CLASSIC = "classic"
    MODERN = "modern"
    HUMANIST = "humanist"
    BOOK = "book"


_SANS = 'system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue","Noto Sans",sans-serif'
_SERIF = '"Iowan Old Style","Palatino Linotype",Palatino,P052,"Book Antiqua",Georgia,serif'
_HUMANIST = 'Seravek,"Gill Sans Nova",Ubuntu,Calibri,"DejaVu Sans",source-sans-pro,sans-serif'
FONTS: Mapping[Font, tuple[str, str]] = {
    Font.CLASSIC: (_SERIF, _SANS),
    Font.MODERN: (_SANS, _SANS),
    Font.HUMANIST: (_HUMANIST, _HUMANIST),
    Font.BOOK: (_SERIF, _SERIF),
}
"""Of headings and of text."""


def darkened(accent: str, palette: Palette) -> str:
    """The nearest color that is readable on the palette: mixed with black on a light one, with white on a dark one."""
    return next(_nearer(accent, palette))


def _nearer(accent: str, palette: Palette) -> Iterator[str]:
    target = "#000000" if ratio(palette.paper, "#000000") > ratio(palette.paper, "#ffffff") else "#ffffff"
    for step in range(101):
        color = mixed(target, accent, step / 100)
        if palette.with_accent(color).least_contrast() >= FOR_TEXT:
            yield color
    yield target
