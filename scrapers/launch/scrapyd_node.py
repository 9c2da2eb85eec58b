"""Talks to one scrapyd server through its HTTP API."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any

import httpx

from core.scrapyd_nodes import Address
from scrapers.launch.order import CrawlOrder, LaunchFailure

PATIENCE = httpx.Timeout(10.0, connect=3.0)
FIRST_JOB = httpx.Timeout(60.0, connect=3.0)
"""Before scrapyd takes a project's first job, it lists the project's spiders in a separate process and answers nobody:
about 2 s on an idle machine. If we gave up sooner, the job would start anyway."""

REFUSED = (httpx.codes.BAD_REQUEST, httpx.codes.FORBIDDEN)
"""The answer's message says why."""


class JobState(StrEnum):
    """What scrapyd says about a job. `unknown`: it was never scheduled here, or scrapyd was killed since."""

    PENDING = "pending"
    RUNNING = "running"
    FINISHED = "finished"
    UNKNOWN = "unknown"


ALIVE = (JobState.PENDING, JobState.RUNNING)


class NodeAway(LaunchFailure):
    """The node does not answer, or does not answer like scrapyd."""


class NodeSlow(NodeAway):
    """The node accepted the request but did not answer in time: it is listing spiders, or the machine is busy."""


class ScrapydNode:
    """A node and one project on it. Raises NodeAway, or LaunchFailure with scrapyd's message if it refuses."""

    def __init__(self, address: Address, project: str) -> None:
        self.url = address.url
        self.project = project
        self._client = httpx.Client(auth=address.auth, timeout=PATIENCE, trust_env=False)

    def close(self) -> None:
        self._client.close()

    def load(self) -> int:
        """How many jobs of all projects wait or run there."""
        answer = self._call("GET", "daemonstatus.json")
        try:
            return int(answer["pending"]) + int(answer["running"])
        except (KeyError, TypeError, ValueError) as error:
            raise NodeAway(f"scrapyd at {self.url} does not answer: its daemonstatus.json is {answer}") from error

    def schedule(self, order: CrawlOrder) -> None:
        """Raises KeyError if the project has no such spider."""
        answer = self._call(
            "POST",
            "schedule.json",
            timeout=FIRST_JOB,
            data={
                **order.arguments,
                "project": self.project,
                "spider": order.spider,
                "jobid": order.run_id,
                "source_id": str(order.source_id),
                "launched_by": "scrapyd",
            },
        )
        if answer.get("jobid") != order.run_id:
            raise LaunchFailure(f"scrapyd at {self.url} did not take the job: {answer}")

    def state(self, run_id: str) -> JobState:
        """Double-checks a finished job, because status.json reports it even if one with the same id waits or runs."""
        answer = self._call("GET", "status.json", params={"project": self.project, "job": run_id})
        state = JobState(answer.get("currstate") or JobState.UNKNOWN)
        if state is JobState.FINISHED:
            listed = self._call("GET", "listjobs.json", params={"project": self.project})
            again = [alive for alive in ALIVE if any(job["id"] == run_id for job in listed[alive])]
            return again[0] if again else state
        return state

    def cancel(self, run_id: str, signal: str = "TERM") -> None:
        """Removes a waiting job, or signals a running one. After a second TERM it ends without closing its run."""
        self._call("POST", "cancel.json", data={"project": self.project, "job": run_id, "signal": signal})

    def links(self) -> Iterator[tuple[str, Mapping[str, str]]]:
        """The addresses of `log` and `items`, where they exist, of each running or finished job, by job id."""
        listed = self._call("GET", "listjobs.json", params={"project": self.project})
        for job in (*listed[JobState.FINISHED], *listed[JobState.RUNNING]):
            paths = {"log": job.get("log_url"), "items": job.get("items_url")}
            yield job["id"], {name: f"{self.url}{path}" for name, path in paths.items() if path}

    def _call(self, method: str, path: str, **arguments: Any) -> dict[str, Any]:
        try:
            response = self._client.request(method, f"{self.url}/{path}", **arguments)
            if response.status_code not in REFUSED:
                response.raise_for_status()
            answer: dict[str, Any] = response.json()
        except httpx.ReadTimeout as error:
            raise NodeSlow(f"scrapyd at {self.url} does not answer: {error}") from error
        except (httpx.HTTPError, ValueError) as error:
            raise NodeAway(f"scrapyd at {self.url} does not answer: {error}") from error
        if answer.get("status") == "error":
            message = str(answer.get("message"))
            if "spider" in message and "not found" in message:
                raise KeyError(message)
            raise LaunchFailure(f"scrapyd at {self.url} refused: {message}")
        return answer
