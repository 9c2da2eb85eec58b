"""Each theme is readable in light and dark mode, and an own accent is made so."""

from __future__ import annotations

import re
from dataclasses import asdict
from pathlib import Path

import pytest

from app.branding.contrast import mixed, ratio
from app.branding.themes import FONTS, FOR_TEXT, THEMES, Font, Theme, darkened

TOKENS = (Path(__file__).resolve().parents[2] / "web" / "src" / "styles" / "tokens.css").read_text()
PALETTES = [
    pytest.param(palette, id=f"{name}-{mode}")
    for name, look in THEMES.items()
    for mode, palette in (("light", look.light), ("dark", look.dark))
]


def test_contrast_as_in_wcag():
    assert ratio("#000000", "#ffffff") == pytest.approx(21)
    assert ratio("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert mixed("#ff0000", "#0000ff", 0.5) == "#800080"


def test_there_are_four_themes():
    assert list(THEMES) == list(Theme)
    assert len(THEMES) == 4
    assert list(FONTS) == list(Font)


@pytest.mark.parametrize("palette", PALETTES)
def test_text_can_be_read(palette):
    for surface in palette.surfaces:
        assert ratio(palette.ink, surface) >= 7, surface
        assert ratio(palette.accent, surface) >= FOR_TEXT, surface
    for surface in (palette.paper, palette.card, palette.sunken):
        assert ratio(palette.ink_soft, surface) >= FOR_TEXT, surface
    assert ratio(palette.accent_ink, palette.accent) >= FOR_TEXT


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_the_usual_theme_is_that_of_the_style_sheet(mode):
    block = re.search(r":root \{(.*?)\}" if mode == "light" else r'\[data-theme="dark"\] \{(.*?)\}', TOKENS, re.DOTALL)
    tokens = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", block[1]))
    for name, color in asdict(getattr(THEMES[Theme.HARBOR], mode)).items():
        assert tokens[name.replace("_", "-")] == color, name


@pytest.mark.parametrize("palette", PALETTES)
@pytest.mark.parametrize("accent", ["#ffff00", "#ff0000", "#00ff00", "#808080", "#0000ff", "#ffffff", "#000000"])
def test_an_accent_is_made_readable(palette, accent):
    found = palette.with_accent(darkened(accent, palette))
    assert found.least_contrast() >= FOR_TEXT
    assert ratio(found.accent_ink, found.accent) >= FOR_TEXT
    assert ratio(palette.ink, found.accent_wash) >= FOR_TEXT
