"""A run is one trace, no matter which processes work on it, and nothing is loaded if tracing is off."""

from __future__ import annotations

import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from uuid import UUID, uuid4

import pytest
from fastapi.testclient import TestClient
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from app.api import create_app
from core import tracing
from core.config import settings
from tests.crawl.fixtures import crawls, pytest_configure, running_sandbox, sandbox
from tests.crawl.running import NOW, REPOSITORY, VANWEZEL, scrapy

__all__ = ["crawls", "pytest_configure", "running_sandbox", "sandbox"]


class Collector(ThreadingHTTPServer):
    """Accepts traces like a real collector, uncompressed."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Takes)
        self.spans = []

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_port}"


class Takes(BaseHTTPRequestHandler):
    def do_POST(self):
        assert self.path == "/v1/traces"
        message = ExportTraceServiceRequest()
        message.ParseFromString(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.spans += [
            span for resource in message.resource_spans for scope in resource.scope_spans for span in scope.spans
        ]
        self.send_response(200)
        self.end_headers()

    def log_message(self, *args):
        return


@pytest.fixture
def collector():
    with Collector() as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def traced(collector, monkeypatch):
    """This process's spans; `flush` sends them."""
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", collector.url)
    settings.cache_clear()
    tracing._tracer.cache_clear()
    yield collector
    tracing._tracer().span_processor.shutdown()
    tracing._tracer.cache_clear()
    settings.cache_clear()


def flush():
    tracing._tracer().span_processor.force_flush()


def attributes(span):
    return {item.key: getattr(item.value, item.value.WhichOneof("value")) for item in span.attributes}


def test_a_crawl_is_one_trace(crawls, collector):
    run_id = str(uuid4())
    ran = scrapy(
        *("crawl", "vanwezel", "-a", f"source_id={VANWEZEL}", "-a", f"now={NOW}", "-a", "delay=0"),
        *("-a", f"run_id={run_id}", "-a", f"base_url={crawls.sandbox.url('vanwezel')}"),
        OTEL_EXPORTER_OTLP_ENDPOINT=collector.url,
    )
    assert ran.returncode == 0
    assert {span.trace_id for span in collector.spans} == {UUID(run_id).bytes}
    by_name = {}
    for span in collector.spans:
        by_name.setdefault(span.name, []).append(span)
    assert set(by_name) == {"page", "crawl vanwezel", "store batch"}
    (crawl,) = by_name["crawl vanwezel"]
    assert attributes(crawl)["marquee.reason"] == "finished"
    assert sum(attributes(batch)["marquee.events"] for batch in by_name["store batch"]) == 24
    assert {attributes(page)["marquee.status"] for page in by_name["page"]} <= {200, 404}
    assert all(span.end_time_unix_nano >= span.start_time_unix_nano for span in collector.spans)
    assert len({span.parent_span_id for span in collector.spans}) == 1


def test_an_error_is_on_its_span(traced):
    with pytest.raises(RuntimeError, match="it broke"), tracing.span("work", "not a uuid", source=None, tries=2):
        raise RuntimeError("it broke")
    flush()
    (span,) = traced.spans
    assert int.from_bytes(span.trace_id, "big") == tracing.trace_id("not a uuid")
    assert [event.name for event in span.events] == ["exception"]
    assert attributes(span) == {"marquee.tries": 2}


def test_requests_are_traced_without_user_input(traced):
    with TestClient(create_app()) as client:
        client.get("/healthz?q=secret")
    flush()
    assert [span.name for span in traced.spans] == ["GET /healthz"]
    assert "secret" not in str(traced.spans)


def test_off_it_costs_nothing():
    program = "import sys, app.tasks, app.api; app.api.create_app(); import core.tracing\n"
    program += "with core.tracing.span('x', 'y'): pass\n"
    program += "print([name for name in sys.modules if name.startswith('opentelemetry.exporter')])"
    ran = subprocess.run([sys.executable, "-c", program], cwd=REPOSITORY, capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"
