"""The frame of a plain page, its styles, and its security policy, which allows no scripts."""

from __future__ import annotations

from app.feeds.markup import escape

POLICY = (
    "default-src 'none'; style-src 'self'; img-src https: http:; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
STYLE = """\
:root { color-scheme: light dark; --line: #8884; --accent: #0a6166; }
@media (prefers-color-scheme: dark) { :root { --accent: #6cc7c3; } }
* { box-sizing: border-box; }
body { max-width: 44rem; margin: 0 auto; padding: 1rem; font: 1rem/1.55 system-ui, sans-serif; }
h1, h2, h3 { font-family: Palatino, "Palatino Linotype", P052, Georgia, serif; line-height: 1.2; }
h1 { font-size: 2rem; }
h2 { margin-top: 2rem; font-size: 1.25rem; }
h3 { margin: 0; font-size: 1.125rem; }
a { color: var(--accent); }
ul { padding: 0; list-style: none; }
li { padding: .75rem 0; border-top: 1px solid var(--line); }
li p, .facts { margin: .15rem 0; }
form { display: flex; flex-wrap: wrap; gap: .75rem; align-items: end; margin: 1.5rem 0; }
label { display: grid; gap: .2rem; }
label.tick { grid-auto-flow: column; align-items: center; min-height: 2.75rem; }
input, select, button { min-height: 2.75rem; padding: 0 .75rem; font: inherit; }
input[type=checkbox] { min-height: 1.25rem; width: 1.25rem; }
nav, footer { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; }
nav a, footer a, .more { display: inline-flex; align-items: center; min-height: 2.75rem; }
footer { margin-top: 3rem; border-top: 1px solid var(--line); }
img { max-width: 100%; max-height: 20rem; border-radius: .5rem; }
dt { margin-top: .75rem; font-weight: 600; }
dd { margin: 0; }
h1, li, dd, p { overflow-wrap: anywhere; }
"""


def document(title: str, body: str) -> str:
    """A complete page. `title` is text; `body` must be safe HTML."""
    return f"""<!doctype html>
<html lang="en-US">
<head>
<meta charset="utf-8">
<title>{escape(title)}: Marquee</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="/plain/style.css">
<link rel="icon" href="/icon.svg" type="image/svg+xml">
</head>
<body>
<header><nav aria-label="Main"><a href="/plain/">All events</a> <a href="/">Full version</a></nav></header>
<main>
<h1>{escape(title)}</h1>
{body}
</main>
<footer><a href="/feeds/events.ics">Calendar feed</a> <a href="/feeds/events.rss">RSS</a></footer>
</body>
</html>
"""
