"""A logo: which pictures are allowed, and where it is served."""

from __future__ import annotations

import base64
import binascii
import hashlib
import io
import re
from dataclasses import dataclass

from PIL import Image, UnidentifiedImageError

from app.branding import drawing

LARGEST = 30_000
"""In bytes, so that a first view stays below 130 KB."""
LARGEST_SIDE = 4000
"""In pixels: a file of 30 KB can unpack to a gigabyte."""
TOO_MANY_PIXELS = f"must be at most {LARGEST_SIDE} pixels wide and high"
ENDINGS = {"image/png": "png", "image/jpeg": "jpg", "image/gif": "gif", "image/webp": "webp", "image/svg+xml": "svg"}
OTHER_KINDS = {
    "PDF": re.compile(rb"%PDF-"),
    "PostScript": re.compile(rb"%!PS|\xc5\xd0\xd3\xc6"),
    "TIFF": re.compile(rb"II\*\0|MM\0\*"),
    "BMP": re.compile(rb"BM.{4}\0{4}", re.DOTALL),
    "ICO": re.compile(rb"\0\0\x01\0"),
    "HEIC": re.compile(rb".{4}ftyp(?:hei|hev|mif1|msf1)", re.DOTALL),
    "AVIF": re.compile(rb".{4}ftypavi", re.DOTALL),
    "Photoshop": re.compile(rb"8BPS"),
}
"""How files begin that people have as a logo, but that not all browsers show."""
_DATA = re.compile(r"data:[a-z0-9.+/-]*;base64,([A-Za-z0-9+/=\s]*)", re.IGNORECASE)
_BEFORE_MARKUP = b"\xef\xbb\xbf\xff\xfe\0 \t\r\n"
"""Marks of the encoding, and white space."""


class LogoRefused(ValueError):
    """The picture can't be the logo; the message says why."""


@dataclass(frozen=True, slots=True)
class Logo:
    """`media_type`: by its content."""

    content: bytes
    media_type: str

    @property
    def path(self) -> str:
        """Changes with the picture, so that browsers may keep it."""
        return f"/brand/logo-{hashlib.sha256(self.content).hexdigest()[:16]}.{ENDINGS[self.media_type]}"

    @property
    def data(self) -> str:
        """The whole picture as an address."""
        return f"data:{self.media_type};base64,{base64.b64encode(self.content).decode()}"


def logo_in(address: str) -> Logo:
    """The picture in a `data:` address. Raises LogoRefused."""
    found = _DATA.fullmatch(address)
    try:
        if found is not None:
            return logo_of(base64.b64decode(found[1]))
    except binascii.Error:
        pass
    raise LogoRefused("must be a picture as data:image/…;base64,…")


def logo_of(content: bytes) -> Logo:
    """Raises LogoRefused."""
    if not content:
        raise LogoRefused("is an empty file")
    for kind, beginning in OTHER_KINDS.items():
        if beginning.match(content):
            raise LogoRefused(f"is a {kind} file; save it as PNG, JPEG, WebP, GIF, or SVG")
    if len(content) > LARGEST:
        most, found = LARGEST // 1000, -(-len(content) // 1000)
        raise LogoRefused(f"must have at most {most} KB, so that the page stays quick; this one has {found} KB")
    if content.lstrip(_BEFORE_MARKUP).startswith(b"<"):
        return _drawing(content)
    return Logo(content, _photo_type(content))


def _drawing(content: bytes) -> Logo:
    try:
        drawing.check(content)
    except drawing.NoDrawing as error:
        raise LogoRefused(str(error)) from error
    return Logo(content, "image/svg+xml")


def _photo_type(content: bytes) -> str:
    try:
        with Image.open(io.BytesIO(content), formats=("PNG", "JPEG", "GIF", "WEBP")) as picture:
            if max(picture.size) > LARGEST_SIDE:
                raise LogoRefused(TOO_MANY_PIXELS)
            picture.load()
            media_type = picture.get_format_mimetype()
            return media_type if media_type in ENDINGS else "image/jpeg"  # with a second picture in it (MPO)
    except UnidentifiedImageError:
        raise LogoRefused("is not a picture; it must be PNG, JPEG, WebP, GIF, or SVG") from None
    except Image.DecompressionBombError:
        raise LogoRefused(TOO_MANY_PIXELS) from None
    except (OSError, SyntaxError):  # what Pillow raises for a damaged file
        raise LogoRefused("is a damaged picture, or a part of one; save it again") from None
