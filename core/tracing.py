"""OpenTelemetry traces, if OTEL_EXPORTER_OTLP_ENDPOINT is set; otherwise no exporter is loaded.

A run is a trace. The trace's id is the run's id, which is also that of its Celery task and scrapyd job, so a task, its
crawl in any process, its pages, and its batches share a trace without passing anything on.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING
from uuid import UUID

from core.config import settings

if TYPE_CHECKING:
    from opentelemetry.context import Context
    from opentelemetry.trace import Tracer

Attribute = str | int | float | bool | None


def enabled() -> bool:
    """Whether tracing is on."""
    return settings().otel_exporter_otlp_endpoint is not None


@contextmanager
def span(name: str, run_id: str | None = None, **attributes: Attribute) -> Iterator[None]:
    """Times the code inside. `run_id`: the run whose trace it belongs to; without one it is its own trace, or part of
    the enclosing span. Records an exception and lets it pass."""
    if not enabled():
        yield
        return
    context = None if run_id is None else _of_run(run_id)
    with _tracer().start_as_current_span(name, context=context, attributes=_known(attributes)):
        yield


def past_span(name: str, seconds: float, run_id: str, **attributes: Attribute) -> None:
    """Records a span that took `seconds` and has just ended."""
    if enabled():
        end_ns = time.time_ns()
        begun = _tracer().start_span(
            name, context=_of_run(run_id), start_time=end_ns - round(seconds * 1e9), attributes=_known(attributes)
        )
        begun.end(end_ns)


def trace_id(run_id: str) -> int:
    """128 bits: the run's id, or its hash if it is not a UUID."""
    try:
        return UUID(run_id).int or 1
    except ValueError:
        return int.from_bytes(hashlib.sha256(run_id.encode()).digest()[:16], "big")


def _of_run(run_id: str) -> Context:
    """A context whose parent is the run itself: every process can derive that span's id, and none sends the span."""
    from opentelemetry.trace import NonRecordingSpan, SpanContext, TraceFlags, set_span_in_context

    of_trace = trace_id(run_id)
    run = SpanContext(of_trace, (of_trace & (2**64 - 1)) or 1, is_remote=True, trace_flags=TraceFlags(1))
    return set_span_in_context(NonRecordingSpan(run))


def _known(attributes: dict[str, Attribute]) -> dict[str, str | int | float | bool]:
    return {f"marquee.{name}": value for name, value in attributes.items() if value is not None}


@cache
def _tracer() -> Tracer:
    """One exporter per process, created at the first span, which is after a worker has forked."""
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.sdk.resources import SERVICE_NAME, Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor

    endpoint = f"{settings().otel_exporter_otlp_endpoint}".rstrip("/") + "/v1/traces"
    provider = TracerProvider(resource=Resource.create({SERVICE_NAME: settings().otel_service_name}))
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(endpoint=endpoint)))
    tracer: Tracer = provider.get_tracer("marquee")
    return tracer
