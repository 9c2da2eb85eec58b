"""Finds the commands in the guides, and says which of them the test skips, and why."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
GUIDES = [*sorted((REPOSITORY / "docs").glob("*.md")), REPOSITORY / "README.md", REPOSITORY / "CONTRIBUTING.md"]
BLOCK = re.compile(r"^( *)```sh\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)

NOT_RUN = {
    r"make (demo|up|test|check|setup)\b": "the tests are started with these, or tests/services starts them",
    r"make (bench|chaos|accuracy|fuzz|web|docs|types|web-dev|compose-test|licenses)\b": "takes long",
    r"docker compose|docker ": "needs a Docker engine; tests/deploy compares the files",
    r"podman": "needs podman",
    r"celery -A \S+ (worker|beat|flower)\b": "never ends; tests/tasks, tests/chaos and tests/services start it",
    r"celery .*\b(purge|revoke|control)\b": "would remove the other commands' tasks; tests/tasks",
    r"celery .*\bresult (TASK_ID|ID)": "needs the id that the previous command printed; tests/tasks",
    r"cp \.env\.example": "would change this checkout",
    r"app (users add|users password|secrets)": "asks for a password or writes secrets; tests/cli",
    r"app users (role|sessions|log-out|one-step|remove) bob": "an example person; tests/cli/test_users.py",
    r"app (release|restore|prune(?! --dry-run))": "destroys data; tested separately",
    r"\.example\b|https?://(example\.org|www\.)": "an example address",
    r"\bhall\b.*example|bayfront_hall": "an example source",
    r"app sources (test|edit) 5\b": "the example source that the command before adds; tests/cli/test_sources.py",
    r"/api/sources/found": "needs the result of a look at an example address; tests/api/test_discovery.py",
    r"page\.html|FILE\b|marquee\.dump|backup-": "an example file",
    r"^(sudo|apt-get|brew|npm|npx|systemctl|timedatectl|prometheus) ": "belongs to another program",
    r"/api/tasks/\S+/cancel": "the task has ended by then; tests/api/test_tasks.py",
    r"^CRAWL_MODE=": "a setting, not a command",
    r"^(cd /opt|useradd |install -d |editor |cp -r deploy|kubectl )|runuser": "sets up a server or a cluster",
    r"^psql|redis-cli": "belongs to another program",
    r"SCRAPYD_USERNAME=|scrapyd-deploy|crawl-1": "needs a scrapyd with a login; tests/launch",
    r"FLOWER": "needs a Flower with a login; tests/tasks/test_flower.py",
    r"app venues (show|accept|refuse|merge|split|rename|locate|room) \d": "example venues; tests/cli/test_venues.py",
    r"alembic revision": "would write a migration",
    r"make ": "a target of its own",
}


@dataclass(frozen=True)
class Block:
    """The commands of one block. They run together, because later ones use variables that earlier ones set."""

    where: str
    commands: tuple[str, ...]


def blocks() -> list[Block]:
    return [
        Block(
            f"{guide.relative_to(REPOSITORY)}:{text.count(chr(10), 0, found.start()) + 1}", commands_of(found.group(2))
        )
        for guide in GUIDES
        for text in [guide.read_text()]
        for found in BLOCK.finditer(text)
    ]


def commands_of(block: str) -> tuple[str, ...]:
    """The commands, one per line. Joins lines that end with a backslash, and drops comments and empty lines."""
    lines = re.sub(r"\s*\\\n\s*", " ", block).splitlines()
    stripped = (re.sub(r"\s+#(?![\"']).*$", "", line).strip() for line in lines)
    return tuple(line for line in stripped if line and not line.startswith("#"))


def reason(command: str) -> str | None:
    """Why the test skips this command; None if it runs it."""
    return next((why for pattern, why in NOT_RUN.items() if re.search(pattern, command)), None)
