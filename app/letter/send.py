"""Sends what is due: confirmation mails, and issues in batches. Nobody gets an issue twice, even if a sender dies."""

from __future__ import annotations

import logging
import secrets
from collections import Counter
from collections.abc import Callable

from sqlalchemy import Connection

from app.letter.handover import Post, Refused, ServerTrouble, Uncertain
from app.letter.mails import confirmation_mail, issue_mail
from core.config import settings
from storage.access.credentials import digest
from storage.alerts import outbox
from storage.alerts.matters import Matter
from storage.database.engine import transaction
from storage.letters import deliveries, issues, subscribers
from storage.letters.deliveries import Delivery, DeliveryState
from storage.letters.issues import Edition, Issue

FEW = 5
"""So many dead addresses in a batch are believed. More of them, and other refusals, only if the server took at least as
many mails of the letter: otherwise something is wrong with the sender, and a whole list would be lost."""
UNCERTAIN = 3
"""After so many mails in a row without an answer, the server gets a pause."""

logger = logging.getLogger(__name__)


def new_token() -> str:
    """128 random bits in lower case, because return addresses may be changed to it."""
    return secrets.token_hex(16)


def send_due(stop: Callable[[], bool] = lambda: False, most: int | None = None) -> dict[str, int]:
    """Sends at most `most` mails (LETTER_PER_MINUTE), and returns how many had which result. `stop`: asked between two
    mails."""
    results: Counter[str] = Counter()
    left = most or settings().letter_per_minute
    with transaction() as connection:
        results["unknown"] += deliveries.settle_stale(connection)
        subscribers.forget_old(connection)
    post = Post()
    try:
        left -= _confirmations(post, left, stop, results)
        with transaction() as connection:
            due = issues.due_issues(connection)
        for issue in due:
            left -= _Batch(issue, post, results).run(left, stop)
            with transaction() as connection:
                issues.finish(connection, issue.id)
    finally:
        post.close()
    _alert()
    return {name: count for name, count in results.items() if count}


def _alert() -> None:
    """Says when a letter waits, and when none does anymore."""
    with transaction() as connection:
        waiting = issues.waiting_issue(connection)
        if waiting is None:
            outbox.note_matter_over(connection, Matter.LETTER)
        else:
            outbox.note_matter(connection, Matter.LETTER, waiting.error or "")


def _confirmations(post: Post, most: int, stop: Callable[[], bool], results: Counter[str]) -> int:
    sent = 0
    while sent < most and not stop():
        token = new_token()
        with transaction() as connection:
            asked = subscribers.claim_confirmation(connection, digest(token))
        if asked is None:
            break
        sent += 1
        try:
            post.hand_over(confirmation_mail(asked.address, asked.language, token))
        except Uncertain as error:
            logger.warning("Subscriber %d may have the mail that asks to confirm: %s", asked.id, error)
            results["confirmations_unknown"] += 1
        except (ServerTrouble, Refused) as error:
            logger.warning("Couldn't ask subscriber %d to confirm: %s", asked.id, error)
            with transaction() as connection:
                subscribers.confirmation_failed(
                    connection,
                    asked.id,
                    forever=isinstance(error, Refused) and error.dead,
                    counts=isinstance(error, Refused),
                )
            results["confirmations_failed"] += 1
            if isinstance(error, ServerTrouble):
                break
            continue
        else:
            results["confirmations"] += 1
        with transaction() as connection:
            subscribers.confirmation_sent(connection, asked.id)
    return sent


class _Batch:
    """A part of an issue's deliveries, sent one after the other."""

    def __init__(self, issue: Issue, post: Post, results: Counter[str]) -> None:
        self.issue, self.post, self.results = issue, post, results
        self.sent = self.uncertain = 0
        self.dead: list[tuple[Delivery, str]] = []
        self.failed: list[tuple[Delivery, str]] = []
        self.trouble: str | None = None
        self.editions: dict[str, Edition] = {}

    def run(self, most: int, stop: Callable[[], bool]) -> int:
        """Returns how many mails it tried."""
        tried = 0
        with transaction() as connection:
            self.editions = issues.editions(connection, self.issue.id)
        while tried < most and self.trouble is None and not stop():
            token = new_token()
            with transaction() as connection:
                delivery = deliveries.claim(connection, self.issue.id, digest(token))
            if delivery is None:
                break
            tried += 1
            self._one(delivery, token)
        self._conclude()
        return tried

    def _one(self, delivery: Delivery, token: str) -> None:
        edition = self.editions.get(delivery.language) or next(iter(self.editions.values()))
        mail = issue_mail(self.issue.id, edition, delivery.address, token)
        try:
            self.post.hand_over(mail)
        except ServerTrouble as error:
            self.trouble = str(error)
            with transaction() as connection:
                deliveries.release(connection, delivery.id)
        except Uncertain as error:
            self._record(delivery, DeliveryState.UNKNOWN, str(error))
            self.uncertain += 1
            if self.uncertain >= UNCERTAIN:
                self.trouble = str(error)
        except Refused as error:
            self.uncertain = 0
            self._refused(delivery, error)
        else:
            self.uncertain = 0
            self.sent += 1
            self._record(delivery, DeliveryState.SENT)

    def _refused(self, delivery: Delivery, error: Refused) -> None:
        if error.dead:
            self.dead.append((delivery, str(error)))
            self._record(delivery, DeliveryState.REFUSED, str(error))
        elif error.forever:
            self.failed.append((delivery, str(error)))
            self._record(delivery, DeliveryState.FAILED, str(error))
        else:
            with transaction() as connection:
                deliveries.postpone(connection, delivery.id, delivery.attempts, str(error))
            self.results["postponed"] += 1

    def _record(self, delivery: Delivery, state: DeliveryState, error: str | None = None) -> None:
        with transaction() as connection:
            deliveries.record(connection, delivery.id, state, error)
        self.results[state.value] += 1
        if error is not None:
            logger.warning("Letter %d, delivery %d: %s: %s", self.issue.id, delivery.id, state, error)

    def _conclude(self) -> None:
        """Ends the subscriptions of dead addresses, and takes refusals back that can't be believed."""
        with transaction() as connection:
            sent = deliveries.counts(connection, self.issue.id)[DeliveryState.SENT]
            dead_believed = len(self.dead) <= max(FEW, sent)
            for delivery, reason in self.dead:
                if dead_believed:
                    subscribers.mark_dead(connection, delivery.subscriber_id, reason)
                else:
                    self._take_back(connection, delivery, DeliveryState.REFUSED)
            failed_believed = len(self.failed) <= sent
            for delivery, _ in self.failed:
                if not failed_believed:
                    self._take_back(connection, delivery, DeliveryState.FAILED)
            if not (dead_believed and failed_believed):
                refused = [*self.dead, *self.failed]
                _, answer = refused[-1]
                self.trouble = f"the mail server refuses {len(refused)} mails and takes {self.sent}: {answer}"
            if self.trouble is not None:
                logger.warning("Letter %d waits: %s", self.issue.id, self.trouble)
                issues.note_trouble(connection, self.issue.id, self.trouble)
            elif self.sent:
                issues.note_success(connection, self.issue.id)

    def _take_back(self, connection: Connection, delivery: Delivery, state: DeliveryState) -> None:
        deliveries.reopen(connection, delivery.id)
        self.results[state.value] -= 1
