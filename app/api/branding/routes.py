"""Routes for the town's branding: its name, colors, texts, and logo."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Request
from pydantic import AfterValidator, BaseModel, Field
from sqlalchemy import Connection

from app.api.access.auth import Admin, Reader
from app.api.feeds.links import base
from app.api.pages.answers import LIST, in_frame, view_of
from app.api.pages.lists.answers import front_page
from app.branding import site
from app.branding.given import Branding
from app.branding.logo import Logo, logo_in
from app.branding.themes import FONTS, THEMES, Font, Theme
from storage.access import audit
from storage.branding import saved
from storage.branding.saved import SavedBranding
from storage.database.engine import transaction
from storage.database.read_only import reading

router = APIRouter(prefix="/api/branding", tags=["branding"])


class Colors(BaseModel):
    """Of a theme in one mode."""

    paper: str = Field(examples=["#fbfaf7"])
    card: str
    ink: str
    ink_soft: str
    line: str
    accent: str
    accent_ink: str


class ThemeChoice(BaseModel):
    name: Theme
    light: Colors
    dark: Colors


class BrandingState(BaseModel):
    """`saved`: what the back office set. `shown`: what visitors see, where BRANDING_FILE sets the rest; `logo`: its
    path."""

    saved: Branding
    shown: Branding
    logo: str | None = Field(examples=["/brand/logo-0a1b2c3d4e5f6071.svg"])
    own_logo: bool = Field(description="The back office set the logo.")
    themes: list[ThemeChoice]
    fonts: list[Font]


def _is_logo(given: str) -> str:
    """Raises LogoRefused, which pydantic reports along with the other fields' errors."""
    if given:
        logo_in(given)
    return given


class BrandingPreview(BaseModel):
    """The front page as it would be. `style`: its style sheet, for a frame in which the security policy allows no
    inline styles."""

    html: str
    style: str


class BrandingChange(Branding):
    """All fields, because those left out are Marquee's own. `logo`: a picture as `data:image/…;base64,…`; null keeps
    the one that there is, "" removes it."""

    logo: Annotated[str, AfterValidator(_is_logo)] | None = None


@router.get("")
def read_branding(_: Reader) -> BrandingState:
    """Returns the branding, and what it can be."""
    with reading() as connection:
        return _state(connection)


@router.put("")
def change_branding(given: BrandingChange, actor: Admin) -> BrandingState:
    """Replaces the branding. Visitors see it at once."""
    with transaction() as connection:
        before = saved.read(connection)
        after = _changed(given, before)
        saved.save(connection, after)
        audit.record(
            connection,
            actor=actor.name,
            action="change branding",
            subject="branding",
            before=_recorded(before),
            after=_recorded(after),
        )
        return _state(connection)


@router.post("/preview")
def preview_branding(given: BrandingChange, request: Request, _: Admin) -> BrandingPreview:
    """Returns the front page as this branding would make it. Saves nothing."""
    with reading() as connection:
        shown = site.with_branding(_changed(given, saved.read(connection)))
        view = replace(view_of(request, connection), site=shown)
    plain, address = replace(shown, style=""), base(request)  # the sheet that its link names is the saved one
    html, _policy = in_frame(front_page(view, address), LIST, address, plain)
    if shown.logo is not None:
        html = html.replace(shown.logo.path, shown.logo.data)
    return BrandingPreview(html=html, style=shown.style)


def _changed(given: BrandingChange, before: SavedBranding | None) -> SavedBranding:
    branding, logo = Branding.model_validate(given.model_dump(exclude={"logo"})), _logo(given.logo, before)
    return SavedBranding(
        branding.model_dump(mode="json", exclude_defaults=True),
        None if logo is None else logo.content,
        None if logo is None else logo.media_type,
    )


def _logo(given: str | None, before: SavedBranding | None) -> Logo | None:
    if given is None:
        return _logo_of(before)
    if not given:
        return None
    return logo_in(given)


def _logo_of(kept: SavedBranding | None) -> Logo | None:
    return None if kept is None or kept.logo is None or kept.logo_type is None else Logo(kept.logo, kept.logo_type)


def _recorded(kept: SavedBranding | None) -> Mapping[str, Any] | None:
    """For the audit log: the logo's path instead of its bytes."""
    logo = _logo_of(kept)
    return None if kept is None else {**kept.given, **({} if logo is None else {"logo": logo.path})}


def _state(connection: Connection) -> BrandingState:
    kept = saved.read(connection)
    shown, logo = site.merged(kept)
    return BrandingState(
        saved=Branding.model_validate(kept.given if kept else {}),
        shown=shown,
        logo=None if logo is None else logo.path,
        own_logo=_logo_of(kept) is not None,
        themes=[
            ThemeChoice(
                name=name,
                light=Colors.model_validate(look.light, from_attributes=True),
                dark=Colors.model_validate(look.dark, from_attributes=True),
            )
            for name, look in THEMES.items()
        ],
        fonts=list(FONTS),
    )
