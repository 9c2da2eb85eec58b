"""The spiders, and the sources that their files state."""

from __future__ import annotations

from typing import cast

from scrapy.settings import Settings

from scrapers import settings as settings_module
from scrapers.platforms.base import SourceSpider
from scrapers.platforms.registry import platforms
from scrapers.spider_loader import SpiderLoader
from storage.sources.records import SourceSeed


def _loader() -> SpiderLoader:
    settings = Settings()
    settings.setmodule(settings_module, priority="project")
    return SpiderLoader.from_settings(settings)


def spider_class(name: str) -> type[SourceSpider]:
    """The spider of this name, or KeyError with the names that there are."""
    loader = _loader()
    try:
        return cast("type[SourceSpider]", loader.load(name))
    except KeyError as error:
        raise KeyError(f"there is no spider {name}; choose one of {', '.join(spider_names())}") from error


def spider_names() -> list[str]:
    return sorted(_loader().list())


def platform_of(spider: str) -> str:
    """The platform that a spider reads: its own name, or that of the class it is derived from. Raises KeyError for a
    spider without any."""
    for base in spider_class(spider).__mro__:
        if (name := str(getattr(base, "name", ""))) in platforms():
            return name
    raise KeyError(f"the spider {spider} reads no platform: try it with `crawl {spider} --dry-run`")


def seeds() -> list[SourceSeed]:
    """A row of `sources` for each spider that is a source of its own (it has an address); generic ones have none."""
    return [
        SourceSeed(
            id=spider.source_id,
            name=spider.name,
            title=spider.title or spider.name,
            base_url=spider.base_url,
            timezone=spider.timezone,
            floor=spider.floor,
            schedule=spider.schedule,
        )
        for spider in sorted(_loader().sources(), key=lambda s: (s.source_id is None, s.source_id or 0, s.name))
    ]
