"""Scrapy's list of spiders: the files in `spiders/`, and one for each platform."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import cast

from scrapy import Spider
from scrapy.spiderloader import SpiderLoader as ScrapySpiderLoader

from scrapers.platforms.base import SourceSpider
from scrapers.platforms.feed_spider import feed_spider
from scrapers.platforms.page_spider import page_spider
from scrapers.platforms.paged_spider import PagedSpider, paged_spider
from scrapers.platforms.platform import Platform
from scrapers.platforms.registry import platforms
from scrapers.platforms.single_answer import SingleAnswerSpider


class SpiderLoader(ScrapySpiderLoader):
    """Lets `scrapy crawl squarespace -a url=…` work without a file in `spiders/`. A file of the same name wins.

    A platform's spider and reader are imported when a crawl needs them: all of them take 0.2 s.
    """

    def load(self, spider_name: str) -> type[Spider]:
        if spider_name in self._spiders or spider_name not in platforms():
            return super().load(spider_name)
        return spider_class_of(platforms()[spider_name])

    def list(self) -> list[str]:
        return sorted({*self._spiders, *platforms()})

    def sources(self) -> Iterator[type[SourceSpider]]:
        """The spiders that have an address, each for one source. A platform's spider has none."""
        for spider in self._spiders.values():
            if issubclass(spider, SourceSpider) and spider.base_url:
                yield spider


@cache
def spider_class_of(platform: Platform) -> type[SourceSpider]:
    """The spider in the platform's folder; without one, what the platform's description is enough for: a spider that
    finds feeds, that reads page by page, or that reads a single address."""
    module = f"scrapers.platforms.{platform.name}.spider"
    if find_spec(module) is None:
        if platform.finds_feeds:
            return feed_spider(platform)
        if platform.is_paged:
            return paged_spider(platform, SingleAnswerSpider if platform.one_answer else PagedSpider)
        return page_spider(platform)
    spiders = [
        one
        for one in vars(import_module(module)).values()
        if isinstance(one, type) and one.__module__ == module and getattr(one, "name", None) == platform.name
    ]
    if len(spiders) != 1:
        raise LookupError(f"{module} must hold one spider named {platform.name!r}, not {len(spiders)}")
    return cast("type[SourceSpider]", spiders[0])
