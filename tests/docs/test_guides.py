"""Every command in the guides works as written, and the files that they name exist."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from core.config import Settings
from tests.docs.guides import GUIDES, REPOSITORY, blocks, commands_of, reason

pytestmark = pytest.mark.timeout(600)
PREPARES = ("eval ", "api=", "export ")
"""Commands that only prepare later ones; a block with nothing else is skipped."""
MADE_LATER = re.compile(r"/[A-Z]+\b|^web/out$|^tests/web/screenshots|bayfront_hall/")
"""Files that a build, a test, or an example makes, and `tests/platforms/NAME/fixtures/`, which stands for any
platform's folder."""
STARTS = re.compile(r"celery .* call |cancel\.json|-X POST .*/api/tasks/")
"""After these, the next command waits until the work that they started is done."""
SHELL = ("bash", "-euo", "pipefail", "-c")


def script(commands, running, folder):
    """The commands with real ids, ports, and files instead of the examples, and replicas instead of the real sites."""
    settled = (f"{line}\npython -m tests.docs.settle" if STARTS.search(line) else line for line in commands)
    text = "\n".join(settled).replace(".venv/bin/", "").replace("http://127.0.0.1:8099", running.sites["vanwezel"])
    for spider, url in running.sites.items():
        text = re.sub(rf"(scrapy crawl {spider}\b(?!.*base_url).*)", rf"\1 -a base_url={url} -a delay=0", text)
        text = re.sub(rf"(app crawl {spider}\b(?!.*base-url).*)", rf"\1 --base-url {url} -a delay=0", text)
        text = re.sub(rf"(schedule.json.* spider={spider}\b.*)", rf"\1 -d base_url={url} -d delay=0", text)
    text = re.sub(r"(?<![A-Z_])(ID|RUN)(?![A-Z_])", running.run_id, text).replace("6f9d…", running.run_id)
    for example, real in (
        (" -o events.", f" -o {folder}/events."),
        ("marquee.backup", f"{folder}/marquee.backup"),
        ("revoke 3", "revoke 2"),
        ('"delay": 5', '"delay": 0'),
    ):
        text = text.replace(example, real)
    text = f'curl() {{ command curl --no-progress-meter --fail-with-body "$@"; }}\n{text}'
    return re.sub(r"127\.0\.0\.1:8000\b", f"127.0.0.1:{running.environment['API_PORT']}", text)


@pytest.mark.long
def test_the_commands_work(running, tmp_path):
    """Runs each command once, in the order of the guides."""
    failures, done = [], set()
    for block in blocks():
        due = [command for command in block.commands if reason(command) is None and command not in done]
        if all(command.startswith(PREPARES) for command in due):
            continue
        done |= {command for command in due if not command.startswith(PREPARES)}
        commands = script(due, running, tmp_path)
        environment = running.environment | {"HOME": str(tmp_path)}
        try:
            ran = subprocess.run(
                [*SHELL, commands],
                cwd=REPOSITORY,
                env=environment,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                timeout=240,
                check=True,
                stdin=subprocess.DEVNULL,
            )
        except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
            failures.append(f"{block.where}: {error}\n{commands}\n{(error.stdout or '')[-1000:]}")
        else:
            assert "Traceback" not in ran.stdout, f"{block.where}\n{ran.stdout}"
    assert not failures, "\n\n".join(failures)


def test_most_commands_are_run():
    every = [command for block in blocks() for command in block.commands]
    left_out = {command: why for command in every if (why := reason(command))}
    assert len(every) > 40
    assert len(every) - len(left_out) > 25


def test_commands_are_found_in_a_block():
    assert commands_of("# why\nls -l   # list\n\necho a \\\n    b\ncurl 'x#y'\n") == ("ls -l", "echo a b", "curl 'x#y'")


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.name)
def test_files_that_are_named_are_there(guide):
    text = guide.read_text()
    named = set(
        re.findall(
            r"`((?:core|storage|scrapers|spiders|pipelines|app|migrations|sandbox|quality|monitoring|docs|tests|web)"
            r"/[\w./-]*)`",
            text,
        )
    )
    missing = sorted(name for name in named if not (REPOSITORY / name).exists() and not MADE_LATER.search(name))
    assert not missing


def test_tests_that_are_named_are_there():
    """`tests/…/test_x.py::test_y`, as docs/security.md gives as evidence."""
    for guide in GUIDES:
        for path, name in re.findall(r"`?(tests/[\w/]+\.py)::(\w+)", guide.read_text()):
            assert f"def {name}(" in Path(REPOSITORY / path).read_text(), f"{guide.name}: {path}::{name}"


def test_variables_that_are_named_are_there():
    options = {name.upper() for name in Settings.model_fields}
    example = set(re.findall(r"^#?([A-Z][A-Z0-9_]+)=", (REPOSITORY / ".env.example").read_text(), re.MULTILINE))
    assert options - example == set(), "an option without a line in .env.example"
