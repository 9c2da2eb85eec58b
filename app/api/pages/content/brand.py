"""The parts of every page that the town's branding changes: name, logo, and footer."""

from __future__ import annotations

import json
from collections.abc import Mapping

from app.branding.site import Site
from app.feeds.markup import escape, paragraphs
from app.language.words import Words

MARK = "M3 20V10a9 9 0 0 1 18 0v10M3 20h18M8 20v-8a4 4 0 0 1 8 0v8"
"""As in `web/src/components/Icon.tsx`."""
OUR_PICTURE = "/social.png"


def icon(path: str, class_name: str = "") -> str:
    """`path`: the shape, as SVG's `d`."""
    looks = f' class="{class_name}"' if class_name else ""
    return (
        f'<svg{looks} viewBox="0 0 24 24" width="20" height="20" fill="none" stroke="currentColor" stroke-width="1.8" '
        f'stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"><path d="{path}"/></svg>'
    )


def name(site: Site) -> str:
    """The logo, which has the name in it, or the name."""
    if site.logo is not None:
        return f'<img class="top__logo" src="{site.logo.path}" alt="{escape(site.name)}">'
    return f"{icon(MARK, 'top__mark')}\n{escape(site.name)}"


def footer(site: Site, words: Words) -> str:
    """About, contact, and links."""
    texts = [text for text in (said(site.about, words.language), said(site.contact, words.language)) if text]
    about = "".join(f"<div>{''.join(paragraphs(text))}</div>" for text in texts)
    links = "".join(f'<a href="{escape(one.url)}">{escape(one.label)}</a>' for one in site.links)
    texts_shown = f'<div class="foot__about" dir="auto">{about}</div>' if about else ""
    links_shown = f'<nav class="foot__line" aria-label="{escape(site.name)}">{links}</nav>' if links else ""
    return texts_shown + links_shown


def said(texts: Mapping[str, str], language: str) -> str:
    """In the language, or else in the first that there is."""
    return texts.get(language) or next(iter(texts.values()), "")


def branded(site: Site) -> str:
    """For the script, as JSON; "" if nothing is the town's own."""
    facts = {
        "name": site.name if site.named else None,
        "logo": site.logo.path if site.logo else None,
        "about": dict(site.about),
        "contact": dict(site.contact),
        "links": [one.model_dump() for one in site.links],
    }
    own = {key: value for key, value in facts.items() if value}
    return json.dumps(own, ensure_ascii=False) if own else ""


def fallback_picture(site: Site) -> str:
    """Of a shared link without a picture. Networks show no SVG; Marquee's own has its name."""
    if site.logo is not None and site.logo.media_type != "image/svg+xml":
        return site.logo.path
    return OUR_PICTURE
