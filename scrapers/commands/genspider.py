"""`scrapy genspider`: writes a spider for a source, records its crawl, and writes the expectation to be reviewed."""

from __future__ import annotations

import argparse
import re
from pathlib import Path

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from core.addresses import with_scheme
from scrapers.recording.making import EXPECTED, FOLDER, ROOT, CrawlFailed, record

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
        from scrapers.templates.filling import written  # a quarter second that other commands don't need

        text = written(TEMPLATES / f"{opts.template}.tmpl", name, url)
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
