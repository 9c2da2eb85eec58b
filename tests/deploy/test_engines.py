"""What `make compose-test` does without an engine, and what it shows when a command fails."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.deploy import guide
from tests.deploy.engines import REPOSITORY, Failed, run


def compose_test(path, *arguments):
    command = [sys.executable, "-m", "tests.deploy", *arguments]
    environment = {name: value for name, value in os.environ.items() if name != "PYTHON_IMAGE"} | {"PATH": str(path)}
    return subprocess.run(command, cwd=REPOSITORY, env=environment, capture_output=True, text=True, check=False)


def stub(folder, name, script):
    (folder / name).write_text(f"#!/bin/sh\n{script}\n")
    (folder / name).chmod(0o755)


def test_without_an_engine_it_is_skipped(tmp_path):
    ran = compose_test(tmp_path)
    assert ran.returncode == 0
    assert ran.stdout == "compose-test is skipped: docker is not installed; podman is not installed\n"


def test_the_reason_of_an_engine_that_does_not_run(tmp_path):
    stub(tmp_path, "docker", "echo 'Cannot connect to the Docker daemon' >&2; exit 1")
    ran = compose_test(tmp_path, "docker")
    assert ran.returncode == 0
    assert ran.stdout == "compose-test is skipped: docker has no engine (Cannot connect to the Docker daemon)\n"


def test_the_base_image_that_is_not_there(tmp_path):
    stub(tmp_path, "docker", 'case "$1" in run) echo "no such image" >&2; exit 125 ;; esac')
    ran = compose_test(tmp_path, "docker")
    assert ran.returncode == 0
    assert "docker can't fetch or run docker.io/library/python:3.11" in ran.stdout
    assert ran.stdout.endswith("(no such image); PYTHON_IMAGE names another\n")


def test_a_failed_command_shows_both_streams():
    with pytest.raises(Failed, match=r"exited with status 3:\nwritten\nsaid$"):
        run("sh", "-c", "echo written; echo said >&2; exit 3")


def test_an_unknown_argument():
    ran = compose_test("/usr/bin", "dokcer")
    assert ran.returncode == 2
    assert "unknown: dokcer" in ran.stderr


@pytest.mark.parametrize(
    ("file", "heading", "some"),
    [
        ("containers.md", "Production", "docker compose up -d --scale celery-crawler=3"),
        ("containers.md", "Development", "docker compose -f compose.dev.yml restart celery-beat"),
        ("celery.md", None, ".venv/bin/celery -A celery_app inspect ping"),
    ],
)
def test_the_guides_commands_are_found(file, heading, some):
    commands = guide.of_guide(file, heading)
    assert some in commands
    assert all(command.startswith(("docker compose", ".venv/bin/")) for command in commands)
