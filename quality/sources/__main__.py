"""`python -m quality.sources [--only TEXT]`: adds every site of the sandbox and every recorded page as a source, and
prints what the look promised and what the harvest brought. Exit status 1 if a harvest lacks an event that was shown, or
a page is mistaken for another system."""

from __future__ import annotations

import argparse
import logging
import os
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

from quality.accuracy.detection import GENERIC, WRONG, judge, system_of
from quality.bench.environment.servers import Servers
from quality.places import LABELED_CARDS, RECORDED, RECORDED_MORE
from quality.sources.adding import Row, look_and_harvest
from quality.sources.serving import served
from quality.sources.sites import ZONE, Recorded, of_cases, of_folder, of_sandbox
from sandbox.server import Sandbox

AT_ONCE = 3


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m quality.sources", description=__doc__)
    parser.add_argument("--only", default="", help="only sites with this text in their name")
    parser.add_argument("--folder", type=Path, action="append", help="folders of recorded pages, instead of the usual")
    options = parser.parse_args()
    os.environ["PRIVATE_SOURCES"] = "true"
    os.environ["CAPTURES_MAX_MB"] = "0"
    logging.disable(logging.ERROR)
    with tempfile.TemporaryDirectory(prefix="marquee-sources-") as place:
        servers = Servers(Path(place))
        try:
            with servers.database(), ThreadPoolExecutor(AT_ONCE) as pool:
                rows = list(_sandbox(options.only))
                rows += pool.map(_recorded, _pages(options.folder, options.only))
        finally:
            servers.stop()
    sys.stdout.write("\n".join([*map(_line, rows), *totals(rows)]) + "\n")
    return 0 if all(one.kept and not is_wrong(one) for one in rows) else 1


def _sandbox(only: str) -> Iterator[Row]:
    with Sandbox() as sandbox:
        for name, url, known in of_sandbox(sandbox):
            if only in f"sandbox/{name}":
                yield look_and_harvest(f"sandbox/{name}", url, now=datetime.now(UTC), timezone=ZONE, known=known)


def _pages(folders: list[Path] | None, only: str) -> Iterator[Recorded]:
    for folder in folders or [RECORDED, RECORDED_MORE, LABELED_CARDS]:
        if (folder / "cases.json").is_file():
            yield from (one for one in of_cases(folder) if only in one.name)
        elif folder.is_dir():
            yield from (one for one in of_folder(folder) if only in one.name)


def _recorded(one: Recorded) -> Row:
    with served(one.body, one.path) as url:
        row = look_and_harvest(one.name, url, now=one.now, timezone=one.timezone, system=one.system, known=one.known)
    sys.stderr.write(".")
    sys.stderr.flush()
    return row


def is_wrong(row: Row) -> bool:
    """Whether the page is of another system. Which one a form such as iCalendar is read as isn't judged."""
    system = system_of(row.system) if row.system else None
    if system is None or system in GENERIC or not row.kind:
        return False
    return judge(system, [row.kind]) == WRONG


def _line(row: Row) -> str:
    known = "?" if row.known is None else row.known
    trouble = f"  UNKEPT {len(row.unkept)}: {', '.join(row.unkept[:3])} ({row.run}: {row.reason})" if row.unkept else ""
    trouble += "  WRONG KIND" if is_wrong(row) else ""
    kind = row.kind or "-"
    return (
        f"{row.site}  {kind}  shown {row.previewed}  harvested {row.harvested}  known {known}"
        f"  requests {row.requests}  [{row.evidence}]{trouble}"
    )


def totals(rows: list[Row]) -> Iterator[str]:
    """The last lines of the table."""
    found = [one for one in rows if one.kind]
    yield (
        f"sources {len(rows)} found {len(found)} refused {len(rows) - len(found)}"
        f" kept {sum(one.kept for one in found)} unkept {sum(not one.kept for one in found)}"
        f" wrong {sum(map(is_wrong, rows))} most_requests {max((one.requests for one in rows), default=0)}"
    )
    yield (
        f"events shown {sum(one.previewed for one in rows)} harvested {sum(one.harvested for one in rows)}"
        f" known {sum(one.known or 0 for one in rows)}"
    )


if __name__ == "__main__":
    sys.exit(main())
