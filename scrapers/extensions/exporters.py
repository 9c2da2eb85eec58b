"""Feed exports (`-O events.jsonl`) with the item's own JSON names and formats."""

from __future__ import annotations

from typing import Any

from scrapy.exporters import CsvItemExporter, JsonItemExporter, JsonLinesItemExporter, XmlItemExporter

from core.items import EventItem, FeedItem


class _OwnNames:
    """Mixin that converts an item with its `to_json` before Scrapy's exporter writes it."""

    def export_item(self, item: Any) -> None:
        plain = item.to_json() if isinstance(item, EventItem | FeedItem) else item
        super().export_item(plain)  # type: ignore[misc]  # the exporter this is mixed into


class JsonLines(_OwnNames, JsonLinesItemExporter):
    pass


class Json(_OwnNames, JsonItemExporter):
    pass


class Csv(_OwnNames, CsvItemExporter):
    pass


class Xml(_OwnNames, XmlItemExporter):
    pass
