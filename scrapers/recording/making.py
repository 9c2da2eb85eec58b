"""Records a spider's crawl, and writes what it read as an expectation that fails until somebody reviewed it."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "tests" / "spiders"
CRAWL, EXPECTED = "crawl.json.gz", "expected.json"
MOST_PAGES = 50
REVIEW = (
    'Compare the events with the site. Correct what the spider must read otherwise, then set "reviewed" to true: '
    "until then the test of the recording fails."
)


class CrawlFailed(RuntimeError):
    """The crawl ended with an error, or asked for what it may not. The message has its log's last lines."""


@dataclass(frozen=True, slots=True)
class Expectation:
    """now: the ISO time that the crawl takes as the present. arguments: the spider's."""

    reviewed: bool
    now: str
    arguments: Mapping[str, str]
    events: list[dict[str, Any]]
    note: str = REVIEW

    @classmethod
    def read(cls, spider: str) -> Expectation:
        return cls(**json.loads((FOLDER / spider / EXPECTED).read_text(encoding="utf-8")))

    def write(self, spider: str) -> Path:
        path = FOLDER / spider / EXPECTED
        path.parent.mkdir(parents=True, exist_ok=True)
        names = ("note", "reviewed", "now", "arguments", "events")
        plain = {name: getattr(self, name) for name in names}
        path.write_text(json.dumps(plain, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        return path


def record(spider: str, arguments: Mapping[str, str], *, pages: int = MOST_PAGES) -> Expectation:
    """Crawls the site, politely as ever, saves its responses, and writes what the spider reads in them. Raises
    CrawlFailed, with an expectation without events."""
    now = datetime.now(UTC).replace(microsecond=0).isoformat()
    recording = FOLDER / spider / CRAWL
    options = {"RECORD_TO": str(recording), "CLOSESPIDER_PAGECOUNT": str(pages)}
    expectation = Expectation(reviewed=False, now=now, arguments=dict(arguments), events=[])
    expectation.write(spider)
    _crawl(spider, {**arguments, "now": now}, options)
    expectation = replace(expectation, events=replay(spider, expectation))
    expectation.write(spider)
    return expectation


def replay(spider: str, expectation: Expectation) -> list[dict[str, Any]]:
    """The events, or feeds, that the spider reads in its recording, by uid or address. Raises CrawlFailed."""
    options = {"REPLAY_FROM": str(FOLDER / spider / CRAWL), "DOWNLOAD_DELAY": "0", "AUTOTHROTTLE_ENABLED": "False"}
    events = _crawl(spider, {**expectation.arguments, "now": expectation.now}, options)
    return sorted(events, key=lambda one: str(one.get("uid") or one.get("url")))


def _crawl(spider: str, arguments: Mapping[str, str], options: Mapping[str, str]) -> list[dict[str, Any]]:
    command = [sys.executable, "-m", "scrapy", "crawl", spider, "-O", "-:jsonl"]
    for name, value in {"STORE_EVENTS": "False", "LOG_LEVEL": "WARNING", **options}.items():
        command += ["-s", f"{name}={value}"]
    for name, value in arguments.items():
        command += ["-a", f"{name}={value}"]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if ran.returncode or "Traceback" in ran.stderr or "is not in the recording" in ran.stderr:
        raise CrawlFailed("\n".join(ran.stderr.splitlines()[-8:]))
    return [json.loads(line) for line in ran.stdout.splitlines() if line.startswith("{")]
