"""Fragments of SQL keep their parameters, and can read other rows."""

from __future__ import annotations

import pytest

from storage.search.fragments import TRUE, Fragment, all_of, compose

STARTED = Fragment("o.starts_at < :now AND o.status <> 'o'", ("o",), {"now": 1})
NAMED = Fragment("v.name = :name", ("v",), {"name": "Hall"})


def test_reading_other_rows():
    other = STARTED.reading(o="p")
    assert other.text == "p.starts_at < :now AND p.status <> 'o'"
    assert (other.aliases, other.parameters) == (("p",), {"now": 1})


def test_a_fragment_does_not_read_what_it_does_not_declare():
    with pytest.raises(KeyError, match="does not read"):
        STARTED.reading(v="w")


def test_all_of_binds_what_its_tests_bind():
    both = all_of(STARTED, TRUE, NAMED)
    assert both.text == "(o.starts_at < :now AND o.status <> 'o') AND (v.name = :name)"
    assert (both.aliases, both.parameters) == (("o", "v"), {"now": 1, "name": "Hall"})
    assert all_of(TRUE) == all_of() == TRUE


def test_compose_fills_a_template():
    statement = compose("SELECT {columns} FROM venues v WHERE {test}", columns="v.id", test=NAMED)
    assert statement.text == "SELECT v.id FROM venues v WHERE v.name = :name"
    assert statement.parameters == {"name": "Hall"}
