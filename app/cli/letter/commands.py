"""`letter`: the weekly letter, from its preview to its deliveries."""

from __future__ import annotations

import sys
from dataclasses import asdict
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer
from sqlalchemy import Connection

from app.cli.acting import ACTOR, opened, refuse
from app.cli.letter.subscribers import subscribers as subscriber_commands
from app.cli.place import DataDir, adopt
from app.cli.show import AsJson, Limit, json_lines
from app.letter import issue as making
from app.letter.bounces import messages_in, read_returned, take
from app.letter.choose import week_from
from app.letter.exports import Export, exported
from app.letter.forms import LetterForm, written
from app.letter.schedule import Weekday, Weekly, set_weekly, unset_weekly, weekly
from app.letter.send import send_due
from app.letter.trial import send_trial
from celery_app import app as celery
from core.config import settings
from core.visible_text import visible
from storage.access import audit
from storage.letters import deliveries, issues, subscribers
from storage.letters.issues import Issue, LetterState

EMPTY = "No events: nothing in these days takes place only then."

letter = typer.Typer(no_args_is_help=True, help="The weekly letter: preview, send, and subscribers.")
letter.add_typer(subscriber_commands, name="subscribers")

LetterId = Annotated[int | None, typer.Option("--letter", min=1, max=2**31 - 1, help="An existing letter's number.")]
FirstDay = Annotated[
    datetime | None,
    typer.Option("--from", formats=["%Y-%m-%d"], help="The first of its seven days. Default: today."),
]
Events = Annotated[
    list[int] | None,
    typer.Option(
        "--event", min=1, max=2**63 - 1, help="Choose this event; repeat it for more, in their order. Default: by rule."
    ),
]
Language = Annotated[str, typer.Option(help="en or es.")]
Subject = Annotated[str | None, typer.Option(help="Instead of the usual subject.")]
Intro = Annotated[str | None, typer.Option(help="Instead of the usual first paragraph.")]


@letter.command()
def preview(
    letter_id: LetterId = None,
    first_day: FirstDay = None,
    event: Events = None,
    subject: Subject = None,
    intro: Intro = None,
    form: Annotated[LetterForm, typer.Option(help="How it is written.")] = LetterForm.TEXT,
    language: Language = "en",
    data_dir: DataDir = None,
) -> None:
    """Print what a letter would say now. Stores and sends nothing."""
    now = datetime.now(UTC)
    with opened(data_dir) as connection:
        chosen = _found(connection, letter_id) if letter_id else _unsaved(first_day, event, subject, intro)
        draft = making.draft_of(connection, chosen, now)
    if not draft.chosen:
        refuse(EMPTY)
    content = making.content_of(draft, language)
    typer.echo(written(form, content, making.footer_of(content.words, None, None)), nl=False)
    if draft.left_out:
        typer.echo(f"{draft.left_out} of the events don't take place in these days and were left out.", err=True)
    if settings().public_url is None:
        typer.echo("PUBLIC_URL is not set, so the links lead nowhere.", err=True)


@letter.command()
def send(
    letter_id: LetterId = None,
    first_day: FirstDay = None,
    event: Events = None,
    subject: Subject = None,
    intro: Intro = None,
    here: Annotated[bool, typer.Option(help="Send from this process instead of a worker.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be sent.")] = False,
    data_dir: DataDir = None,
) -> None:
    """Send a letter to all confirmed subscribers."""
    now = datetime.now(UTC)
    with opened(data_dir) as connection:
        if dry_run:
            chosen = _found(connection, letter_id) if letter_id else _unsaved(first_day, event, subject, intro)
            _say_what(connection, chosen, now)
            return
        chosen = _found(connection, letter_id) if letter_id else _saved(connection, first_day, event, subject, intro)
        try:
            recipients = making.begin(connection, chosen.id, now)
        except making.CannotSend as error:
            connection.rollback()
            refuse(str(error))
        audit.record(connection, actor=ACTOR, action="send letter", subject=f"letter:{chosen.id}")
    typer.echo(f"Letter {chosen.id}: {_people(recipients)}.")
    if here:
        _send_here(chosen.id)
    else:
        typer.echo("A worker begins within a minute. `letter list` shows how it goes.")


def _send_here(letter_id: int) -> None:
    while True:
        results = send_due()
        with opened(None) as connection:
            found = issues.find_issue(connection, letter_id)
        if results:
            typer.echo(", ".join(f"{name}: {count}" for name, count in sorted(results.items())))
        if found is None or found.state is not LetterState.SENDING:
            return
        if found.error or not results:
            refuse(f"Not finished: {found.error or 'some mails wait for another try'}. A worker goes on.")


@letter.command("list")
def list_all(limit: Limit = 20, as_json: AsJson = False, data_dir: DataDir = None) -> None:
    """List the letters, the newest first, with how many mails had which result."""
    with opened(data_dir) as connection:
        found = [(one, deliveries.counts(connection, one.id)) for one in issues.list_issues(connection, limit=limit)]
    if as_json:
        json_lines({**_plain(one), "deliveries": dict(counts)} for one, counts in found)
        return
    for one, counts in found:
        shown = ", ".join(f"{state} {count}" for state, count in counts.items() if count)
        line = f"{one.id}  {one.first_day} to {one.last_day}  {one.state}  {shown}"
        typer.echo(visible(f"{line}  {one.error or ''}".rstrip()))


def _plain(one: Issue) -> dict[str, object]:
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in asdict(one).items()}


def _say_what(connection: Connection, chosen: Issue, now: datetime) -> None:
    draft = making.draft_of(connection, chosen, now)
    content = making.content_of(draft, settings().language)
    size = len(written(LetterForm.HTML, content, making.footer_of(content.words, None, None)).encode())
    people = subscribers.counts(connection)[subscribers.SubscriberState.CONFIRMED]
    typer.echo(visible(content.subject))
    typer.echo(f"{len(content.items)} events, {size // 1024} KB of HTML, {_people(people)}.")
    for item in content.items:
        typer.echo(visible(f"  {item.event_id}  {item.title}  ({item.when})"))
    try:
        making.require_mail()
    except making.CannotSend as error:
        refuse(str(error))


def _people(count: int) -> str:
    return "1 subscriber" if count == 1 else f"{count} subscribers"


def _found(connection: Connection, letter_id: int) -> Issue:
    found = issues.find_issue(connection, letter_id)
    if found is None:
        refuse(f"There is no letter {letter_id}; `letter list` shows them.")
    return found


def _saved(
    connection: Connection,
    first_day: datetime | None,
    events: list[int] | None,
    subject: str | None,
    intro: str | None,
) -> Issue:
    new = _unsaved(first_day, events, subject, intro)
    return issues.add_issue(
        connection,
        first_day=new.first_day,
        last_day=new.last_day,
        subject=new.subject,
        intro=new.intro,
        event_ids=new.event_ids,
        created_by=ACTOR,
    )


def _unsaved(first_day: datetime | None, events: list[int] | None, subject: str | None, intro: str | None) -> Issue:
    now = datetime.now(ZoneInfo(settings().timezone))
    try:
        span = week_from(now.date() if first_day is None else first_day.date())
    except OverflowError:
        refuse("--from must be a day whose week ends before the year 10000.")
    return issues.unsaved(span.first, span.last, subject=subject, intro=intro, event_ids=events or None, at=now)


@letter.command()
def export(
    letter_id: LetterId = None,
    first_day: FirstDay = None,
    event: Events = None,
    subject: Subject = None,
    intro: Intro = None,
    form: Annotated[Export, typer.Option(help="tagged (InDesign), icml, and columns are for print.")] = Export.HTML,
    language: Language = "en",
    unsubscribe: Annotated[
        str, typer.Option(help="The mark that your mail tool replaces by its unsubscribe link.")
    ] = "*|UNSUB|*",
    data_dir: DataDir = None,
) -> None:
    """Write a letter for a mail tool such as Mailchimp, or for a newspaper's page, to standard output."""
    with opened(data_dir) as connection:
        chosen = _found(connection, letter_id) if letter_id else _unsaved(first_day, event, subject, intro)
        draft = making.draft_of(connection, chosen, datetime.now(UTC))
    if not draft.chosen:
        refuse(EMPTY)
    content = making.content_of(draft, language)
    sys.stdout.buffer.write(exported(form, content, making.footer_of(content.words, None, unsubscribe)))


@letter.command("test")
def send_test(
    address: Annotated[str, typer.Argument(help="Who gets the test.")],
    letter_id: LetterId = None,
    first_day: FirstDay = None,
    event: Events = None,
    language: Language = "en",
    data_dir: DataDir = None,
) -> None:
    """Send a letter to one address as a test, now."""
    with opened(data_dir) as connection:
        chosen = _found(connection, letter_id) if letter_id else _unsaved(first_day, event, None, None)
        draft = making.draft_of(connection, chosen, datetime.now(UTC))
    try:
        send_trial(draft, language, address)
    except making.CannotSend as error:
        refuse(str(error))
    typer.echo("Sent.")


@letter.command()
def schedule(
    weekday: Annotated[Weekday | None, typer.Argument(help="Default: show the schedule.")] = None,
    at: Annotated[str, typer.Argument(help="The hour, such as 9:00.")] = "9:00",
    off: Annotated[bool, typer.Option("--off", help="Send no letter on a schedule.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be set.")] = False,
    data_dir: DataDir = None,
) -> None:
    """Send the best of the week every week, on a weekday and at an hour. Off unless set."""
    with opened(data_dir) as connection:
        if weekday is not None and not off:
            when = Weekly(weekday, _clock(at))
            if dry_run:
                typer.echo(f"Would send: {when}, {celery.conf.timezone}.")
                return
            set_weekly(connection, when, by=ACTOR)
            audit.record(connection, actor=ACTOR, action="schedule letter", subject="letter", after={"when": str(when)})
        elif off and not dry_run:
            unset_weekly(connection)
            audit.record(connection, actor=ACTOR, action="schedule letter", subject="letter", after={"when": None})
        found = weekly(connection)
    typer.echo("Off." if found is None else f"{found}, {celery.conf.timezone}.")


@letter.command()
def bounces(
    place: Annotated[
        Path,
        typer.Argument(
            exists=True, help="An mbox file, a Maildir, or a message; - is standard input.", allow_dash=True
        ),
    ],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say which mails are returned letters.")] = False,
    data_dir: DataDir = None,
) -> None:
    """Read returned mail, and end the subscriptions of dead addresses."""
    try:
        messages = [sys.stdin.buffer.read()] if str(place) == "-" else list(messages_in(place))
    except OSError as error:
        refuse(f"{place} can't be read: {error.strerror}. Give an mbox file, a Maildir, or a message.")
    if dry_run:
        found = [read_returned(raw) for raw in messages]
        for one in found:
            typer.echo("ignored" if one is None else f"returned: {one.status}")
        return
    adopt(data_dir)
    counts = take(messages)
    ended = f"{counts['ended']} subscription{'' if counts['ended'] == 1 else 's'} ended"
    typer.echo(f"{counts['returned']} came back, {ended}, {counts['ignored']} ignored.")


def _clock(given: str) -> time:
    try:
        hour, _, minute = given.partition(":")
        return time(int(hour), int(minute or 0))
    except ValueError as error:
        raise typer.BadParameter("an hour such as 9:00") from error
