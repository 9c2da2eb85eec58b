"""Starts a crawl, in this process or at scrapyd, and waits for its end."""

from scrapers.launch.order import CrawlOrder, DeadlineExceeded, Interrupted, Launcher, LaunchFailure

__all__ = ["CrawlOrder", "DeadlineExceeded", "Interrupted", "LaunchFailure", "Launcher", "launcher"]


def launcher() -> Launcher:
    """The launcher that CRAWL_MODE names."""
    from core.config import CrawlMode, settings

    if settings().crawl_mode is CrawlMode.SCRAPYD:
        from scrapers.launch.scrapyd import ScrapydLauncher

        return ScrapydLauncher.from_settings(settings())
    from scrapers.launch.in_process import InProcessLauncher

    return InProcessLauncher()
