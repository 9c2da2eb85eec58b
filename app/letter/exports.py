"""The files that a letter can be exported to: for mail tools such as Mailchimp, and for a newspaper's page."""

from __future__ import annotations

from enum import StrEnum

from app.letter.content import Content
from app.letter.footer import Footer
from app.letter.forms import MEDIA_TYPES, LetterForm, written
from app.letter.print.columns import columns
from app.letter.print.icml import icml
from app.letter.print.tagged import tagged


class Export(StrEnum):
    """Markdown, HTML, and plain text with an unsubscribe mark; tagged, icml, and columns for print."""

    HTML = "html"
    MARKDOWN = "markdown"
    TEXT = "text"
    TAGGED = "tagged"
    ICML = "icml"
    COLUMNS = "columns"

    @property
    def media_type(self) -> str:
        if self in _PRINTED:
            return "application/xml" if self is Export.ICML else "text/plain; charset=utf-8"
        return MEDIA_TYPES[LetterForm(self.value)]

    @property
    def file_name(self) -> str:
        endings = {Export.HTML: "html", Export.MARKDOWN: "md", Export.ICML: "icml"}
        return f"letter.{endings.get(self, 'txt')}"


_PRINTED = {Export.TAGGED: tagged, Export.ICML: icml, Export.COLUMNS: columns}


def exported(form: Export, content: Content, footer: Footer) -> bytes:
    if form in _PRINTED:
        return _PRINTED[form](content)
    return written(LetterForm(form.value), content, footer).encode()
