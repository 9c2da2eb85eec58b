"""The tasks of the weekly letter. Beat, Flower, and the API import them, too: what they need is loaded at first use."""

from __future__ import annotations

from datetime import UTC, datetime

from celery import Task

from app.tasks.crawl import backoff
from app.tasks.results import Result
from celery_app import app
from core.stopping import stopping
from storage.database.engine import DATABASE_AWAY, transaction


@app.task(name="app.tasks.send_letters", bind=True, ignore_result=True)
def send_letters(self: Task) -> Result:
    """Sends the confirmation mails and the issues that are due, at most LETTER_PER_MINUTE mails, and returns how many
    had which result. What is left waits in Postgres for the next minute. Begins weekly letters that couldn't be
    begun."""
    from app.letter.issue import begin_unmade
    from app.letter.send import send_due

    begin_unmade(datetime.now(UTC))
    return dict(send_due(stopping.is_set))


@app.task(name="app.tasks.weekly_letter", bind=True, max_retries=3)
def weekly_letter(self: Task) -> Result:
    """Makes the issue of the week that begins today and starts its sending. Running again the same day does nothing.
    `letter`: its number, or None. `recipients`: None if it waits, which people hear of (`send_letters`)."""
    from app.letter import issue

    now = datetime.now(UTC)
    try:
        with transaction() as connection:
            made = issue.this_week(connection, now, created_by=issue.SCHEDULE)
        if made is None:
            return {"letter": None, "reason": "today's letter was made before"}
        return {"letter": made.id, "recipients": issue.begin_automatic(made.id, now)}
    except DATABASE_AWAY as error:
        raise self.retry(exc=error, countdown=backoff(self.request.retries)) from error
