"""Reads each feed of a recorded town as a source, and compares what they list."""

from __future__ import annotations

import json
import socket
import sys
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

from app.services import ports
from quality.bench.environment.children import child
from scrapers.launch import CrawlOrder
from scrapers.launch.in_process import InProcessLauncher
from storage.database.engine import transaction
from storage.merging.match import match_runs
from storage.sources.edits import add_source, set_feeds

AT_ONCE = 4


def harvest(folder: Path, place: Path) -> None:
    names = json.loads((folder / "names.json").read_text())
    port = ports.choose()
    command = [sys.executable, str(folder / "serve"), "--port", str(port), "--folder", str(place / "feeds")]
    with child(command, place / "serve.log") as server:
        server.wait_until(lambda: _answers(port), 60)
        ids = [_added(name, f"http://127.7.1.{number}:{port}/feed.ics") for number, name in enumerate(names, 1)]
        with ThreadPoolExecutor(AT_ONCE) as pool:
            list(pool.map(_crawl, ids))
    match_runs()


def _added(name: str, url: str) -> int:
    with transaction() as connection:
        source_id = add_source(
            connection,
            name=name,
            title=name.replace("_", " ").title(),
            spider="ics",
            base_url=url,
            timezone="America/New_York",
            floor=0,
            settings={},
        )
        assert source_id is not None
        set_feeds(connection, source_id, [url])
    return source_id


def _crawl(source_id: int) -> None:
    order = CrawlOrder(
        run_id=str(uuid.uuid4()),
        spider="ics",
        source_id=source_id,
        arguments={"delay": "0"},
        deadline=timedelta(minutes=10),
    )
    InProcessLauncher().crawl(order, lambda: None)


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.7.1.1", port)) == 0
