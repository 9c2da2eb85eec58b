"""The service answers any request as its OpenAPI description says."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import CHECKS, load_all_checks
from schemathesis.core.failures import FailureGroup
from schemathesis.python import asgi

from core.config import settings as options
from tests.api import harvest
from tests.api.acting import key_of

EXAMPLES = 4
"""Valid requests for each operation, and as many invalid ones."""
PARTS = 4
"""Tests that the operations are shared among, each within the time limit of a test."""
FIELDS_BEYOND_SCHEMAS = {"from", "until", "day", "near", "since", "cursor", "cron"}
BODIES_BEYOND_SCHEMAS = {
    "POST /api/sources",
    "PATCH /api/sources/{source_id}",
    "POST /api/sources/preview",
    "POST /api/sources/discover",
    "POST /api/sources/found",
    "POST /api/pages",
    "POST /api/pages/{task_id}/parts",
    "POST /api/searches",
    "POST /api/events",
    "POST /api/events/{event_id}/duplicate",
    "POST /api/events/{event_id}/group",
    "PUT /api/branding",
    "PUT /api/sources/{source_id}/recipe",
    "POST /api/alerts/routes",
    "POST /api/letters",
    "PATCH /api/letters/{letter_id}",
    "PATCH /api/alerts/routes/{route_id}",
    "PUT /api/schedules/{name}",
    "PATCH /api/schedules/{name}",
    "POST /api/invitations",
    "POST /api/invitations/read",
    "POST /api/invitations/accept",
}
"""A schema can't say whether text is a time, a selector, a mail address, or a schedule for Celery, whether a token is
still valid, which fields go together, whether a cursor is one of Marquee's, or whether a host is public. So the service
may refuse what the schema calls valid."""


@pytest.fixture
def api(service, acting, monkeypatch):
    monkeypatch.setenv("RATE_LIMIT_PER_MINUTE", "0")
    options.cache_clear()
    harvest.seed()
    harvest.harvest(harvest.concert("a"), harvest.concert("b"))
    load_all_checks()
    yield schemathesis.openapi.from_asgi("/api/openapi.json", service)
    asgi.shutdown_lifespans()  # else the service's watchdog lives on, and writes an alert into another test's database


def cases(operation, mode) -> Iterator[object]:
    """Generated requests, the same ones every time."""
    found = []

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def collect(case):
        found.append(case)

    collect()
    return iter(found)


@pytest.mark.parametrize("part", range(PARTS))
def test_the_service_matches_its_openapi_description(api, service, part):
    key = key_of("admin")
    checked, found = 0, []
    with asgi.get_client(service, max_stream_events=1) as client:
        for operation in [result.ok() for result in api.get_all_operations()][part::PARTS]:
            fields = {parameter.name for parameter in operation.iter_parameters()}
            varies = bool(operation.body) or bool(fields)
            modes = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE) if varies else (GenerationMode.POSITIVE,)
            lenient = operation.label in BODIES_BEYOND_SCHEMAS or not fields.isdisjoint(FIELDS_BEYOND_SCHEMAS)
            excluded = [CHECKS.get_one("positive_data_acceptance")] if lenient else []
            for case in (case for mode in modes for case in cases(operation, mode)):
                checked += 1
                try:
                    case.call_and_validate(session=client, headers=key, excluded_checks=excluded)
                except FailureGroup as failures:
                    found += [
                        f"{operation.label}: {failure}\n{case.as_curl_command()}" for failure in failures.exceptions
                    ]
    assert found == []
    assert checked > 300 / PARTS
