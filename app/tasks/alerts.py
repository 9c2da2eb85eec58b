"""The task that sends alerts, every minute. Beat, Flower, and the API import it, too: httpx is loaded at first use."""

from __future__ import annotations

from celery import Task

from app.tasks.results import Result
from celery_app import app
from storage.alerts import heartbeats, outbox
from storage.alerts.heartbeats import Part
from storage.alerts.matters import Matter
from storage.database.engine import transaction
from storage.health.states import close_dead_runs, pause_hopeless


@app.task(name="app.tasks.deliver_alerts", bind=True, ignore_result=True)
def deliver_alerts(self: Task) -> Result:
    """Closes runs whose process died, pauses sources that were unreadable for a month, sends the alerts that are due,
    and, once on a good day, pings the dead-man's switch. What can't be sent now stays queued in Postgres, for the next
    minutes."""
    from app.alerts.dead_mans_switch import ping_if_good
    from app.alerts.deliver import deliver_due

    with transaction() as connection:
        heartbeats.record(connection, Part.ALERTER)
        outbox.note_matter_over(connection, Matter.STOPPED)
    with transaction() as connection:
        close_dead_runs(connection)
        pause_hopeless(connection)
    sent = deliver_due()
    ping_if_good()
    return dict(sent)
