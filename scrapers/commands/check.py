"""`scrapy check` on saved pages, without asking a site."""

from __future__ import annotations

import argparse

from scrapy.commands.check import Command as ScrapyCheck


class Command(ScrapyCheck):
    """Runs the contracts in the spiders' docstrings."""

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        super().process_options(args, opts)
        assert self.settings is not None
        opts.spargs.setdefault("base_url", "https://site.example")  # a platform's spider has no address of its own
        self.settings.set("DOWNLOADER_MIDDLEWARES", {"scrapers.contracts.SavedPages": 1}, priority="cmdline")
