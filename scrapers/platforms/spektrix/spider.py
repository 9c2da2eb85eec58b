"""The spider for Spektrix: the names are in one list, the times in another."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterator
from typing import Any, ClassVar

from scrapy.http import Request, Response

from core.errors import SourceError
from core.items import EventItem
from scrapers.platforms.account import Coverage
from scrapers.platforms.base import SourceSpider
from scrapers.platforms.spektrix.addresses import events_url, instances_url
from scrapers.platforms.spektrix.reader import read_events
from scrapers.reading.records import document_of


class SpektrixSpider(SourceSpider):
    """Asks for the box office's events, then for their instances from now on. The base address is
    `https://HOST/CLIENT/api/v3/`; the host is `system.spektrix.com` or the box office's own.
    """

    name = "spektrix"
    platform: ClassVar[str] = "spektrix"
    url: str | None

    async def start(self) -> AsyncIterator[Request]:
        try:
            url = events_url(self.url or self.base_url)
        except ValueError as error:
            self.account.note(SourceError(str(error), advice="Correct the source's address."), essential=True)
            return
        yield self.get(url, self.parse, instances=instances_url(url))

    def parse(self, response: Response, instances: str) -> Iterator[Request]:
        events = document_of(response.body, self.context(response))
        yield self.get(instances, self.parse_instances, events=events)

    def parse_instances(self, response: Response, events: Any) -> Iterator[EventItem]:
        context = self.context(response)
        both = {"events": events, "instances": document_of(response.body, context)}
        reading = read_events(json.dumps(both).encode(), context)
        self.account.covered = Coverage(self.now, None)
        yield from self.emit(reading)
