"""A logo: which pictures are allowed, and where it is served."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass

from lxml import etree

LARGEST = 30_000
"""In bytes, so that a first view stays below 130 KB."""
SIGNATURES = {
    "image/png": (b"\x89PNG\r\n\x1a\n", b""),
    "image/jpeg": (b"\xff\xd8\xff", b""),
    "image/gif": (b"GIF8", b""),
    "image/webp": (b"RIFF", b"WEBP"),
}
ENDINGS = {"image/png": "png", "image/jpeg": "jpg", "image/gif": "gif", "image/webp": "webp", "image/svg+xml": "svg"}
_DATA = re.compile(r"data:image/[a-z+]+;base64,([A-Za-z0-9+/=\s]+)")
SVG = "http://www.w3.org/2000/svg"
_FOREIGN = re.compile(r"javascript:|@import|image-set\(|src\(|\\|url\((?!\s*['\"]?#)", re.IGNORECASE)
_DANGEROUS = ("script", "foreignObject", "iframe", "embed", "object", "handler", "set", "animate")


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


def logo_in(address: str) -> Logo:
    """The picture in a `data:` address. Raises LogoRefused."""
    found = _DATA.fullmatch(address)
    try:
        content = base64.b64decode(found[1], validate=False) if found else b""
    except binascii.Error:
        content = b""
    if not content:
        raise LogoRefused("must be a picture as data:image/…;base64,…")
    return logo_of(content)


def logo_of(content: bytes) -> Logo:
    """Raises LogoRefused."""
    if len(content) > LARGEST:
        most, found = LARGEST // 1000, len(content) // 1000
        raise LogoRefused(f"must have at most {most} KB, so that the page stays quick; this one has {found} KB")
    for media_type, (start, then) in SIGNATURES.items():
        if content.startswith(start) and content[8 : 8 + len(then)] == then:
            return Logo(content, media_type)
    if _is_safe_svg(content):
        return Logo(content, "image/svg+xml")
    raise LogoRefused("must be a PNG, JPEG, WebP, GIF, or SVG without scripts, styles from elsewhere, and links")


def _is_safe_svg(content: bytes) -> bool:
    """Whether it is an SVG that only draws: in UTF-8, without entities of its own, and without instructions, of which
    one could name a style sheet."""
    try:
        if "\0" in content.decode("utf-8"):  # UTF-16 without a byte order mark, for which lxml may report UTF-8
            return False
        root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))
    except (etree.XMLSyntaxError, ValueError):
        return False
    tree = root.getroottree()
    if tree.docinfo.internalDTD is not None or (tree.docinfo.encoding or "UTF-8").upper() != "UTF-8":
        return False
    if tree.xpath("//processing-instruction()") or _FOREIGN.search("".join(map(str, root.itertext()))):
        return False
    return etree.QName(root).namespace == SVG and all(_draws(one) for one in root.iter(etree.Element))


def _draws(element: etree._Element) -> bool:
    if etree.QName(element).localname in _DANGEROUS:
        return False
    attributes = [(etree.QName(str(name)).localname, str(value)) for name, value in element.items()]
    if any(name.lower().startswith("on") for name, _ in attributes):
        return False
    if any(name == "href" and not value.startswith(("#", "data:image/")) for name, value in attributes):
        return False
    return not any(_FOREIGN.search(value) for _, value in attributes)
