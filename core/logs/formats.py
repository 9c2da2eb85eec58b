"""The two formats of a log line: text for people, and one JSON object."""

from __future__ import annotations

import logging
from datetime import UTC, datetime

from core.logs.keys import without_keys
from core.visible_text import json_line, one_line, visible

PLAIN = "%(asctime)s [%(name)s] %(levelname)s: %(message)s"


class Pretty(logging.Formatter):
    """Scrapy's format, followed by what the line is about. Keeps line breaks, because tracebacks have many."""

    def __init__(self) -> None:
        super().__init__(PLAIN)

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802  # logging's name
        about = " ".join(f"{name}={value}" for name, value in getattr(record, "about", {}).items())
        line = super().formatMessage(record)
        return f"{line}  [{one_line(about)}]" if about else line

    def format(self, record: logging.LogRecord) -> str:
        """Without terminal commands, because a line may quote a page, and without keys."""
        return visible(without_keys(super().format(record)))


class Json(logging.Formatter):
    """`time` (UTC), `level`, `logger`, `message`, what the line is about, and `exception` with the traceback."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            **getattr(record, "about", {}),
        }
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json_line(
            {name: without_keys(value) if isinstance(value, str) else value for name, value in line.items()}
        )
