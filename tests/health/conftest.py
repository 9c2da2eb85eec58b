"""Keys for the API, and runs that end as a test wants."""

from __future__ import annotations

from tests.api.acting import acting, admin, editor, queue, quick_hashes, reader, service
from tests.cli.conftest import marquee

__all__ = ["acting", "admin", "editor", "marquee", "queue", "quick_hashes", "reader", "service"]
