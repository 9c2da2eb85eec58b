"""One compose file, running as a project of its own: image, names, secrets, and ports are not those of a real stack."""

from __future__ import annotations

import secrets
import shlex
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

import yaml

from app.services import ports
from tests.deploy.engines import REPOSITORY, Engine, Failed, run

PORTS = ("API_PORT", "FLOWER_PORT", "SCRAPYD_PORT", "POSTGRES_PORT", "REDIS_PORT", "WEB_PORT")
PATIENCE_S = 300.0
LINE = 300
"""How much of a log line a report shows, in characters."""
SANDBOX = "tests/deploy/compose.sandbox.yml"
CONTACT_URL = "https://example.org/compose-test"


def until(holds: Callable[[], bool], what: str, patience_s: float = PATIENCE_S) -> None:
    give_up = time.monotonic() + patience_s
    while not holds():
        if time.monotonic() > give_up:
            raise Failed(f"gave up after {patience_s:g} s waiting for {what}")
        time.sleep(1)


class Stack:
    """Starts no services. At the end of a `with` block it removes its containers, volumes, and image; after a
    failure, it first shows the state and the last lines of each service."""

    def __init__(self, engine: Engine, file: str) -> None:
        self.engine, self.file = engine, file
        self.services: dict[str, dict[str, Any]] = yaml.safe_load((REPOSITORY / file).read_text())["services"]
        self.project = f"marquee-test-{secrets.token_hex(3)}"
        self._folder = tempfile.TemporaryDirectory(prefix=self.project)
        self.folder = Path(self._folder.name)
        self.ports: dict[str, int] = {}
        for name in PORTS:
            self.ports[name] = ports.choose(taken=set(self.ports.values()))
        self.env = {
            "MARQUEE_IMAGE": f"{self.project}:test",
            "SECRETS_DIR": str(self.folder / "secrets"),
            "CONTACT_URL": CONTACT_URL,
            "BIND_ADDRESS": "127.0.0.1",
            "PRIVATE_SOURCES": "true",
            **{name: str(port) for name, port in self.ports.items()},
        }

    def __enter__(self) -> Stack:
        command = [sys.executable, "-m", "app", "secrets", "--file", str(self.folder / ".env")]
        run(*command, "--contact-url", CONTACT_URL)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        if isinstance(error, Failed):
            self._report()
        # podman-compose leaves the containers that `--scale` added.
        options = ["--force", "--depend"] if self.engine.name == "podman" else ["--force"]
        remove = [[self.engine.name, "rm", *options, *names]] if (names := self._containers()) else []
        image = [self.engine.name, "rmi", "--force", self.env["MARQUEE_IMAGE"]]
        for command in (*remove, [*self.command, "down", "-v"], image):
            try:
                run(*command, timeout_s=300, env=self.env)
            except Failed as left:
                sys.stderr.write(f"couldn't clean up: {left}\n")
        self._folder.cleanup()

    @property
    def command(self) -> Sequence[str]:
        return [*self.engine.compose, "-p", self.project, "-f", self.file, "-f", SANDBOX]

    def compose(self, *arguments: str, timeout_s: float = 300) -> str:
        return run(*self.command, *arguments, timeout_s=timeout_s, env=self.env)

    def inside(self, service: str, script: str, timeout_s: float = 300) -> str:
        """Runs a shell command in a service's container."""
        return self.compose("exec", "-T", service, "sh", "-c", script, timeout_s=timeout_s)

    def secret(self, name: str) -> str:
        return (self.folder / "secrets" / name).read_text().strip()

    def containers(self, service: str) -> list[str]:
        return self._containers("--filter", f"label=com.docker.compose.service={service}")

    def _containers(self, *filters: str) -> list[str]:
        own = ("--filter", f"label=com.docker.compose.project={self.project}")
        return run(self.engine.name, "ps", "-a", *own, *filters, "--format", "{{.Names}}").split()

    def wait_until_healthy(self) -> None:
        """Waits for every service with a health check, in each of its containers."""
        for service in (name for name, one in self.services.items() if "healthcheck" in one):
            until(lambda service=service: self._is_healthy(service), f"{service} to be healthy")  # type: ignore[misc]

    def _is_healthy(self, service: str) -> bool:
        names = self.containers(service)
        return bool(names) and all(self._health(name) == "healthy" for name in names)

    def _health(self, container: str) -> str:
        if self.engine.name == "podman":  # it runs checks from systemd timers, which a machine may lack
            try:
                run("podman", "healthcheck", "run", container)
            except Failed:
                return "unhealthy"
            return "healthy"
        return run(self.engine.name, "inspect", "--format", "{{.State.Health.Status}}", container).strip()

    def _report(self) -> None:
        for arguments in (["ps", "-a"], ["logs", "--tail=15"]):
            try:
                lines = self.compose(*arguments).splitlines()
                sys.stderr.write("".join(f"{line[:LINE]}\n" for line in [f"{shlex.join(arguments)}:", *lines]))
            except Failed as error:
                sys.stderr.write(f"{error}\n")
