"""Which requests of a run count as the same."""

from __future__ import annotations

import pytest
import redis
from scrapy.http import Request

from scrapers.frontier.dupefilter import RunDupeFilter
from scrapers.platforms.ics.spider import IcsSpider

URL = "https://feeds.example/a.ics"


@pytest.fixture
def spider():
    return IcsSpider(url=URL)


@pytest.fixture
def fingerprint():
    return RunDupeFilter(redis.Redis(), "run:seen").request_fingerprint


def test_a_request_made_again_is_the_same_and_its_retry_is_not(spider, fingerprint):
    def request(url=URL, **more):
        return Request(url, spider.parse, **{"dont_filter": True, **more})

    first = fingerprint(request())
    assert fingerprint(request(meta={"depth": 5, "download_latency": 0.1})) == first
    others = [
        fingerprint(request(meta={"retry_times": 1})),
        fingerprint(request(meta={"redirect_times": 1})),
        fingerprint(request(cb_kwargs={"page": 2})),
        fingerprint(request(errback=spider.on_failure)),
        fingerprint(request(URL + "?page=2")),
    ]
    assert len({first, *others}) == 6


def test_a_filtered_request_is_the_same_for_every_callback(spider, fingerprint):
    assert fingerprint(Request(URL, spider.parse)) == fingerprint(Request(URL, spider.on_failure))


def test_asking_does_not_record(spider, server):
    dupefilter = RunDupeFilter(server, "run:seen")
    request = Request(URL, spider.parse)
    assert (dupefilter.request_seen(request), dupefilter.request_seen(request)) == (False, False)
    server.sadd("run:seen", dupefilter.request_fingerprint(request))
    assert dupefilter.request_seen(request)
