"""Scrapes the metrics of the test's own database and Redis."""

from __future__ import annotations

import pytest
from prometheus_client.parser import text_string_to_metric_families

from app import metrics


@pytest.fixture
def scrape(service_environment):
    """One scrape: `{(sample name, sorted labels): value}`."""

    def samples():
        families = text_string_to_metric_families(metrics.expose().decode())
        samples = [sample for family in families for sample in family.samples]
        return {(sample.name, tuple(sorted(sample.labels.items()))): sample.value for sample in samples}

    return samples
