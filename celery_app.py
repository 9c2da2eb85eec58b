"""The Celery application: its options and the fixed schedule."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import Any

from celery import Celery, signals
from celery.exceptions import BackendError
from celery.schedules import crontab
from kombu.entity import Queue
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from core.broker import celery_options
from core.config import settings
from core.redis_client import client_url

# The `celery` script adds this folder to the path to import this module, then removes the first such entry. The spiders
# are imported later, at the first crawl, so the folder must stay on the path.
sys.path.append(str(Path(__file__).resolve().parent))

SENT_AT = "sent_at"
"""The message header with the Unix time of sending. A queue is as old as its first message."""
BROKER_AWAY = (OperationalError, BackendError, RedisError)
"""What kombu, Celery's result backend, and direct commands raise while Redis is down. None of them lets a socket's
OSError through, which would also cover files."""


def _prepare_flower() -> None:
    """Flower reads FLOWER_* only from the environment, not from `.env`, and ends with a traceback if one is empty."""
    for name in [name for name, value in os.environ.items() if name.startswith("FLOWER_") and not value]:
        del os.environ[name]
    if login := settings().flower_basic_auth:
        os.environ["FLOWER_BASIC_AUTH"] = login.get_secret_value()
    if settings().flower_unauthenticated_api:
        os.environ["FLOWER_UNAUTHENTICATED_API"] = "true"


if "flower" in sys.argv:
    _prepare_flower()

app = Celery("marquee", include=["app.tasks", "app.worker.lifecycle", "app.worker.restart"])

app.conf.update(
    celery_options(
        settings().redis_url,
        # A killed worker's tasks come back after the timeout and one sweep. A living worker renews its leases
        # (app/worker/lifecycle.py), so a crawl or a waiting retry may take longer than the timeout.
        visibility_timeout=settings().visibility_timeout_s,
        unacked_restore_interval=5,
        unacked_restore_throttle=1,
        # How long a worker killed during its sweep blocks the other workers' sweeps; 300 s by default.
        unacked_mutex_expire=10,
    ),
    broker_connection_retry_on_startup=True,
    # A full or read-only Redis answers with errors: reconnect until it takes writes again, instead of exiting.
    broker_channel_error_retry=True,
    broker_connection_max_retries=None,
    task_serializer="json",
    result_serializer="json",
    accept_content=["json"],
    timezone="America/New_York",
    enable_utc=True,
    result_expires=3600,
    result_extended=True,
    task_track_started=True,
    task_send_sent_event=True,
    worker_send_task_events=True,
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    # A plain worker serves all queues. `up` and the containers start two: `-Q crawl --pool=threads` runs many crawls in
    # one reactor, and a plain one runs the rest, so that a preview never waits for crawls.
    task_default_queue="default",
    # Clients that do not load this module send to `celery`.
    task_queues=(Queue("default"), Queue("crawl"), Queue("celery")),
    task_routes={
        "app.tasks.scrape_*": {"queue": "crawl"},
        "app.tasks.ingest_source": {"queue": "crawl"},
        "app.tasks.ingest_after_pages": {"queue": "crawl"},
    },
    worker_prefetch_multiplier=1,
    worker_concurrency=2,
    worker_pool_restarts=True,  # Flower's "Restart pool"
    worker_hijack_root_logger=True,
    # redbeat (app/worker/beat.py): two Beats never send a task twice, and schedule changes need no restart.
    beat_scheduler="app.worker.beat.Scheduler",
    redbeat_redis_url=client_url(settings().redis_url),
    redbeat_redis_options={},
    redbeat_key_prefix="marquee:beat:",
    redbeat_lock_timeout=60,
    beat_max_loop_interval=10,
    beat_schedule={
        "vanwezel-daily": {
            "task": "app.tasks.scrape_vanwezel",
            "schedule": crontab(hour=6, minute=0),
            # The site's firewall counts requests, and nobody is waiting at 6 a.m.
            "kwargs": {"source_id": 1, "delay": 5.0},
        },
        "mote-discovery-daily": {
            "task": "app.tasks.scrape_mote",
            "schedule": crontab(hour=6, minute=15),
            "kwargs": {"source_id": 2, "months_ahead": 2},
        },
        "ingest-all-daily": {
            "task": "app.tasks.ingest_all_sources",
            "schedule": crontab(hour=6, minute=30),
            "kwargs": {"limit_per_source": 100, "due_only": True},
        },
        # A message that waited longer than a minute is sent by the next task.
        "alerts-every-minute": {
            "task": "app.tasks.deliver_alerts",
            "schedule": crontab(),
            "kwargs": {},
            "options": {"expires": 60},
        },
        # In a large town, `ingest-all-daily` only plans the day.
        "planned-every-minute": {
            "task": "app.tasks.send_planned",
            "schedule": crontab(),
            "kwargs": {},
            "options": {"expires": 60},
        },
        "letters-every-minute": {
            "task": "app.tasks.send_letters",
            "schedule": crontab(),
            "kwargs": {},
            "options": {"expires": 60},
        },
        "prune-nightly": {"task": "app.tasks.prune", "schedule": crontab(hour=3, minute=30), "kwargs": {}},
    },
)


def note_time(headers: dict[str, Any], **_: object) -> None:
    headers[SENT_AT] = time.time()


signals.before_task_publish.connect(note_time)
