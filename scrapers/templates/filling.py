"""What `scrapy genspider` writes: a template, filled with what a look at the site finds."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from string import Template

from core.config import settings
from core.fetching.fetcher import Fetcher
from scrapers.discovery.explorer import Explorer
from scrapers.discovery.findings import Findings
from scrapers.platforms.registry import platform
from scrapers.settings import ROBOTSTXT_USER_AGENT, USER_AGENT
from scrapers.spider_loader import spider_class_of


def written(template: Path, name: str, url: str) -> str | None:
    """The spider's text; None, with a sentence on the terminal, if no platform is found at the address."""
    title = name.replace("_", " ").title()
    values = {"name": name, "url": url, "title": title, "timezone": settings().timezone}
    values["classname"] = "".join(part.title() for part in name.split("_"))
    if template.stem == "platform":
        found = _look(url)
        if not found.candidates:
            print(found.refusal)  # noqa: T201
            return None
        values |= _of_platform(found)
    return Template(template.read_text(encoding="utf-8")).substitute(values).rstrip() + "\n"


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
