"""Writes a letter as HTML for mail programs: tables, inline styles, no script, no picture, no style sheet.

Outlook for Windows lays out with Word: it needs tables with widths as attributes, and ignores max-width, float,
position, and flex (Microsoft, "Word 2007 HTML and CSS rendering capabilities in Outlook 2007"; caniemail.com). Its
conditional comments hold the table at 600 px. Gmail drops everything behind 102 KB (support: "Message clipped";
measured by Litmus and Mailchimp), so the last events are left out of a longer letter.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from app.feeds.markup import escape
from app.letter.content import Content, Item, Section
from app.letter.footer import Footer

GMAIL_CLIPS_BYTES = 102 * 1024
FOOTER_BYTES = 6_000
"""Kept free for the footer and a mail tool's own additions."""
WIDTH = 600
SANS = "font-family:Helvetica,Arial,sans-serif;"
SERIF = "font-family:Georgia,'Times New Roman',serif;"
TEXT, SOFT, LINE, PAPER = "#1d2326", "#566166", "#d9dedd", "#f4f6f5"


def fitted(content: Content) -> Content:
    """Without the last events if the letter would be clipped."""
    while content.items and len(top(content).encode()) > GMAIL_CLIPS_BYTES - FOOTER_BYTES:
        *before, last = content.sections
        shorter = replace(last, items=last.items[:-1])
        content = replace(content, sections=(*before, shorter) if shorter.items else tuple(before))
    return content


def top(content: Content) -> str:
    """The document up to its footer."""
    words = content.words
    titles = escape(" · ".join(item.title for item in content.items[:3]))
    return (
        f'<!DOCTYPE html>\n<html lang="{words.tag}" dir="{words.direction}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="x-apple-disable-message-reformatting">\n'
        f"<title>{escape(content.subject)}</title>\n</head>\n"
        f'<body style="margin:0;padding:0;background-color:{PAPER};">\n'
        f'<div style="display:none;font-size:1px;line-height:1px;color:{PAPER};mso-hide:all;">{titles}</div>\n'
        f'<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" bgcolor="{PAPER}">'
        '<tr><td align="center" style="padding:16px 8px;">\n'
        f'<!--[if mso]><table role="presentation" width="{WIDTH}" cellpadding="0" cellspacing="0" border="0"><tr><td>'
        "<![endif]-->\n"
        '<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" bgcolor="#ffffff" '
        f'style="max-width:{WIDTH}px;background-color:#ffffff;">\n'
        f"{''.join(_head(content))}{''.join(_section(one, content.accent) for one in content.sections)}"
    )


def whole(above: str, footer: Footer) -> str:
    """`above`: what `top` returned."""
    lines = "<br>\n".join(
        escape(text) if address is None else f'<a href="{escape(address)}" style="color:{SOFT};">{escape(text)}</a>'
        for text, address in footer.lines()
    )
    return (
        f'{above}<tr><td style="padding:24px;border-top:1px solid {LINE};{SANS}font-size:13px;line-height:22px;'
        f'color:{SOFT};">\n{lines}\n</td></tr>\n</table>\n'
        "<!--[if mso]></td></tr></table><![endif]-->\n</td></tr></table>\n</body>\n</html>\n"
    )


def _head(content: Content) -> Iterator[str]:
    yield (
        f'<tr><td style="padding:28px 24px 4px 24px;{SERIF}">'
        f'<h1 style="margin:0;font-size:28px;line-height:34px;font-weight:bold;color:{TEXT};">'
        f'<a href="{escape(content.calendar)}" style="color:{TEXT};text-decoration:none;">{escape(content.name)}</a>'
        "</h1></td></tr>\n"
    )
    for paragraph in content.intro:
        yield _row(_paragraph(paragraph, f"{SANS}font-size:16px;line-height:24px;color:{TEXT};"), "8px 24px 4px 24px")


def _section(section: Section, accent: str) -> str:
    rows = [_item(item, accent) for item in section.items]
    if section.heading:
        rows.insert(
            0,
            f'<tr><td style="padding:24px 24px 4px 24px;{SERIF}"><h2 style="margin:0;font-size:20px;line-height:26px;'
            f'font-weight:bold;color:{accent};">{escape(section.heading)}</h2></td></tr>\n',
        )
    return "".join(rows)


def _item(item: Item, accent: str) -> str:
    title = escape(item.title)
    if item.url:
        title = f'<a href="{escape(item.url)}" style="color:{accent};text-decoration:underline;">{title}</a>'
    style = f"margin:0;{SERIF}font-size:18px;line-height:24px;font-weight:bold;color:{TEXT};"
    parts = [f'<h3 dir="auto" style="{style}">{title}</h3>']
    parts += _facts(item.facts)
    if item.blurb:
        parts.append(_paragraph(item.blurb, f"{SANS}font-size:15px;line-height:22px;color:{TEXT};", "auto"))
    return _row("\n".join(parts), "12px 24px 4px 24px")


def _facts(facts: Sequence[str]) -> Iterator[str]:
    if facts:
        yield _paragraph(" · ".join(facts), f"{SANS}font-size:14px;line-height:20px;color:{SOFT};", "auto")


def _row(inner: str, padding: str) -> str:
    return f'<tr><td style="padding:{padding};">{inner}</td></tr>\n'


def _paragraph(text: str, style: str, direction: str = "") -> str:
    written = f' dir="{direction}"' if direction else ""
    return f'<p{written} style="margin:0;padding:2px 0;{style}">{escape(text)}</p>'
