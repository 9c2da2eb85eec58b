"""The forms of a letter, by name."""

from __future__ import annotations

from enum import StrEnum

from app.letter import html, markdown, plain
from app.letter.content import Content
from app.letter.footer import Footer


class LetterForm(StrEnum):
    MARKDOWN = "markdown"
    HTML = "html"
    TEXT = "text"


MEDIA_TYPES = {
    LetterForm.MARKDOWN: "text/markdown; charset=utf-8",
    LetterForm.HTML: "text/html; charset=utf-8",
    LetterForm.TEXT: "text/plain; charset=utf-8",
}


def written(form: LetterForm, content: Content, footer: Footer) -> str:
    if form is LetterForm.HTML:
        return html.whole(html.top(content), footer)
    if form is LetterForm.TEXT:
        return plain.whole(plain.top(content), footer)
    return markdown.whole(content, footer)
