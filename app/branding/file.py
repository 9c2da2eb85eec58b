"""The branding in BRANDING_FILE, a TOML file: what the back office doesn't set comes from there."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from app.branding.given import Branding
from app.branding.logo import Logo, LogoRefused, logo_of
from core.config import BadSettings, settings

CSS_FILE, LOGO_FILE = "css_file", "logo_file"
"""Paths from the folder of the file."""


def file_branding() -> tuple[Branding, Logo | None]:
    """The file's branding; nothing without BRANDING_FILE. Raises BadSettings with a line for each wrong field."""
    path = settings().branding_file
    return (Branding(), None) if path is None else _read(path)


@lru_cache(maxsize=1)
def _read(path: Path) -> tuple[Branding, Logo | None]:
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
        css, logo = found.pop(CSS_FILE, None), found.pop(LOGO_FILE, None)
        if css is not None:
            found["css"] = (path.parent / str(css)).read_text(encoding="utf-8")
        picture = None if logo is None else logo_of((path.parent / str(logo)).read_bytes())
        return Branding.model_validate(found), picture
    except ValidationError as error:
        raise BadSettings("\n".join(f"BRANDING_FILE: {line}" for line in in_words(error.errors()))) from error
    except LogoRefused as error:
        raise BadSettings(f"BRANDING_FILE: {LOGO_FILE} {error}") from error
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadSettings(f"BRANDING_FILE: {error}") from error


def in_words(errors: Sequence[ErrorDetails]) -> list[str]:
    """`accent is hard to read: …`"""
    return [f"{'.'.join(map(str, one['loc']))} {one['msg'].removeprefix('Value error, ')}".strip() for one in errors]
