"""What the page is called and how it looks: what the back office saved, then BRANDING_FILE, then Marquee's own."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from pydantic import ValidationError
from sqlalchemy import Connection

from app.branding.file import file_branding
from app.branding.given import Branding, FooterLink
from app.branding.logo import Logo
from app.branding.themes import FONTS, THEMES, Font, Look, Theme
from core.config import settings
from storage.branding import saved
from storage.branding.saved import SavedBranding
from storage.database.engine import DATABASE_UNUSABLE
from storage.database.read_only import reading

MARQUEE = "Marquee"
COLORS = ("theme", "accent", "accent_dark")
"""Chosen together: an accent belongs to its theme."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """`about`, `contact`: plain text by language. `look`: None if it is Marquee's own; then `style` has no colors."""

    name: str = MARQUEE
    town: str | None = None
    logo: Logo | None = None
    about: Mapping[str, str] = field(default_factory=dict)
    contact: Mapping[str, str] = field(default_factory=dict)
    links: Sequence[FooterLink] = ()
    look: Look | None = None
    style: str = ""

    @property
    def named(self) -> bool:
        return self.name != MARQUEE

    @property
    def palette(self) -> Look:
        return self.look or THEMES[Theme.HARBOR]

    @property
    def style_path(self) -> str | None:
        """The style sheet's path, which changes with it; None if there isn't any."""
        return f"/brand/{hashlib.sha256(self.style.encode()).hexdigest()[:16]}.css" if self.style else None


def current() -> Site:
    """Without the database, what BRANDING_FILE says: a page that says that there is nothing here needs no database."""
    try:
        with reading() as connection:
            return read(connection)
    except DATABASE_UNUSABLE:
        return with_branding(None)


def read(connection: Connection) -> Site:
    return with_branding(saved.read(connection))


def with_branding(kept: SavedBranding | None) -> Site:
    """What the page would be with this branding."""
    given, logo = merged(kept)
    return Site(
        name=given.name or MARQUEE,
        town=given.town or settings().town_name,
        logo=logo,
        about=given.about,
        contact=given.contact,
        links=given.links,
        look=look_of(given),
        style=style_of(given),
    )


def merged(kept: SavedBranding | None) -> tuple[Branding, Logo | None]:
    """What counts: the saved fields, then the file's."""
    given, logo = file_branding()
    if kept is None:
        return given, logo
    stored = _usable(kept.given)
    wanted = {name: value for name, value in stored if value not in (None, {}, ())}
    if wanted.keys() & set(COLORS):
        wanted = {**dict.fromkeys(COLORS), **wanted}
    own = Logo(kept.logo, kept.logo_type) if kept.logo is not None and kept.logo_type is not None else logo
    return given.model_copy(update=wanted), own


def _usable(given: Mapping[str, Any]) -> Branding:
    """Without the fields that today's rules refuse: they were saved under earlier ones, and a page must not fail."""
    try:
        return Branding.model_validate(given)
    except ValidationError as error:
        refused = {str(part) for one in error.errors() for part in one["loc"][:1]}
        _warn(tuple(sorted(refused)))
        return _usable({name: value for name, value in given.items() if name not in refused}) if refused else Branding()


@cache
def _warn(names: tuple[str, ...]) -> None:
    """Once for each process, not for each page."""
    logger.warning("Saved fields of the branding are invalid now, and not used: %s", ", ".join(names) or "all")


def look_of(given: Branding) -> Look | None:
    """The theme with the town's own accents; None if it has neither."""
    if given.theme is None and given.accent is None and given.accent_dark is None:
        return None
    look = THEMES[given.theme or Theme.HARBOR]
    if given.accent:
        look = replace(look, light=look.light.with_accent(given.accent))
    if given.accent_dark:
        look = replace(look, dark=look.dark.with_accent(given.accent_dark))
    return look


def style_of(given: Branding) -> str:
    """The style sheet that replaces the named colors and fonts, and then the town's own. Documents without a script
    have no `data-theme`."""
    parts = []
    if (look := look_of(given)) is not None:
        dark = look.dark.css()
        parts.append(f':root{{{look.light.css()}}}[data-theme="dark"]{{{dark}}}')
        parts.append(f"@media (prefers-color-scheme:dark){{:root:not([data-theme]){{{dark}}}}}")
    if given.font not in (None, Font.CLASSIC):
        display, body = FONTS[given.font]
        parts.append(f":root{{--display:{display};--body:{body};}}")
    return "\n".join(filter(None, [*parts, given.css]))
