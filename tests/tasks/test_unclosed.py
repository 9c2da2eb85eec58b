"""A crawl that ends without closing its run has failed, even if the launcher says otherwise."""

from __future__ import annotations

from importlib import import_module

from app.tasks import CrawlFailed, scrape_vanwezel
from storage.database.engine import transaction
from storage.runs import ledger as runs
from storage.runs.ledger import RunStatus
from tests.crawl.running import count


class Forgetful:
    """Opens the run and never closes it, like a crawl whose database goes away."""

    def crawl(self, order, check_in):
        check_in()
        with transaction() as connection:
            if runs.read_run(connection, order.run_id) is None:
                runs.open_run(
                    connection,
                    run_id=order.run_id,
                    source_id=order.source_id,
                    spider=order.spider,
                    launched_by="test",
                )


def test_run_that_was_not_closed(crawls, monkeypatch):
    monkeypatch.setattr(import_module("app.tasks.crawl"), "launcher", Forgetful)
    ended = scrape_vanwezel.apply(kwargs={"source_id": 1})
    assert ended.state == "FAILURE"
    assert isinstance(ended.result, CrawlFailed | runs.SourceBusy)
    assert count("SELECT count(*) FROM runs WHERE status = :status", status=RunStatus.RUNNING.value) == 1
