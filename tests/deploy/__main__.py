"""`make compose-test`: runs both compose files for real and the guides' commands in them; or says why it can't.

Each stack must become healthy, answer on every published port, and crawl the sandbox's sites. ARGS names an engine or a
file: `make compose-test ARGS="podman docker-compose.yml"`. PYTHON_IMAGE, NODE_IMAGE, POSTGRES_IMAGE, and REDIS_IMAGE
replace the base images.
"""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Callable, Mapping
from typing import Any

import httpx
import psycopg2
import redis

from tests.deploy import guide
from tests.deploy.engines import COMPOSES, Engine, Failed, Skip, find
from tests.deploy.stack import Stack, until

TASK_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
ENDED = {"succeeded", "failed", "cancelled"}
CRAWLED_WITHIN_S = 300.0
LOGIN = "marquee"
WEBSOCKET = {
    "Connection": "Upgrade",
    "Upgrade": "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "bWFycXVlZS1tYXJxdWVlIQ==",
}
"""Asks for live reload, as a browser does."""
STARTED = time.monotonic()


def production(stack: Stack) -> None:
    ports_answer(stack, {"api": api, "flower": flower, "scrapyd": scrapyd})
    point_to_sandbox(stack)
    for command in guide.of_guide("containers.md", "Production"):
        step(command)
        finish(stack, guide.run_outside(stack, command))
        if " --scale " in command:
            stack.wait_until_healthy()
    for command in guide.of_guide("celery.md"):
        step(command)
        finish(stack, guide.run_inside(stack, "celery-worker", command))
    all_went_well(stack)
    require(any(stack.folder.glob("*.backup")), "the guide's commands left no backup here")


def development(stack: Stack) -> None:
    answers = {
        "api": api,
        "flower": flower,
        "scrapyd": scrapyd,
        "postgres": postgres,
        "redis": redis_server,
        "web": web,
    }
    ports_answer(stack, answers)
    point_to_sandbox(stack)
    for command in guide.of_guide("containers.md", "Development"):
        step(command)
        finish(stack, guide.run_outside(stack, command))
    stack.wait_until_healthy()
    all_went_well(stack)


CHECKS: Mapping[str, Callable[[Stack], None]] = {"docker-compose.yml": production, "compose.dev.yml": development}


def ports_answer(stack: Stack, answers: Mapping[str, Callable[[Stack], None]]) -> None:
    published = {service for service, one in stack.services.items() if "ports" in one}
    require(published == set(answers), f"published are {published}, checked are {set(answers)}")
    for service, answer in answers.items():
        answer(stack)
        step(f"the port of {service} answers")


def api(stack: Stack) -> None:
    for path in ("/readyz", "/", "/api/events", "/feeds/events.ics"):
        expect(200, f"{address(stack, 'API')}{path}")


def flower(stack: Stack) -> None:
    expect(401, f"{address(stack, 'FLOWER')}/api/workers")
    expect(200, f"{address(stack, 'FLOWER')}/api/workers", (LOGIN, stack.secret("flower_password")))


def scrapyd(stack: Stack) -> None:
    expect(401, f"{address(stack, 'SCRAPYD')}/daemonstatus.json")
    expect(200, f"{address(stack, 'SCRAPYD')}/daemonstatus.json", (LOGIN, stack.secret("scrapyd_password")))


def postgres(stack: Stack) -> None:
    url = f"postgresql://{LOGIN}:{stack.secret('postgres_password')}@127.0.0.1:{stack.ports['POSTGRES_PORT']}/{LOGIN}"
    psycopg2.connect(url, connect_timeout=10).close()


def redis_server(stack: Stack) -> None:
    password = stack.secret("redis_conf").removeprefix("requirepass ")
    with redis.Redis(port=stack.ports["REDIS_PORT"], password=password) as client:
        client.ping()


def web(stack: Stack) -> None:
    expect(200, f"{address(stack, 'WEB')}/")
    expect(200, f"{address(stack, 'WEB')}/api/events")
    expect(101, f"{address(stack, 'WEB')}/_next/hmr", headers=WEBSOCKET | {"Origin": address(stack, "WEB")})


def address(stack: Stack, name: str) -> str:
    return f"http://127.0.0.1:{stack.ports[f'{name}_PORT']}"


def expect(
    status: int, url: str, login: tuple[str, str] | None = None, headers: Mapping[str, str] | None = None
) -> None:
    with httpx.Client(auth=login, headers=headers, timeout=60, trust_env=False) as client:
        try:
            with client.stream("GET", url) as answer:
                answered = answer.status_code
        except httpx.HTTPError as error:
            raise Failed(f"{url}: {error}") from error
    require(answered == status, f"{url} answered {answered} instead of {status}")


def ask(stack: Stack, method: str, path: str, **body: Any) -> Any:
    key = {"Authorization": f"Bearer {stack.secret('api_key')}"}
    answer = httpx.request(
        method, address(stack, "API") + path, headers=key, json=body or None, timeout=60, trust_env=False
    )
    require(answer.is_success, f"{method} {path} answered {answer.status_code}: {answer.text}")
    return answer.json()


def point_to_sandbox(stack: Stack) -> None:
    """Gives the sources the addresses of their replicas."""
    stack.compose("up", "-d", "sandbox")
    for source in ask(stack, "GET", "/api/health/sources")["sources"]:
        ask(stack, "PATCH", f"/api/sources/{source['id']}", base_url=guide.REPLICAS[source["name"]])


def finish(stack: Stack, written: str) -> None:
    """Waits for the task whose id `celery call` wrote, if it did, and for its success."""
    if not TASK_ID.fullmatch(written.strip()):
        return
    path = f"/api/tasks/{written.strip()}"
    until(lambda: ask(stack, "GET", path)["state"] in ENDED, f"the task at {path}", CRAWLED_WITHIN_S)
    task = ask(stack, "GET", path)
    require(task["state"] == "succeeded", f"a task failed: {task}")


def all_went_well(stack: Stack) -> None:
    """Runs were made, none has a fault, and the events reach readers."""
    runs = ask(stack, "GET", "/api/runs?limit=200")["runs"]
    require(bool(runs) and {run["status"] for run in runs} <= {"ok", "unchanged"}, f"the runs: {runs}")
    events = ask(stack, "GET", "/api/events")
    require(bool(events["events"]), f"the API has no events: {events}")
    step(f"{len(runs)} crawls went well")


def require(holds: bool, otherwise: str) -> None:
    if not holds:
        raise Failed(otherwise)


def step(what: str) -> None:
    sys.stdout.write(f"{time.monotonic() - STARTED:6.0f} s  {what}\n")
    sys.stdout.flush()


def check(engine: Engine, file: str) -> None:
    with Stack(engine, file) as stack:
        step(f"{file} with {engine.name}, as project {stack.project}")
        stack.compose("build", timeout_s=1800)
        step("the image is built")
        stack.compose("up", "-d", timeout_s=600)
        stack.wait_until_healthy()
        step("every service is healthy")
        CHECKS[file](stack)


def main(arguments: list[str]) -> int:
    engines = [name for name in COMPOSES if name in arguments]
    files = [name for name in CHECKS if name in arguments]
    if unknown := set(arguments) - {*COMPOSES, *CHECKS}:
        sys.stderr.write(f"unknown: {', '.join(sorted(unknown))}; known: {', '.join([*COMPOSES, *CHECKS])}\n")
        return 2
    try:
        engine = find(engines or tuple(COMPOSES))
    except Skip as reason:
        sys.stdout.write(f"compose-test is skipped: {reason}\n")
        return 0
    try:
        for file in files or CHECKS:
            check(engine, file)
    except Failed as error:
        sys.stderr.write(f"compose-test failed: {error}\n")
        return 1
    step("both stacks work" if not files else f"{', '.join(files)} works")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
