"""`make compose-test`: build the image, bring the production stack up for real and ask it; or say why not."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import httpx

REPOSITORY = Path(__file__).resolve().parents[2]
BASE = "docker.io/library/python:3.11-slim-bookworm"
PROJECT = "marquee-compose-test"
HEALTHY_WITHIN_S = 300
ENGINES = {"podman": (["podman-compose"], ["podman", "compose"]), "docker": (["docker", "compose"],)}
RUNNING = ("postgres", "redis", "api", "celery-worker", "celery-crawler", "celery-beat", "flower", "scrapyd")


class Skip(Exception):
    """Containers cannot be run here; the message says why."""


def run(*command: str, timeout: float = 120, check: bool = True) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, cwd=REPOSITORY, capture_output=True, text=True, timeout=timeout, check=check, stdin=subprocess.DEVNULL
    )


def engine() -> tuple[str, Sequence[str]]:
    """The engine's command, and that of its compose."""
    reasons = []
    for name, composes in (
        ("podman", (["podman-compose"], ["podman", "compose"])),
        ("docker", (["docker", "compose"],)),
    ):
        if shutil.which(name) is None:
            reasons.append(f"{name} is not installed")
            continue
        try:
            run(name, "info")
            run(name, "run", "--rm", BASE, "true", timeout=300)
        except subprocess.TimeoutExpired:
            reasons.append(f"{name} cannot fetch or run {BASE} in time")
            continue
        except subprocess.CalledProcessError as error:
            reasons.append(f"{name} cannot run a container ({(error.stderr.strip() or '?').splitlines()[-1]})")
            continue
        for compose in composes:
            if shutil.which(compose[0]) and run(*compose, "version", check=False).returncode == 0:
                return name, compose
        reasons.append(f"{name} has no compose: {' or '.join(' '.join(one) for one in composes)}")
    raise Skip("; ".join(reasons))


def until(true: object, what: str) -> None:
    give_up = time.monotonic() + HEALTHY_WITHIN_S
    while not true():  # type: ignore[operator]
        if time.monotonic() > give_up:
            raise SystemExit(f"gave up after {HEALTHY_WITHIN_S} s waiting for {what}")
        time.sleep(2)


def bring_up(engine: str, compose: Sequence[str], variables: Path) -> None:
    stack = [*compose, "-p", PROJECT, "--env-file", str(variables), "-f", "docker-compose.yml"]
    try:
        run(*stack, "up", "-d", "--build", timeout=1800)
        for service in RUNNING:
            until(lambda service=service: health(engine, service) == "healthy", f"{service} to be healthy")
            sys.stdout.write(f"{service} is healthy\n")
        until(lambda: httpx.get("http://127.0.0.1:8000/readyz", trust_env=False).is_success, "the API")
        for url in ("http://127.0.0.1:5555/api/workers", "http://127.0.0.1:6800/daemonstatus.json"):
            if httpx.get(url, trust_env=False).status_code != 401:
                raise SystemExit(f"{url} answers without a login")
        run(*stack, "exec", "-T", "celery-worker", "celery", "-A", "celery_app", "call", "app.tasks.health_check")
        sys.stdout.write("the API answers, Flower and scrapyd ask for a login, a task was sent\n")
    finally:
        run(*stack, "down", "-v", timeout=300, check=False)


def health(engine: str, service: str) -> str:
    listed = run(engine, "ps", "--format", "json", "--filter", f"label=com.docker.compose.service={service}").stdout
    names = [json.loads(line).get("Names") for line in listed.splitlines() if line.startswith("{")]
    names = names or [one["Names"][0] for one in json.loads(listed or "[]")]
    asked = run(engine, "inspect", "--format", "{{.State.Health.Status}}", *names[:1], check=False)
    return asked.stdout.strip()


def main() -> int:
    try:
        chosen, compose = engine()
    except Skip as reason:
        sys.stdout.write(f"compose-test is skipped: {reason}\n")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        variables = Path(folder) / ".env"
        command = [sys.executable, "-m", "app", "secrets", "--file", str(variables)]
        run(*command, "--contact-url", "https://example.org/compose-test")
        os.environ.pop("BIND_ADDRESS", None)
        bring_up(chosen, compose, variables)
    return 0


if __name__ == "__main__":
    sys.exit(main())
