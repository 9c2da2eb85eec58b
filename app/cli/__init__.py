"""The commands of `python -m app`, assembled."""

from typing import Annotated

import typer

from app.cli import backup, crawl, demo, export, logs, openapi, prune, read, secrets, show, up, users, version

app = typer.Typer(no_args_is_help=True, pretty_exceptions_show_locals=False, help="Marquee harvests local events.")


@app.callback()
def marquee(
    version_: Annotated[
        bool, typer.Option("--version", help="Tell Marquee's version and end.", callback=version.tell, is_eager=True)
    ] = False,
) -> None:
    """Marquee harvests local events."""


app.command()(up.up)
app.command()(demo.demo)
app.command()(up.doctor)
app.command()(up.env)
app.command()(up.migrate)
app.command()(show.sources)
app.command()(show.feeds)
app.command()(show.events)
app.command()(show.runs)
app.command()(show.release)
app.command()(logs.logs)
app.command()(crawl.crawl)
app.command()(read.read)
app.command()(export.export)
app.command()(openapi.openapi)
app.command()(secrets.secrets)
app.command()(backup.backup)
app.command()(backup.restore)
app.command()(prune.prune)
app.add_typer(users.users, name="users")
app.add_typer(users.keys, name="keys")
