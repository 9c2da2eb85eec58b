"""Scrapy's list of spiders: the files in `spiders/`, and one for each platform."""

from __future__ import annotations

from scrapy.spiderloader import SpiderLoader as ScrapySpiderLoader

from scrapers.platforms.registry import platforms


class SpiderLoader(ScrapySpiderLoader):
    """Lets `scrapy crawl squarespace -a url=…` work without a file in `spiders/`. A file of the same name wins."""

    def _load_all_spiders(self) -> None:
        super()._load_all_spiders()
        for name, platform in platforms().items():
            self._spiders.setdefault(name, platform.spider_class())
