"""Keeps Scrapy's two consoles off, no matter what `-s` says: each opens a port that runs any code."""

from __future__ import annotations

from scrapy.settings import BaseSettings

NAMES = ("TELNETCONSOLE_ENABLED", "REMOTE_CONTROL_ENABLED")
ABOVE_THE_COMMAND_LINE = 1000
"""Scrapy's highest priority is 40, the command line's."""


def turn_off(settings: BaseSettings) -> None:
    for name in NAMES:
        settings.set(name, False, priority=ABOVE_THE_COMMAND_LINE)


class Off:
    """The add-on for crawls without a SourceSpider, such as `scrapy shell`."""

    def update_settings(self, settings: BaseSettings) -> None:
        turn_off(settings)
