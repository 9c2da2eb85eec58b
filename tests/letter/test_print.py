"""The letter for a newspaper's page."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest

from app.letter.exports import Export, exported
from app.letter.issue import footer_of
from tests.api.harvest import at, concert, harvest, seed
from tests.letter.test_forms import HOSTILE, content


@pytest.fixture
def page(service_environment):
    seed()
    titles = ("Café <b> \\ 🎷", *HOSTILE)
    harvest(*(concert(f"p{n}", at(1 + n % 4, 20), title=title) for n, title in enumerate(titles)))
    shown = content()

    def write(form):
        return exported(form, shown, footer_of(shown.words, None, None))

    return write


def test_tagged_text(page):
    text = page(Export.TAGGED)
    assert text.isascii()
    lines = text.decode().split("\r\n")
    assert lines[0] == "<ASCII-WIN>"
    assert r"<ParaStyle:Events Title>Caf<0x00E9> \<b\> \\ <0xD83C><0xDFB7>" in lines
    assert all(line.startswith("<") for line in lines[:-1]), "each paragraph has a style"
    assert "\n" not in text.decode().replace("\r\n", "")


def test_icml_is_well_formed_and_uses_only_its_styles(page):
    root = ET.fromstring(page(Export.ICML))
    defined = {one.get("Self") for one in root.iter("ParagraphStyle")}
    used = {one.get("AppliedParagraphStyle") for one in root.iter("ParagraphStyleRange")}
    assert used
    assert used <= defined
    texts = [one.text for one in root.iter("Content")]
    assert "Café <b> \\ 🎷" in texts
    assert len(list(root.iter("Br"))) == len(texts) - 1


def test_columns_have_a_paragraph_a_line(page):
    text = page(Export.COLUMNS).decode("utf-8-sig")
    assert text.startswith("WHAT’S ON")
    assert "Café <b> \\ 🎷\r\n" in text


def test_html_for_a_mail_tool_has_its_mark(page, marquee):
    ran = marquee("letter", "export", "--form", "html")
    assert ran.exit_code == 0
    assert 'href="*|UNSUB|*"' in ran.stdout
