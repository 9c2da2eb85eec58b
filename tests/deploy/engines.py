"""Finds Docker or Podman with its compose command, and runs commands so that a failure shows what they wrote."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
PODMAN_COMPOSE = str(Path(sys.executable).with_name("podman-compose"))
COMPOSES = {"docker": (["docker", "compose"],), "podman": ([PODMAN_COMPOSE],)}
SHOWN = 4000
"""How much of each stream of a failed command is shown, in characters from its end."""


class Skip(Exception):
    """Containers can't run here; the message says why."""


class Failed(Exception):
    """A command or a check failed; the message has what the command wrote."""


@dataclass(frozen=True)
class Engine:
    """`name` is its command. `compose` starts a compose command."""

    name: str
    compose: Sequence[str]


def run(*command: str, timeout_s: float = 120, env: dict[str, str] | None = None) -> str:
    """Runs a command in the repository. Returns its stdout; raises Failed with both streams."""
    try:
        ran = subprocess.run(
            command,
            cwd=REPOSITORY,
            env=os.environ | (env or {}),
            capture_output=True,
            text=True,
            timeout=timeout_s,
            check=False,
            stdin=subprocess.DEVNULL,
        )
    except subprocess.TimeoutExpired as error:
        raise Failed(f"{shlex.join(command)}\ndidn't end within {timeout_s:g} s") from error
    if ran.returncode:
        written = "\n".join(text.strip()[-SHOWN:] for text in (ran.stdout, ran.stderr) if text.strip())
        raise Failed(f"{shlex.join(command)}\nexited with status {ran.returncode}:\n{written}")
    return ran.stdout


def find(wanted: Sequence[str] = tuple(COMPOSES)) -> Engine:
    """The first engine that runs a container of the base image and has a compose command. Raises Skip."""
    reasons = []
    for name in wanted:
        try:
            return _usable(name)
        except Skip as reason:
            reasons.append(str(reason))
    raise Skip("; ".join(reasons))


def _usable(name: str) -> Engine:
    if shutil.which(name) is None:
        raise Skip(f"{name} is not installed")
    try:
        run(name, "info")
    except Failed as error:
        raise Skip(f"{name} has no engine ({_last_line(error)})") from error
    for compose in COMPOSES[name]:
        if shutil.which(compose[0]) and _works(*compose, "version"):
            break
    else:
        raise Skip(f"{name} has no compose: install {' or '.join(' '.join(one) for one in COMPOSES[name])}")
    base = os.environ.get("PYTHON_IMAGE") or base_image()
    try:
        run(name, "run", "--rm", base, "true", timeout_s=300)
    except Failed as error:
        raise Skip(f"{name} can't fetch or run {base} ({_last_line(error)}); PYTHON_IMAGE names another") from error
    return Engine(name, compose)


def base_image() -> str:
    found = re.search(r"^ARG PYTHON_IMAGE=(\S+)$", (REPOSITORY / "Dockerfile").read_text(), re.MULTILINE)
    assert found is not None
    return found[1]


def _works(*command: str) -> bool:
    try:
        run(*command)
    except Failed:
        return False
    return True


def _last_line(error: Failed) -> str:
    return str(error).strip().splitlines()[-1]
