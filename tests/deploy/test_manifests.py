"""The systemd units and the Kubernetes manifests run the commands of docker-compose.yml and fit together."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from app.cli.secrets import FILES as SECRETS
from celery_app import app as celery
from core.config import Settings
from core.version import VERSION
from tests.deploy.test_compose import REPOSITORY, services, words

SYSTEMD = REPOSITORY / "deploy" / "systemd"
KUBERNETES = REPOSITORY / "deploy" / "kubernetes"
OF_COMPOSE = {
    "api": "api",
    "worker": "celery-worker",
    "crawler": "celery-crawler",
    "beat": "celery-beat",
    "flower": "flower",
    "scrapyd": "scrapyd",
    "migrate": "migrate",
}
OPTIONS = {name.upper() for name in Settings.model_fields}


def manifests() -> list[dict[str, Any]]:
    return [one for file in sorted(KUBERNETES.glob("*.yaml")) for one in yaml.safe_load_all(file.read_text())]


def of_kind(*kinds: str) -> dict[str, dict[str, Any]]:
    return {one["metadata"]["name"]: one for one in manifests() if one["kind"] in kinds}


def pods() -> dict[str, dict[str, Any]]:
    """The pod's spec by component."""
    found = of_kind("Deployment", "Job").values()
    return {one["metadata"]["name"].removeprefix("marquee-"): one["spec"]["template"]["spec"] for one in found}


def compose_words(component: str) -> list[str]:
    return words(services("docker-compose.yml")[OF_COMPOSE[component]]["command"])


def test_every_service_has_a_unit():
    assert {file.stem.removeprefix("marquee-") for file in SYSTEMD.glob("*.service")} == set(OF_COMPOSE)
    wanted = re.findall(r"marquee-(\w+)\.service", (SYSTEMD / "marquee.target").read_text())
    assert set(wanted) == set(OF_COMPOSE) - {"migrate"}


@pytest.mark.parametrize("component", OF_COMPOSE)
def test_units_run_the_commands_of_compose(component):
    unit = (SYSTEMD / f"marquee-{component}.service").read_text()
    found = re.search(r"^ExecStart=(.*)$", unit, re.MULTILINE)
    assert found is not None
    command = found[1].removeprefix("/opt/marquee/.venv/bin/").replace("%%", "%")
    if component == "flower":
        command = command[command.index("exec celery") :].removeprefix("exec ").rstrip("'")
    assert words(command) == compose_words(component)


def test_units_name_known_options_and_secrets():
    text = "".join(file.read_text() for file in SYSTEMD.rglob("*.*") if file.is_file())
    credentials = dict(re.findall(r"^LoadCredential=(\w+):/etc/marquee/secrets/(\w+)$", text, re.MULTILINE))
    assert all(name == file and file in SECRETS for name, file in credentials.items())
    assert set(re.findall(r"%d/(\w+)", text)) == set(credentials)
    assert set(re.findall(r"\b([A-Z_]+)_FILE=", text)) - {"ENV"} <= OPTIONS


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not installed")
def test_systemd_accepts_the_units(tmp_path):
    shutil.copytree(SYSTEMD, tmp_path, dirs_exist_ok=True)
    for file in tmp_path.rglob("*.*"):
        if file.is_file():
            installed = file.read_text().replace("/opt/marquee/.venv/bin", str(Path(sys.executable).parent))
            file.write_text(installed.replace("/opt/marquee", str(REPOSITORY)))
    ran = subprocess.run(
        [
            "systemd-analyze",
            "verify",
            "--man=no",
            "marquee.target",
            *(file.name for file in tmp_path.glob("*.service")),
        ],
        cwd=tmp_path,
        env={"SYSTEMD_UNIT_PATH": f"{tmp_path}:", "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
    about_ours = [line for line in ran.stderr.splitlines() if "marquee" in line]
    assert (ran.returncode, about_ours) == (0, [])


def test_every_kind_of_manifest_has_a_schema():
    """`make check` validates the first against Kubernetes' own schemas, and the second against keda.schema.json."""
    kinds = {"ConfigMap", "Deployment", "Job", "PodDisruptionBudget", "Service", "ServiceAccount"}
    assert {one["kind"] for one in manifests()} == kinds | {"ScaledObject", "TriggerAuthentication"}


@pytest.mark.parametrize("component", ["api", "worker", "crawler", "beat", "migrate"])
def test_pods_run_the_commands_of_compose(component):
    (container,) = pods()[component]["containers"]
    separate = [word for part in container["args"] for word in part.split("=", 1)]
    expected = [word for part in compose_words(component) for word in part.split("=", 1)]
    assert [{"0.0.0.0": "HERE"}.get(word, word) for word in separate] == expected


@pytest.mark.parametrize("component", ["api", "worker", "crawler", "beat", "migrate"])
def test_pods_are_confined(component):
    pod = pods()[component]
    (container,) = pod["containers"]
    assert pod["securityContext"]["runAsNonRoot"] is True
    assert pod["automountServiceAccountToken"] is False
    assert container["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }
    assert set(container["resources"]) == {"requests", "limits"}
    assert component == "migrate" or {"startupProbe", "readinessProbe"} <= set(container)
    assert container["image"] == f"registry.example.org/marquee:{VERSION}"
    assert re.search(f"^USER {pod['securityContext']['runAsUser']}:", (REPOSITORY / "Dockerfile").read_text(), re.M)


def test_config_names_known_options():
    names = of_kind("ConfigMap")["marquee"]["data"]
    assert {name.removesuffix("_FILE") for name in names} <= OPTIONS


def test_the_guides_secrets_have_every_key():
    guide = (REPOSITORY / "docs" / "deploy.md").read_text()
    created = {
        name: set(re.findall(r"--from-literal=([\w-]+)=", keys))
        for name, keys in re.findall(r"^kubectl create secret generic (\S+) (.*)$", guide, re.MULTILINE)
    }
    text = "".join(file.read_text() for file in KUBERNETES.glob("*.yaml"))
    read = {name: set(re.findall(rf"/run/secrets/{name}/([\w-]+)", text)) for name in created}
    for one in of_kind("TriggerAuthentication")["marquee-redis"]["spec"]["secretTargetRef"]:
        read[one["name"]].add(one["key"])
    assert created == read


def test_only_the_migration_has_the_owners_password():
    holders = {name for name, pod in pods().items() if "marquee-owner" in yaml.safe_dump(pod)}
    assert holders == {"migrate"}


def test_autoscaling_follows_a_queue_that_the_crawlers_serve():
    scaled = of_kind("ScaledObject")["marquee-crawler"]["spec"]
    target = of_kind("Deployment")[scaled["scaleTargetRef"]["name"]]
    assert "replicas" not in target["spec"]
    (trigger,) = scaled["triggers"]
    queue = trigger["metadata"]["listName"]
    assert queue in {one.name for one in celery.conf.task_queues}
    assert f"--queues={queue}" in shlex.join(target["spec"]["template"]["spec"]["containers"][0]["args"])
    assert trigger["authenticationRef"]["name"] in of_kind("TriggerAuthentication")
