"""The images and the files that run them: read by rule, and their commands run in a clean environment."""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import yaml

from newsreel.ledger.schema import PIECE_STATES, piece
from tests.services import start, stop, wait_for

ROOT = Path(__file__).resolve().parent.parent
DOCKERFILES = sorted((ROOT / "docker").glob("Dockerfile.*"))
MANIFESTS = sorted((ROOT / "docker" / "kubernetes").glob("*.yaml"))
COMPOSE = yaml.safe_load((ROOT / "docker" / "compose.yaml").read_text("utf-8"))
BUILDERS = re.compile(r"\b(gcc|g\+\+|make|build-essential|git|curl|wget|-dev)\b")
PINNED = re.compile(r"[a-z0-9./-]+:v?\d+\.\d+(\.\d+)?(-[a-z0-9.]+)*")


def instructions(path: Path) -> list[tuple[str, str]]:
    """The instructions of a Dockerfile, one a line."""
    text = re.sub(r"^\s*#.*\n", "", path.read_text("utf-8"), flags=re.M).replace("\\\n", " ")
    return [(line.split(None, 1)[0], " ".join(line.split(None, 1)[1].split())) for line in text.splitlines() if line]


def stages(path: Path) -> list[list[tuple[str, str]]]:
    """The instructions of each stage; the first is FROM."""
    found: list[list[tuple[str, str]]] = []
    for one in instructions(path):
        if one[0] == "FROM":
            found.append([])
        found[-1].append(one)
    return found


@pytest.mark.parametrize("path", DOCKERFILES, ids=lambda path: path.name)
def test_an_image_is_pinned_small_watched_and_nobodys_root(path: Path) -> None:
    build, last = stages(path)
    for stage in (build, last):
        assert PINNED.fullmatch(stage[0][1].split()[0]) and "slim" in stage[0][1]
    assert [name for name, _ in last].count("HEALTHCHECK") == 1
    users = [what for name, what in last if name == "USER"]
    assert users and all(user.isdecimal() and int(user) > 0 for user in users)
    names = [name for name, _ in last]
    assert names.index("USER") < names.index("ENTRYPOINT") and "RUN" not in names[names.index("USER") :]
    assert not any(BUILDERS.search(what) or "pip" in what for name, what in last if name == "RUN")
    assert "latest" not in path.read_text("utf-8")
    assert not any(
        re.search(r"PASSWORD|SECRET|KEY|TOKEN", what) for name, what in build + last if name in ("ENV", "ARG")
    )
    for what in (what for name, what in last if name == "ENTRYPOINT"):
        assert json.loads(what), "run without a shell, so that signals arrive"


@pytest.mark.parametrize("path", DOCKERFILES, ids=lambda path: path.name)
def test_what_a_command_uses_was_copied_before_it(path: Path) -> None:
    there: list[str] = []
    for name, what in stages(path)[0]:
        if name == "COPY":
            *sources, target = what.split()
            assert all((ROOT / source).exists() for source in sources)
            there += [target]
        if name == "RUN" and "/src" in what:
            wanted = ["newsreel", "stages", "worker", "desk", "storyboards", "assets"]
            assert there == ["/src/", *(f"/src/{one}" for one in wanted)]
    ignored = (ROOT / ".dockerignore").read_text("utf-8").split()
    copied = [one for name, what in stages(path)[0] if name == "COPY" for one in what.split()[:-1]]
    assert ignored[0] == "*" and all(f"!{one}" in ignored for one in copied)


def test_compose_publishes_nothing_and_knows_no_password() -> None:
    services: dict[str, dict[str, Any]] = COMPOSE["services"]
    assert set(services) == {"postgres", "redis", "s3", "bucket", "dispatcher", "worker", "worker-gpu"}
    for name, service in services.items():
        assert PINNED.fullmatch(service["image"]), name
        assert "ports" not in service and "network_mode" not in service and not service.get("privileged"), name
        ours = service["image"].startswith("newsreel-")
        if ours:
            assert (ROOT / "docker" / service["build"]["context"] / service["build"]["dockerfile"]).is_file()
            assert service["read_only"] and service["cap_drop"] == ["ALL"]
        else:
            assert service["healthcheck"]["test"][0] == "CMD", name
        for said, value in service.get("environment", {}).items():
            if re.search(r"PASSWORD|SECRET|AUTH|KEY|LEDGER|BROKER", said):
                assert re.search(r"\$\{NEWSREEL_\w+:\?[^}]+\}", value), f"{name}: {said} must be required, not set"
        for other in service.get("depends_on", {}):
            assert other in services
        for volume in service.get("volumes", ()):
            kept = volume.partition(":")[0]
            assert kept.startswith("/") or kept in COMPOSE["volumes"]
    assert services["worker-gpu"]["profiles"] == ["gpu"]
    assert all("profiles" not in service for name, service in services.items() if name != "worker-gpu")


def test_every_setting_that_is_handed_in_is_one() -> None:
    from dataclasses import fields

    from newsreel.settings import Settings, Works

    known = {f"NEWSREEL_{one.name.upper()}" for kind in (Settings, Works) for one in fields(kind)} | {"NEWSREEL_HOME"}
    texts = [path.read_text("utf-8") for path in (*DOCKERFILES, *MANIFESTS)]
    said = set(re.findall(r"NEWSREEL_[A-Z0-9_]+", "".join(texts)))
    said |= {
        name for one in COMPOSE["services"].values() for name in one.get("environment", {}) if name[:9] == "NEWSREEL_"
    }
    assert said <= known


def documents() -> list[dict[str, Any]]:
    return [one for path in MANIFESTS for one in yaml.safe_load_all(path.read_text("utf-8"))]


def test_kubernetes_runs_it_without_rights_and_scales_what_is_there() -> None:
    assert all(set(one) == {"apiVersion", "kind", "metadata", "spec"} for one in documents())
    deployed = {one["metadata"]["name"]: one["spec"] for one in documents() if one["kind"] == "Deployment"}
    assert set(deployed) == {"newsreel-dispatcher", "newsreel-worker-cpu", "newsreel-worker-gpu"}
    jobs = [one["spec"]["jobTemplate"]["spec"]["template"]["spec"] for one in documents() if one["kind"] == "CronJob"]
    for name, spec in deployed.items():
        assert spec["selector"]["matchLabels"].items() <= spec["template"]["metadata"]["labels"].items()
        probe = spec["template"]["spec"]["containers"][0]["livenessProbe"]["exec"]["command"]
        assert probe == ["python", "-m", "worker.health", "worker" if "worker" in name else "dispatcher"]
    for pod in [spec["template"]["spec"] for spec in deployed.values()] + jobs:
        assert pod["securityContext"]["runAsNonRoot"] and pod["automountServiceAccountToken"] is False
        for one in pod["containers"]:
            assert PINNED.fullmatch(one["image"]) and one["resources"]["limits"]["memory"]
            rights = one["securityContext"]
            assert rights["readOnlyRootFilesystem"] and not rights["allowPrivilegeEscalation"]
            mounts = {mount["name"] for mount in one["volumeMounts"]}
            assert mounts == {volume["name"] for volume in pod["volumes"]}
    for scaled in (one["spec"] for one in documents() if one["kind"] == "ScaledObject"):
        assert "replicas" not in deployed[scaled["scaleTargetRef"]["name"]]
        query = scaled["triggers"][0]["metadata"]["query"]
        assert f" {piece.name} " in query and all(column in piece.c for column in ("queue", "state"))
        states = re.search(r"state IN \(([^)]+)\)", query)
        assert states and set(re.findall(r"\w+", states[1])) <= set(PIECE_STATES)
        env = deployed[scaled["scaleTargetRef"]["name"]]["template"]["spec"]["containers"][0]["env"]
        served = next(one["value"] for one in env if one["name"] == "NEWSREEL_QUEUES").split(",")
        asked = re.search(r"queue IN \(([^)]+)\)", query)
        assert asked and re.findall(r"\w+", asked[1]) == served


@contextmanager
def running(dockerfile: Path, venv: Path, env: dict[str, str], log: Path) -> Iterator[list[str]]:
    """The entry point of an image for a while, in an environment; gives its health check."""
    last = dict(stages(dockerfile)[-1])
    process = start(json.loads(last["ENTRYPOINT"]), log, env=env, cwd=log.parent)
    try:
        yield json.loads(last["HEALTHCHECK"].partition(" CMD ")[2])
    finally:
        stop(process)


@pytest.mark.skipif(
    not os.environ.get("CI"), reason="installs everything anew, which takes most of a minute; CI=1 does"
)
def test_the_commands_of_the_images_run_in_a_clean_environment(tmp_path: Path) -> None:
    source, venv = tmp_path / "src", tmp_path / "newsreel"
    source.mkdir()
    commands = set()
    for path in DOCKERFILES:
        for name, what in stages(path)[0]:
            if name == "COPY":
                *copied, target = what.split()
                for one in copied:
                    there = tmp_path / target.lstrip("/") / (one if target.endswith("/") else "")
                    if (ROOT / one).is_dir():
                        ignore = shutil.ignore_patterns("__pycache__")
                        shutil.copytree(ROOT / one, there, dirs_exist_ok=True, ignore=ignore)
                    else:
                        shutil.copy(ROOT / one, there)
            if name == "RUN":
                commands.add(what.replace(" $CREW", ""))
    assert len(commands) == 1, "the images install the same"
    command = commands.pop().replace("/opt/newsreel", str(venv)).replace("/src", str(source))
    done = subprocess.run(
        ["sh", "-c", command.replace("python -m venv", f"{shlex.quote(sys.executable)} -m venv")],
        check=False, capture_output=True, text=True, cwd=tmp_path,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    env = {
        "PATH": f"{venv / 'bin'}:/usr/bin:/bin",
        "NEWSREEL_HOME": str(tmp_path / "home"),
        "NEWSREEL_BROKER": "filesystem://",
        "NEWSREEL_WORKERS": "1",
        "NEWSREEL_PRESENCE": "300",
        "PYTHONPATH": "",
    }

    def well(check: list[str]) -> bool:
        return subprocess.run(check, check=False, capture_output=True, env=env, cwd=tmp_path).returncode == 0

    for name in ("dispatcher", "worker"):
        log = tmp_path / f"{name}.log"
        with running(ROOT / "docker" / f"Dockerfile.{name}", venv, env, log) as check:
            wait_for(lambda check=check: well(check), 30, 0.5)
        assert "Traceback" not in log.read_text("utf-8")
    gone = subprocess.run(
        ["newsreel", "store", "gc", "--older", "7d"], check=False, capture_output=True, env=env, cwd=tmp_path
    )
    assert gone.returncode == 0, gone.stderr


def test_an_ill_worker_and_an_ill_dispatcher_are_told(tmp_path: Path) -> None:
    from newsreel.errors import LedgerFailed
    from tests.storm.ground import station
    from worker import health

    here = station(tmp_path, presence=50)
    with pytest.raises(LedgerFailed, match="does not say"):
        health.worker(here.settings)
    with pytest.raises(LedgerFailed, match="not looked around yet"):
        health.dispatcher(here.settings)
    health.mark(here.settings).touch()
    health.dispatcher(here.settings)
    os.utime(health.mark(here.settings), (0, 0))
    with pytest.raises(LedgerFailed, match="start it again"):
        health.dispatcher(here.settings)
