"""`scrapy genspider`: writes a spider for a source, records its crawl, and writes the expectation to be reviewed."""

from __future__ import annotations

import argparse
import re
from datetime import UTC, datetime
from pathlib import Path
from string import Template

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from core.addresses import with_scheme
from core.config import settings
from core.fetching.fetcher import Fetcher
from scrapers.discovery.explorer import Explorer
from scrapers.discovery.findings import Findings
from scrapers.platforms.registry import platform
from scrapers.recording.making import EXPECTED, FOLDER, ROOT, CrawlFailed, record
from scrapers.settings import ROBOTSTXT_USER_AGENT, USER_AGENT
from scrapers.spider_loader import spider_class_of

TEMPLATES = Path(__file__).resolve().parents[1] / "templates"
NAMES = tuple(sorted(path.stem for path in TEMPLATES.glob("*.tmpl")))
_NAME = re.compile(r"[a-z][a-z0-9_]{1,40}")


class Command(ScrapyCommand):
    requires_crawler_process = False
    default_settings = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        return "[-t TEMPLATE] NAME URL"

    def short_desc(self) -> str:
        return "Write a spider for a source, with a recorded crawl and an expectation to review"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("-t", "--template", choices=NAMES, default="platform", help="default: %(default)s")
        parser.add_argument("-l", "--list", action="store_true", help="show the templates")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        if opts.list:
            self._say("\n".join(NAMES))
            return
        if len(args) != 2:
            raise UsageError("give a NAME and a URL")
        name, url = args[0], with_scheme(args[1])
        spider = ROOT / "spiders" / f"{name}.py"
        if not _NAME.fullmatch(name):
            raise UsageError(f"{name!r}: a name is lower-case letters, digits, and underscores, such as bayfront_hall")
        if spider.exists():
            raise UsageError(f"{spider.relative_to(ROOT)} exists already")
        text = _written(name, url, opts.template)
        if text is None:
            self.exitcode = 1
            return
        spider.write_text(text, encoding="utf-8")
        self._say(f"wrote {spider.relative_to(ROOT)}")
        self._record(name)

    def _record(self, name: str) -> None:
        expected = (FOLDER / name / EXPECTED).relative_to(ROOT)
        try:
            found = record(name, {})
        except CrawlFailed as error:
            self._say(f"{error}\nThe crawl failed. Correct the spider, then: python -m app record URL --spider {name}")
            self.exitcode = 1
            return
        self._say(f"wrote {expected}: {len(found.events)} events. {found.note}")

    def _say(self, text: str) -> None:
        print(text)  # noqa: T201


def _written(name: str, url: str, template: str) -> str | None:
    """The spider's text; None, with a sentence on the terminal, if no platform is found at the address."""
    title = name.replace("_", " ").title()
    values = {"name": name, "url": url, "title": title, "timezone": settings().timezone}
    values["classname"] = "".join(part.title() for part in name.split("_"))
    if template == "platform":
        found = _look(url)
        if not found.candidates:
            print(found.refusal)  # noqa: T201
            return None
        values |= _of_platform(found)
    return Template((TEMPLATES / f"{template}.tmpl").read_text(encoding="utf-8")).substitute(values).rstrip() + "\n"


def _look(url: str) -> Findings:
    explorer = Explorer(
        fetcher=Fetcher(USER_AGENT, anywhere=settings().private_sources),
        agent=ROBOTSTXT_USER_AGENT,
        now=datetime.now(UTC),
        timezone=settings().timezone,
    )
    return explorer.explore(url)


def _of_platform(found: Findings) -> dict[str, str]:
    """The base class: the platform's own spider, or the general one with the platform's description."""
    best = found.candidates[0]
    described = platform(best.platform)
    base = spider_class_of(described)
    values = {"url": best.base_url, "platform_title": described.title}
    if best.timezone:
        values["timezone"] = best.timezone
    if base.__module__ == f"scrapers.platforms.{described.name}.spider":
        imports, extra = f"from {base.__module__} import {base.__name__}", ""
    else:
        base = base.__mro__[1]
        imports = (
            f"from scrapers.platforms.{described.name} import PLATFORM\nfrom {base.__module__} import {base.__name__}"
        )
        extra = f'    platform = "{described.name}"\n    described = PLATFORM\n'
    return {**values, "base": base.__name__, "imports": imports, "extra": extra}
