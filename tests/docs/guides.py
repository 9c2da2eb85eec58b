"""The commands in the guides, and which of them a test does not run here, with the reason."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
GUIDES = [*sorted((REPOSITORY / "docs").glob("*.md")), REPOSITORY / "README.md", REPOSITORY / "CONTRIBUTING.md"]
BLOCK = re.compile(r"^( *)```sh\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)

ELSEWHERE = {
    r"make (demo|up|test|check|setup)\b": "what the tests themselves are started by, or tests/services starts",
    r"make (bench|chaos|accuracy|fuzz|web|docs|types|web-dev|compose-test|licences)\b": "long, and a target of its own",
    r"docker compose|docker ": "needs a Docker engine; tests/deploy compares the files",
    r"podman": "needs podman",
    r"celery -A \S+ (worker|beat|flower)\b": "does not end; tests/tasks, tests/chaos and tests/services start it",
    r"celery .*\b(purge|revoke|control)\b": "takes the tasks of the other commands away; tests/tasks",
    r"celery .*\bresult (TASK_ID|ID)": "needs the id that the command before printed; tests/tasks",
    r"cp \.env\.example": "would change this checkout",
    r"app (users add|users password|secrets)": "asks for a password or writes secrets; tests/cli",
    r"app (release|restore|prune(?! --dry-run))": "destroys; a test of its own",
    r"\.example\b|https?://(example\.org|www\.)": "an address that is only an example",
    r"\bhall\b.*example|bayfront_hall": "a source that is only an example",
    r"page\.html|FILE\b|marquee\.dump|backup-": "a file that is only an example",
    r"^(sudo|apt-get|brew|npm|npx|systemctl|timedatectl|prometheus) ": "another program's",
    r"/api/tasks/\S+/cancel": "the task has ended by then; tests/api/test_tasks.py",
    r"^CRAWL_MODE=": "a setting, not a command",
    r"^psql|redis-cli": "another program's",
    r"SCRAPYD_USERNAME=|scrapyd-deploy|crawl-1": "needs a scrapyd with a login; tests/launch",
    r"alembic revision": "would write a migration",
    r"make ": "a target of its own",
}


@dataclass(frozen=True)
class Block:
    """The commands of one block, which are run together: later ones use what earlier ones set."""

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
    """One per line; a backslash at the end goes on. Comments and empty lines are no commands."""
    lines = re.sub(r"\s*\\\n\s*", " ", block).splitlines()
    stripped = (re.sub(r"\s+#(?![\"']).*$", "", line).strip() for line in lines)
    return tuple(line for line in stripped if line and not line.startswith("#"))


def reason(command: str) -> str | None:
    """Why this command is not run by the guides' test; None: it is."""
    return next((why for pattern, why in ELSEWHERE.items() if re.search(pattern, command)), None)
