"""The log of one run: of a real crawl, and of files with odd lines."""

from __future__ import annotations

import json
import os
import re

from typer.testing import CliRunner

from app.cli import app
from core.logs import run_file
from tests.crawl.running import MOTE, NOW, scrapy
from tests.plugins import starts


def logs(tmp_path, *arguments):
    return CliRunner().invoke(app, ["logs", *arguments, "--data-dir", str(tmp_path)])


def kept(tmp_path, run, *lines):
    path = run_file(tmp_path, run)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))


LINE = {"time": "2026-11-22T12:00:00.000+00:00", "level": "INFO", "logger": "scrapy", "message": "Spider opened"}


def test_a_crawl_leaves_its_log(crawls, tmp_path, monkeypatch):
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    arguments = ("crawl", "mote", "-a", f"source_id={MOTE}", "-a", f"now={NOW}", "-a", "delay=0")
    ran = scrapy(*arguments, "-a", f"base_url={crawls.sandbox.url('mote')}", "-s", "LOG_LEVEL=INFO")
    assert ran.returncode == 0
    (run,) = re.findall(r"INFO: Run (\S+) is ok  \[run=\1 source=2 spider=mote\]", ran.stderr)
    shown = starts.run(["app", "logs", run, "--json", "--data-dir", str(tmp_path)], os.environ)
    assert shown.returncode == 0, shown.stderr
    lines = [json.loads(line) for line in shown.stdout.splitlines()]
    assert f"Run {run} is ok" in [line["message"] for line in lines]
    assert {line["run"] for line in lines} == {run}


def test_the_last_run_and_one_by_its_beginning(tmp_path):
    kept(tmp_path, "aa1", LINE)
    kept(tmp_path, "ab2", {**LINE, "message": "Spider closed", "url": "https://pier.example/"})
    assert "Spider closed  https://pier.example/" in logs(tmp_path).output
    assert "Spider opened" in logs(tmp_path, "aa").output
    several = logs(tmp_path, "a")
    assert several.exit_code == 1
    assert "2 runs begin with a" in several.output


def test_levels(tmp_path):
    kept(tmp_path, "r", LINE, {**LINE, "level": "ERROR", "message": "gone", "exception": "Traceback …"})
    output = logs(tmp_path, "r", "--level", "warning").output
    assert "gone" in output
    assert "Traceback …" in output
    assert "opened" not in output
    assert logs(tmp_path, "r", "--level", "loud").exit_code == 2


def test_no_such_run(tmp_path):
    missing = logs(tmp_path, "nothing")
    assert missing.exit_code == 1
    assert "There is no log of a run nothing" in missing.output


def test_what_a_page_smuggles_into_a_line_is_only_text(tmp_path):
    kept(tmp_path, "r", {**LINE, "message": "title: \x1b[2J[red]gone[/red]\x07"})
    output = logs(tmp_path, "r").output
    assert "[2J[red]gone[/red]" in output
    assert "\x1b[2J" not in output
    assert "\x07" not in output
