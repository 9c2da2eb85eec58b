"""The fields of a branding, each with its check. An error names its field."""

from __future__ import annotations

import re
import unicodedata
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, ValidationInfo, field_validator

from app.branding.style_sheet import foreign_part
from app.branding.themes import FOR_TEXT, THEMES, Font, Palette, Theme, darkened

LONGEST_CSS = 20_000
"""With a logo of 30 KB, a first view stays below 130 KB."""
MOST_LINKS = 8
JOINERS = "\u200c\u200d"
"""Arabic words and emoji need them."""
_COLOR = r"^#[0-9a-f]{6}$"
_UNSAFE = re.compile(r"[\s<>\"\\\x00-\x1f\x7f-\x9f]")
"""Characters that no address in a page has."""


def _plain(text: str) -> str:
    if "<" in text or ">" in text:
        raise ValueError("must be plain text, without < and >")
    if any(unicodedata.category(one) in ("Cc", "Cf", "Cs") and one not in f"\n{JOINERS}" for one in text):
        raise ValueError("must have no control characters")
    return text


def _line(text: str) -> str:
    if "\n" in text:
        raise ValueError("must be one line")
    return _plain(text)


def _address(text: str) -> str:
    try:
        parts = urlsplit(text)
    except ValueError:
        parts = urlsplit("")
    inside = text.startswith("/") and not text.startswith(("//", "/\\"))
    web = parts.scheme in ("http", "https") and bool(parts.hostname)
    if not (inside or web or re.fullmatch(r"mailto:[^\s<>\"?]+@[^\s<>\"?]+", text)) or _UNSAFE.search(text):
        raise ValueError("must begin with https://, http://, mailto:, or / for a page of this calendar")
    return text


def _style(text: str) -> str:
    if any(unicodedata.category(one) == "Cc" and one not in "\n\r\t" for one in text):
        raise ValueError("must have no control characters")
    if found := foreign_part(text):
        raise ValueError(f"must load nothing from other sites, and have no scripts, markup, or escapes: {found}")
    return text


def _text(least: int, most: int) -> StringConstraints:
    return StringConstraints(strip_whitespace=True, min_length=least, max_length=most)


Name = Annotated[str, _text(1, 60), AfterValidator(_line)]
Language = Annotated[str, StringConstraints(pattern="^[a-z]{2}$")]
Paragraphs = Annotated[str, _text(1, 800), AfterValidator(_plain)]
Color = Annotated[str, StringConstraints(to_lower=True, pattern=_COLOR)]


class FooterLink(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    label: Name = Field(examples=["Corrections"])
    url: Annotated[str, _text(1, 500), AfterValidator(_address)] = Field(examples=["https://news.example/corrections"])


class Branding(BaseModel):
    """How the town's page looks and what it is called. What is null or empty is Marquee's own.

    `about` and `contact` are plain text by language. `accent` is the color of links in light mode, `accent_dark` in
    dark mode; `css` is added after all other styles.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Name | None = Field(default=None, description="Of the page.", examples=["Harborville Calendar"])
    town: Name | None = Field(default=None, description="TOWN_NAME if null.", examples=["Harborville"])
    theme: Theme | None = None
    accent: Color | None = Field(default=None, examples=["#0a6166"])
    accent_dark: Color | None = Field(default=None, examples=["#6cc7c3"])
    font: Font | None = None
    about: dict[Language, Paragraphs] = Field(default_factory=dict, max_length=10)
    contact: dict[Language, Paragraphs] = Field(default_factory=dict, max_length=10)
    links: tuple[FooterLink, ...] = Field(default=(), max_length=MOST_LINKS, description="In the footer.")
    css: Annotated[str, _text(1, LONGEST_CSS), AfterValidator(_style)] | None = None

    @field_validator("accent", "accent_dark")
    @classmethod
    def _can_be_read(cls, value: str | None, info: ValidationInfo) -> str | None:
        if value is None:
            return None
        look = THEMES[info.data.get("theme") or Theme.HARBOR]
        palette: Palette = look.light if info.field_name == "accent" else look.dark
        least = palette.with_accent(value).least_contrast()
        if least < FOR_TEXT:
            nearest = darkened(value, palette)
            raise ValueError(f"is hard to read (contrast {least:.1f}, needs {FOR_TEXT}); {nearest} would do")
        return value
