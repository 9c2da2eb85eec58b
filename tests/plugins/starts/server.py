"""The process that forks: `python -m tests.plugins.starts.server DESCRIPTOR`, with a socket for the requests."""

from __future__ import annotations

import gc
import json
import os
import runpy
import signal
import socket
import sys
import time
from importlib import import_module
from typing import Any

CRAWLS = """
scrapy.cmdline scrapy.commands.crawl scrapy.core.downloader.handlers.http11 scrapy.extensions.feedexport
scrapy.extensions.throttle scrapy.spidermiddlewares.referer scrapy.downloadermiddlewares.redirect
scrapy.downloadermiddlewares.retry scrapy.downloadermiddlewares.httpcompression twisted.internet.asyncioreactor
sqlalchemy.dialects.postgresql.psycopg2 scrapers.commands.crawl scrapers.spider_loader spiders.mote spiders.vanwezel
scrapers.platforms.cards.spider scrapers.platforms.ics.spider scrapers.platforms.jsonld.spider
scrapers.extensions.run_reporter scrapers.extensions.logs scrapers.extensions.traces scrapers.extensions.gone_pages
scrapers.frontier scrapers.politeness.downloads scrapers.politeness.robots scrapers.politeness.webcal
scrapers.politeness.named_errors scrapers.recording.middlewares scrapers.captures.keeping pipelines.clean
pipelines.shorten pipelines.validate pipelines.identify pipelines.curate pipelines.store
"""
TASKS = """
celery.bin.celery celery.apps.worker celery.apps.beat celery.backends.redis celery.concurrency.prefork redbeat
kombu.transport.redis
"""
IMPORTED = {"scrapy": CRAWLS, "app": CRAWLS, "celery": CRAWLS + TASKS, "uvicorn": "uvicorn.main app.api"}
"""What a command imports, without what reads settings, starts a thread, or installs a reactor."""


def import_for(command: str) -> None:
    """Before the first fork for this command."""
    names = IMPORTED.pop(command, "").split()
    for name in names:
        import_module(name)
    if names:
        gc.collect()
        gc.freeze()


def forked(connection: socket.socket) -> dict[str, Any]:
    """Forks for each request and answers with the pid. Returns only in a fork, with its order."""
    while True:
        request, descriptors, _, _ = socket.recv_fds(connection, 1 << 20, 3)
        if not request:
            sys.exit()
        order: dict[str, Any] = json.loads(request)
        import_for(order["arguments"][0])
        parent = os.fork()
        if parent == 0:
            if (child := os.fork()) != 0:
                connection.send(str(child).encode())
                os._exit(0)
            connection.close()
            for standard, descriptor in enumerate(descriptors):
                os.dup2(descriptor, standard)
                os.close(descriptor)
            return order
        os.waitpid(parent, 0)
        for descriptor in descriptors:
            os.close(descriptor)
        connection.send(b"adopted")


def run(order: dict[str, Any]) -> None:
    os.environ.clear()
    os.environ.update(order["environment"])
    time.tzset()
    sys.argv = order["arguments"]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    order = forked(socket.socket(fileno=int(sys.argv[1])))
    signal.signal(signal.SIGINT, signal.default_int_handler)
    run(order)
