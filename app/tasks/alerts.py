"""The task that sends alerts, every minute. Beat, Flower, and the API import it, too: httpx is loaded at first use."""

from __future__ import annotations

from celery import Task

from app.tasks.results import Result
from celery_app import app


@app.task(name="app.tasks.deliver_alerts", bind=True, ignore_result=True)
def deliver_alerts(self: Task) -> Result:
    """Sends the alerts that are due. What can't be sent now stays queued in Postgres, for the next minutes."""
    from app.alerts.deliver import deliver_due

    return dict(deliver_due())
