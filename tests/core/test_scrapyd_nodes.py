"""SCRAPYD_URL lists nodes, each with its own login or the common one."""

from __future__ import annotations

import pytest

from core.config import Settings
from core.scrapyd_nodes import Address, addresses


def listed(text, **settings):
    return addresses(Settings(_env_file=None, scrapyd_url=text, **settings))


def test_several_nodes():
    found = listed(
        " http://one:6800/ ,https://me:p%40ss@two.example/scrapyd,,http://one:6800",
        scrapyd_username="u",
        scrapyd_password="p",
    )
    assert found == [
        Address("http://one:6800", ("u", "p")),
        Address("https://two.example/scrapyd", ("me", "p@ss")),
    ]
    assert "p@ss" not in repr(found)


def test_one_without_a_login():
    assert listed("http://127.0.0.1:6800", scrapyd_username="u") == [Address("http://127.0.0.1:6800", None)]


@pytest.mark.parametrize("text", ["one:6800", "http://one,redis://:s3cret@two", "http://", ","])
def test_error_does_not_quote_the_bad_address(text):
    with pytest.raises(ValueError, match="SCRAPYD_URL") as refused:
        listed(text)
    assert "s3cret" not in str(refused.value)
