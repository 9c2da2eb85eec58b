"""A request comes back from Redis unchanged, and neither side accepts anything else."""

from __future__ import annotations

import json
from datetime import date

import pytest
import redis
from hypothesis import given, settings
from hypothesis import strategies as st
from scrapy.http import FormRequest, Request

from scrapers.frontier.dupefilter import RunDupeFilter
from scrapers.frontier.run_queue import RunQueue
from scrapers.frontier.serializer import RequestJson, UnfitRequest
from scrapers.platforms.ics.spider import IcsSpider

URL = "https://feeds.example/a.ics"
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)


@pytest.fixture(scope="module")
def spider():
    return IcsSpider(url=URL)


def queue_of(spider):
    server = redis.Redis()  # connects when it is first used, which is never
    return RunQueue(server, spider, "run", RequestJson(spider), RunDupeFilter(server, "run:seen"))


def encode(request, spider):
    return queue_of(spider)._encode_request(request)


def decode(text, spider):
    return queue_of(spider)._decode_request(text)


def entry(spider, **changes):
    return json.dumps({**json.loads(encode(Request(URL, spider.parse), spider)), **changes}).encode()


def test_every_part_of_a_request_comes_back(spider):
    request = Request(
        URL + "?q=%C3%A9",
        spider.parse,
        errback=spider.on_failure,
        method="POST",
        headers={"Accept": ["text/calendar", "*/*;q=0.1"], "X-Bytes": b"\xff\x80"},
        body=b"\x00\xff binary",
        cookies={"a": "b"},
        meta={"essential": False, "depth": 2, "nested": {"list": [1, None, "x"]}},
        cb_kwargs={"page": 3},
        priority=-7,
        dont_filter=True,
        flags=["seen"],
        encoding="latin-1",
    )
    again = decode(encode(request, spider), spider)
    assert again.to_dict(spider=spider) == request.to_dict(spider=spider)
    assert (again.callback, again.errback) == (spider.parse, spider.on_failure)


@settings(deadline=None, max_examples=60)
@given(meta=st.dictionaries(st.text(), JSON, max_size=4), body=st.binary(max_size=40), priority=st.integers(-9, 9))
def test_anything_that_json_can_hold_comes_back(meta, body, priority):
    spider = IcsSpider(url=URL)
    request = Request(URL, spider.parse, method="POST", body=body, meta=meta, cb_kwargs=meta, priority=priority)
    assert decode(encode(request, spider), spider).to_dict(spider=spider) == request.to_dict(spider=spider)


@pytest.mark.parametrize("value", [date(2028, 1, 1), (1, 2), {1: "a"}, b"bytes", float("nan"), object(), {"a": {1}}])
@pytest.mark.parametrize("field", ["meta", "cb_kwargs"])
def test_a_value_that_json_would_change_is_refused_by_name(spider, field, value):
    with pytest.raises(UnfitRequest, match=rf"{field}\['first'\]"):
        encode(Request(URL, spider.parse, **{field: {"first": value}}), spider)


@pytest.mark.parametrize("callback", [lambda response: None, IcsSpider(url=URL).parse, print])
def test_a_callback_that_is_not_a_method_of_the_spider_is_refused(spider, callback):
    with pytest.raises(ValueError, match=r"is not a(n instance)? method (in: <IcsSpider 'ics'|of the spider ics)"):
        encode(Request(URL, callback), spider)


def test_a_method_that_scrapy_defines_is_refused_as_a_callback(spider):
    with pytest.raises(UnfitRequest, match="callback 'log' is not a method of the spider ics"):
        encode(Request(URL, spider.log), spider)


def test_another_class_of_request_is_refused(spider):
    with pytest.raises(UnfitRequest, match="FormRequest"):
        encode(FormRequest(URL, spider.parse, formdata={"a": "b"}), spider)


@pytest.mark.parametrize(
    "changes",
    [
        {"_class": "subprocess.Popen"},
        {"url": "file:///etc/passwd"},
        {"url": "s3://bucket/key"},
        {"url": "https://"},
        {"url": None},
        {"callback": "__init__"},
        {"callback": "update_settings"},
        {"callback": "nothing"},
        {"callback": ["parse"]},
        {"errback": "crawler"},
        {"method": 5},
        {"headers": ["a"]},
        {"headers": {"a": {"b": 1}}},
        {"headers": {"a": ["\u2603"]}},
        {"body": "not base64!"},
        {"priority": "high"},
        {"encoding": "nonsense"},
        {"meta": "essential"},
        {"cb_kwargs": [1]},
    ],
    ids=str,
)
def test_a_foreign_entry_is_refused(spider, changes):
    assert decode(entry(spider), spider).url == URL
    with pytest.raises(UnfitRequest):
        decode(entry(spider, **changes), spider)


@pytest.mark.parametrize("text", [b"", b"\x80\x04\x95.", b"[1]", b"{}", b"null", b"\xff\xfe", b"[" * 100_000, b"{" * 9])
def test_text_that_is_not_a_json_object_is_refused(spider, text):
    with pytest.raises(UnfitRequest):
        decode(text, spider)


@settings(deadline=None, max_examples=80)
@given(st.binary(max_size=80) | JSON.map(lambda value: json.dumps(value).encode()))
def test_no_entry_raises_anything_else(text):
    with pytest.raises(UnfitRequest):
        decode(text, IcsSpider(url=URL))


@settings(deadline=None, max_examples=80)
@given(st.sampled_from([*Request.attributes, "callback", "errback"]), JSON)
def test_an_entry_with_one_changed_field_is_a_request_or_refused(field, value):
    spider = IcsSpider(url=URL)
    try:
        request = decode(entry(spider, **{field: value}), spider)
    except ValueError:
        return
    assert isinstance(request, Request)
    assert request.callback in (None, spider.parse)
