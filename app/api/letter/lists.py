"""Routes for the letter's schedule and its subscribers."""

from __future__ import annotations

from datetime import time
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Query

from app.api.access.auth import Admin, Editor, Reader
from app.api.http.fields import BigId
from app.api.http.pagination import Limit
from app.api.http.problems import Problem, refusals
from app.api.letter.schemas import LetterSchedule, ListedSubscriber, ListedSubscribers, WantedSchedule
from app.letter.schedule import Weekly, set_weekly, unset_weekly, weekly
from celery_app import app as celery
from storage.access import audit
from storage.database.engine import transaction
from storage.letters import subscribers
from storage.letters.subscribers import SubscriberState

router = APIRouter(prefix="/api/letters", tags=["letter"])


@router.get("/schedule")
def read_letter_schedule(_actor: Reader) -> LetterSchedule:
    """When the letter is made every week."""
    with transaction() as connection:
        return _shown(weekly(connection))


@router.put("/schedule")
def set_letter_schedule(given: WantedSchedule, actor: Editor) -> LetterSchedule:
    """Sends the best of the week every week. Beat picks it up within seconds."""
    when = Weekly(given.weekday, time.fromisoformat(given.at))
    with transaction() as connection:
        set_weekly(connection, when, by=actor.name)
        after = {"when": str(when)}
        audit.record(connection, actor=actor.name, action="schedule letter", subject="letter", after=after)
    return _shown(when)


@router.delete("/schedule")
def unset_letter_schedule(actor: Editor) -> LetterSchedule:
    """Sends no letter on a schedule."""
    with transaction() as connection:
        if unset_weekly(connection):
            audit.record(connection, actor=actor.name, action="schedule letter", subject="letter", after={"when": None})
    return _shown(None)


@router.get("/subscribers")
def list_subscribers(
    _actor: Admin,
    state: SubscriberState | None = None,
    after: Annotated[int, Query(ge=0, le=2**63 - 1)] = 0,
    limit: Limit = 50,
) -> ListedSubscribers:
    """Lists the subscribers with their addresses, in the order in which they signed up."""
    with transaction() as connection:
        found = subscribers.list_subscribers(connection, state=state, after=after, limit=limit + 1)
    shown = [ListedSubscriber.model_validate(one) for one in found[:limit]]
    return ListedSubscribers(subscribers=shown, next=shown[-1].id if len(found) > limit else None)


@router.delete(
    "/subscribers/{subscriber_id}", status_code=HTTPStatus.NO_CONTENT, responses=refusals(HTTPStatus.NOT_FOUND)
)
def remove_subscriber(subscriber_id: BigId, actor: Admin) -> None:
    """Deletes a subscriber, as its owner may ask."""
    with transaction() as connection:
        if not subscribers.remove(connection, subscriber_id):
            raise Problem(HTTPStatus.NOT_FOUND, f"There is no subscriber {subscriber_id}.")
        audit.record(connection, actor=actor.name, action="remove subscriber", subject=f"subscriber:{subscriber_id}")


def _shown(when: Weekly | None) -> LetterSchedule:
    return LetterSchedule(
        weekday=None if when is None else when.weekday,
        at=None if when is None else f"{when.at:%H:%M}",
        timezone=str(celery.conf.timezone),
    )
