"""Characters that nobody sees: removed where they deceive, kept where a script or an emoji needs them."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.visible_text import json_line, one_line, visible


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("\x1b[2JJazz\x07", "[2JJazz"),
        ("Jazz\x9b31m\x90x\x9c", "Jazz31mx"),
        ("free \u202eyadot\u202c", "free yadot"),
        ("\u2066Jazz\u2069", "Jazz"),
        ("pay\u200bpal pay\u200dpal", "paypal paypal"),
        ("\ufeffcon\u00adcert\u2060", "concert"),
        ("\u3164\u115f\u17b4", ""),
        ("hidden\U000e0068\U000e0069", "hidden"),
        ("a\ufe0f\ufe0fb\U000e0100", "a\ufe0fb"),
        ("\u200eJazz", "Jazz"),
        ("\u061cJazz", "Jazz"),
        ("one\x85two\u2028three\r\nfour\rfive", "one\ntwo\nthree\nfour\nfive"),
        ("a\x00b\ud800c\uffff", "abc"),
    ],
    ids=ascii,
)
def test_what_deceives_is_removed(text, seen):
    assert visible(text) == seen


@pytest.mark.parametrize(
    "text",
    [
        "Jazz\tand\nblues: Über Öl, naïve façade, 7 € – 9 €",
        "👨‍👩‍👧 👩🏽‍🚒 ❤️‍🔥 🏳️‍🌈 1️⃣ ☎︎",
        "🏴󠁧󠁢󠁳󠁣󠁴󠁿 🏴󠁧󠁢󠁥󠁮󠁧󠁿",
        "می‌خواهم",
        "श्री क्‍ष ක්‍ෂ",
        "葛\U000e0100城",
        "שלום\u200f!",
    ],
    ids=ascii,
)
def test_what_scripts_and_emoji_need_is_kept(text):
    assert visible(text) == text


@settings(max_examples=300, deadline=None)
@given(
    st.text(
        st.sampled_from("aא👩\u200b\u200c\u200d\u200f\u202e\ufe0f\u061c\x1b\x9b\u0905\U000e0100\U0001f3f4\U000e0067")
    )
)
def test_what_is_visible_stays_as_it_is(text):
    assert visible(visible(text)) == visible(text)
    assert not set(visible(text)) & set("\u200b\u202e\x1b\x9b")


LINE_ENDS = "one\x85two\u2028three\u2029four\rfive\x0bsix\nseven"


def test_a_text_on_one_line():
    assert one_line(f" {LINE_ENDS}\x9b ") == "one two three four five six seven"


@pytest.mark.parametrize("only_ascii", [False, True])
def test_json_has_one_line(only_ascii):
    """Otherwise a page could write lines into a log, or end the record of a program that reads lines."""
    written = json_line({"text": f"{LINE_ENDS}\u202e", "list": ["ü"]}, only_ascii=only_ascii)
    assert len(written.splitlines()) == 1
    assert json.loads(written)["list"] == ["ü"]


def test_json_is_visible():
    assert json.loads(json_line({"text": "one\x85two\u2028\u202ethree\x9b"})) == {"text": "one\ntwo\nthree"}
