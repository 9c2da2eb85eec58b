"""What a crawl knows of itself when it ends, for the judgment of its run."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from scrapy.crawler import Crawler

from scrapers.platforms.base import SourceSpider
from scrapers.reading.stable_uids import stable_uid
from storage.runs.judgment import RejectedRecord, RunEnd


def pages_read(crawler: Crawler) -> int:
    assert crawler.stats is not None
    return int(crawler.stats.get_value("response_received_count", 0))


def run_end(spider: SourceSpider, crawler: Crawler, reason: str) -> RunEnd:
    """`reason`: Scrapy's reason for the crawl's end."""
    account, others = spider.account, spider.account.other_workers
    covered = account.covered
    essential = [str(problem.error) for problem in account.problems if problem.essential]
    errors = [*(problem.to_json() for problem in account.problems), *map(dict, others.errors)]
    return RunEnd(
        finish_reason=reason,
        now=spider.now,
        pages=pages_read(crawler) + others.pages,
        rejected=account.rejected + others.rejected,
        rejected_records=[_record(error) for error in errors if "uid" in error and error["kind"] != "Doubt"],
        doubtful_records=[_record(error) for error in errors if "uid" in error and error["kind"] == "Doubt"],
        errors=errors,
        essential_errors=[*essential, *others.essential_errors],
        covered_from=None if covered is None else covered.since,
        covered_until=None if covered is None else covered.until,
        covers_running=covered is not None and covered.running,
        listing_read=account.listing_read,
        harvests_feeds=spider.harvests_feeds,
        asked_feeds=sorted(account.asked_feeds),
        skipped_feeds=sorted(account.skipped_feeds),
        asked_pages=account.asked_pages,
        gone_pages=account.gone_pages,
        left_out_because=account.left_out_because,
        says_empty=account.says_empty,
        misfit=account.misfit,
        quarantine=account.quarantine,
        listed=account.site.listed,
        listing_asked=account.site.listing_asked,
        listing_titles=account.site.listing_titles,
        certificate_until=account.site.certificate_until,
        robots=dict(account.site.robots),
        uids_change=getattr(spider, "uids_change", None),
    )


def _record(error: Mapping[str, Any]) -> RejectedRecord:
    """Which stored event a record could be, from its entry among the run's errors."""
    day = error["day"]
    uid, title = stable_uid(error["uid"].strip()), " ".join(error["title"].split())
    many = error["kind"] == "PartUnread"
    return RejectedRecord(uid, title, None if day is None else date.fromisoformat(day), many)
