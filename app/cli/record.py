"""`record`: save a spider's crawl as a fixture, with what it read as an expectation to review."""

from __future__ import annotations

from typing import Annotated

import typer

from core.addresses import with_scheme


def record(
    url: Annotated[str, typer.Argument(metavar="URL", help="The site to crawl.")],
    spider: Annotated[str, typer.Option(help="The spider's name, shown by `scrapy list`.")],
    pages: Annotated[int, typer.Option(min=1, max=500, help="Stop after so many pages.")] = 50,
) -> None:
    """Crawl a site with a spider, save its responses without cookies and tokens in tests/spiders/NAME/, and write the
    events that it read. The test of the recording fails until somebody has reviewed them."""
    from scrapers.recording.making import CRAWL, EXPECTED, FOLDER, ROOT, CrawlFailed
    from scrapers.recording.making import record as make

    folder = (FOLDER / spider).relative_to(ROOT)
    try:
        found = make(spider, {"base_url": with_scheme(url)}, pages=pages)
    except CrawlFailed as error:
        typer.echo(f"{error}\nThe crawl failed: nothing to review.", err=True)
        raise typer.Exit(1) from error
    typer.echo(f"wrote {folder}/{CRAWL} and {folder}/{EXPECTED}: {len(found.events)} events. {found.note}")
