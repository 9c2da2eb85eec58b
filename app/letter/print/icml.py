"""Writes a letter as ICML, InCopy's story in XML, which InDesign places and updates as a linked file."""

from __future__ import annotations

from app.feeds.markup import escape
from app.letter.content import Content
from app.letter.print.paragraphs import Paragraph, Style, paragraphs

HEAD = """\
<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<?aid style="50" type="snippet" readerVersion="6.0" featureSet="513" product="8.0(370)" ?>
<?aid SnippetType="InCopyInterchange"?>
<Document DOMVersion="8.0" Self="letter">
"""
NO_CHARACTER_STYLE = "CharacterStyle/$ID/[No character style]"


def icml(content: Content) -> bytes:
    found = list(paragraphs(content))
    styles = "".join(f'<ParagraphStyle Self="{_name(style)}" Name="{style}"/>\n' for style in Style)
    story = "".join(_range(one, last=one is found[-1]) for one in found)
    text = (
        f'{HEAD}<RootCharacterStyleGroup Self="letter_character_styles">\n'
        f'<CharacterStyle Self="{NO_CHARACTER_STYLE}" Name="$ID/[No character style]"/>\n</RootCharacterStyleGroup>\n'
        f'<RootParagraphStyleGroup Self="letter_paragraph_styles">\n{styles}</RootParagraphStyleGroup>\n'
        '<Story Self="letter_story" TrackChanges="false" StoryTitle="" AppliedTOCStyle="n" AppliedNamedGrid="n">\n'
        f"{story}</Story>\n</Document>\n"
    )
    return text.encode()


def _range(one: Paragraph, *, last: bool) -> str:
    """`<Br/>` ends a paragraph; after the last one it would begin an empty one."""
    end = "" if last else "<Br/>"
    return (
        f'<ParagraphStyleRange AppliedParagraphStyle="{_name(one.style)}">\n'
        f'<CharacterStyleRange AppliedCharacterStyle="{NO_CHARACTER_STYLE}"><Content>{escape(one.text)}</Content>{end}'
        "</CharacterStyleRange>\n</ParagraphStyleRange>\n"
    )


def _name(style: Style) -> str:
    return f"ParagraphStyle/{style}"
