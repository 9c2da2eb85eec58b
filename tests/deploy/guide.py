"""The commands of the guides, as they run in a stack under test."""

from __future__ import annotations

import re
import shlex

from tests.deploy.engines import REPOSITORY, Failed, run
from tests.deploy.stack import Stack
from tests.docs.guides import BLOCK, commands_of

NOT_IN_A_STACK = re.compile(
    r"^(eval|export|curl|FLOWER_BASIC_AUTH=)|^python -m app secrets|^docker (build|run|buildx) "
    r"|docker compose (ps|pull|up -d --build)$| down$"
)
"""What prepares the stack or ends it, which the test itself does, and requests to a Flower that was started by hand."""
REPLICAS = {"vanwezel": "http://sandbox:8099", "mote": "http://sandbox:8100"}
"""Where the sandbox serves each source's replica, by the source's name."""
ENDLESS = re.compile(r"^celery .* worker\b")
WORKED_S = 25


def of_guide(guide: str, heading: str | None = None) -> list[str]:
    """The commands in a guide's `sh` blocks, in order; with `heading`, only those of that section."""
    text = (REPOSITORY / "docs" / guide).read_text()
    if heading is not None:
        text = re.split(r"^## ", text.partition(f"\n## {heading}\n")[2], maxsplit=1, flags=re.MULTILINE)[0]
    commands = [command for found in BLOCK.finditer(text) for command in commands_of(found.group(2))]
    return [command for command in commands if not NOT_IN_A_STACK.search(command)]


def run_outside(stack: Stack, command: str) -> str:
    """Runs a `docker compose …` command for the stack under test, without what would follow logs or ask a terminal."""
    words = shlex.split(command)
    assert words[:2] == ["docker", "compose"], command
    words = [word for word in words[2:] if word not in ("-f", stack.file, "compose.dev.yml")]
    if words[0] == "exec" and "-T" not in words:
        words.insert(1, "-T")
    if words[0] == "up" and "-d" not in words:
        words.insert(1, "-d")
    if words[0] == "cp":
        words[-1] = str(stack.folder)
        if stack.engine.name == "podman":
            return run("podman", "cp", words[1].replace("api", stack.containers("api")[0], 1), words[-1])
    return stack.compose(*words)


def run_inside(stack: Stack, service: str, command: str) -> str:
    """Runs a command that the guide gives for a checkout, in a service's container. Spiders crawl the replicas, and a
    worker is stopped again."""
    command = command.replace(".venv/bin/", "")
    for source, url in REPLICAS.items():
        command = re.sub(rf"(scrapy crawl {source}\b.*)", rf"\1 -a base_url={url}", command)
        command = re.sub(rf"(app crawl {source}\b.*)", rf"\1 --base-url {url}", command)
    if not ENDLESS.search(command):
        return stack.inside(service, command)
    said = stack.inside(service, f"timeout --preserve-status {WORKED_S} {command} -n guide@%h 2>&1")
    if " ready." not in said:
        raise Failed(f"{command}\nwas never ready:\n{said}")
    return said
