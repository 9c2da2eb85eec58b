"""No value of an argument or option ends in a traceback."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import cycle, islice
from typing import Any

import pytest
import typer
from sqlalchemy import text
from typer.core import TyperGroup

from app.cli import app
from storage.database.engine import transaction
from tests.api.harvest import seed

SERVES = {"up", "demo", "crawl", "record", "restore", "backup", "doctor", "secrets", "env", "migrate"}
"""Commands that start services, write files, or take no values."""
ABSURD = ["", "a\0b", "\udc80", "-1", "9" * 23, "9999-12-31T23:59:59Z", "1e400"]


def commands(command: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    found = command.imported() if hasattr(command, "imported") else command
    if isinstance(found, TyperGroup):
        for name, inner in sorted(found.commands.items()):
            if path or name not in SERVES:
                yield from commands(inner, (*path, name))
    else:
        yield path, found


ALL = dict(commands(typer.main.get_command(app)))


def lines(command: Any) -> Iterator[list[str]]:
    """Each argument with each value, and each option with three of them in turn; other arguments are 1."""
    needed = [one for one in command.params if one.param_type_name == "argument"]
    usual = ["1"] * len(needed)
    for place in range(len(needed)):
        yield from ([*usual[:place], value, *usual[place + 1 :]] for value in ABSURD)
    values = cycle(ABSURD)
    for one in command.params:
        if one.param_type_name == "option" and not one.is_flag and not one.is_eager:
            yield from ([*usual, one.opts[0], value] for value in islice(values, 3))


@pytest.mark.parametrize("path", [pytest.param(path, id=" ".join(path)) for path in ALL])
def test_no_value_ends_in_a_traceback(marquee, service_environment, monkeypatch, tmp_path, path):
    monkeypatch.chdir(tmp_path)
    seed()
    for line in lines(ALL[path]):
        ran = marquee(*path, *line)
        assert ran.exit_code in (0, 1, 2), line
        assert "Traceback" not in ran.output, line


@pytest.mark.parametrize("value", ["a\0b", "\udcff"])
def test_what_is_no_text_is_refused_by_name(marquee, value):
    ran = marquee("events", "list", "--search", value)
    assert ran.exit_code == 2
    assert "null character" in ran.output or "isn't UTF-8 text" in ran.output


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [
        ("--timezone", "", "'' is not an IANA zone"),
        ("--timezone", "../UTC", "is not an IANA zone"),
        ("--timezone", "localtime", "'localtime' is not an IANA zone"),
        ("--timezone", "Factory", "'Factory' is not an IANA zone"),
        ("--title", "  ", "The title is empty."),
        ("--base-url", "", "The address is empty."),
        ("--floor", "9" * 23, "--floor"),
        ("--setting", "local_is_utc", "write it as NAME=VALUE"),
        ("--setting", "nope=1", "setting nope: Extra inputs are not permitted"),
        ("--setting", "local_is_utc=maybe", "setting local_is_utc: Input should be a valid boolean"),
    ],
)
def test_a_source_keeps_what_an_edit_may_not_change(marquee, service_environment, option, value, said):
    seed()
    before = _source()
    ran = marquee("sources", "edit", "1", option, value)
    assert ran.exit_code != 0
    assert said in ran.output
    assert _source() == before


def test_settings_of_a_source_that_errs(marquee, service_environment):
    seed()
    assert marquee("sources", "edit", "1", "--setting", "local_is_utc=true").exit_code == 0
    assert _source()[3] == {"local_is_utc": True}
    assert "are opposites" in marquee("sources", "edit", "1", "--setting", "utc_is_local=true").output
    swapped = ["--setting", "local_is_utc=", "--setting", "utc_is_local=yes"]
    assert marquee("sources", "edit", "1", *swapped).exit_code == 0
    assert _source()[3] == {"utc_is_local": True}


def test_an_address_for_calendar_programs_is_stored_as_http_with_its_last_slash(marquee, service_environment):
    seed()
    marquee("sources", "edit", "1", "--base-url", "webcals://hall.example/events/ical/")
    assert _source()[1] == "https://hall.example/events/ical/"


def _source() -> Any:
    with transaction() as connection:
        return connection.execute(
            text("SELECT title, base_url, timezone, settings, floor FROM sources WHERE id = 1")
        ).one()
