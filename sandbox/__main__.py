"""`python -m sandbox`: serve the replica sites until a signal stops it."""

from __future__ import annotations

import argparse
import signal
import sys
from datetime import date
from types import FrameType

from sandbox.catalog import SITES
from sandbox.server import Sandbox


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m sandbox", description="Serve the replica sites on loopback.")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument(
        "--port", type=int, default=0, help="port of the first site; the others use the next ports. 0: any free ports"
    )
    parser.add_argument("--today", type=date.fromisoformat, help="the sites' current day, YYYY-MM-DD")
    parser.add_argument("--print-urls", action="store_true", help="print SITE URL for each site")
    parser.add_argument(
        "--trouble", action="append", default=[], metavar="SITE:KIND[=VALUE][@PATH][#COUNT]", help="turn a fault on"
    )
    options = parser.parse_args(arguments)
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        sandbox = Sandbox(today=options.today, host=options.host, port=options.port, troubles=options.trouble)
    except ValueError as error:
        parser.error(str(error))
    try:
        with sandbox:
            _announce(sandbox, with_urls=options.print_urls)
            signal.pause()
    except KeyboardInterrupt:
        return 0
    except OSError as error:
        sys.stderr.write(f"the sandbox can't listen on {options.host} port {options.port}: {error}\n")
        return 1
    return 0


def _announce(sandbox: Sandbox, *, with_urls: bool) -> None:
    """Print the URLs, then `sandbox ready`: a program that waits for that line has read them all."""
    if with_urls:
        for name, url in sandbox.urls.items():
            sys.stdout.write(f"{name} {url}\n")
    sys.stdout.write(f"sandbox ready {sandbox.url(SITES[0])}\n")
    sys.stdout.flush()


def _interrupt(number: int, frame: FrameType | None) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
