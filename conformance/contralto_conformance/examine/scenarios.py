"""The scenarios of an examination: what the service does, what the client is asked to do, what it shows.

They are data, in `scenarios/`, in the language of `spec/schemas/scenarios.schema.json`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs
import yaml

from contralto_spec.data import data_schema
from contralto_spec.findings import Finding, SpecError
from contralto_spec.yaml_source import read_yaml

DEFAULT_LIMIT_S = 10.0

PROTOCOL = Path(__file__).parent / "PROGRAMS.md"
"""What a program under examination has to do, for people."""


@dataclass(frozen=True)
class Scenario:
    """One exchange that is legal and unusual, or the plain one that others are compared with.

    task: what the program is asked to do, with `given`. judges: ids of the requirements that it shows. needs: the plain
    scenario without which this one says nothing. answers, sockets: the script of the service. base_url: the address
    that the program is told in place of the service's own; the service is then its HTTP proxy.
    """

    name: str
    about: str
    task: str
    given: Mapping[str, Any]
    judges: tuple[str, ...] = ()
    needs: str | None = None
    answers: Sequence[Mapping[str, Any]] = ()
    sockets: Sequence[Mapping[str, Any]] = ()
    base_url: str | None = None
    limit_s: float = DEFAULT_LIMIT_S
    environment: Mapping[str, str] = field(default_factory=dict)


@cache
def bundled() -> Mapping[str, Scenario]:
    """The scenarios of this package by name, plain ones before those that need them. Raises SpecError."""
    return load(sorted((Path(__file__).parent / "scenarios").glob("*.yaml")))


def load(files: Iterable[Path]) -> Mapping[str, Scenario]:
    """The scenarios of these files. Raises SpecError with all that is wrong with them."""
    findings: list[Finding] = []
    found: dict[str, Scenario] = {}
    for file in files:
        source = read_yaml(file, f"scenarios/{file.name}")
        problems = [
            source.finding(tuple(error.instance_path), "scenario-schema", str(error.message)[:300])
            for error in _validator().iter_errors(source.data)
        ]
        findings += problems
        if problems:
            continue
        for index, entry in enumerate(source.data["scenarios"]):
            scenario = _scenario(source.data, entry)
            if scenario.name in found:
                message = f"scenario `{scenario.name}` stands twice"
                findings.append(source.finding(("scenarios", index, "name"), "scenario-twice", message))
            elif scenario.needs is not None and scenario.needs not in found:
                message = f"`{scenario.name}` needs `{scenario.needs}`, which does not stand before it"
                findings.append(source.finding(("scenarios", index), "scenario-needs", message))
            found[scenario.name] = scenario
    if findings:
        raise SpecError(findings)
    return found


@cache
def unseen() -> Mapping[str, str]:
    """Requirements on clients that no examination can judge, each with the reason."""
    table: Mapping[str, str] = yaml.safe_load((Path(__file__).parent / "unseen.yaml").read_text(encoding="utf-8"))
    return table


@cache
def _validator() -> Any:
    return jsonschema_rs.validator_for(data_schema("scenarios"))


def _scenario(file: Mapping[str, Any], entry: Mapping[str, Any]) -> Scenario:
    """One entry; what it leaves out is taken from `usual`, the scenario that the file begins with."""
    usual = file.get("usual", {})
    suite = file["suite"]
    needs = entry.get("needs", "plain" if entry["name"] != "plain" else None)
    return Scenario(
        name=f"{suite}/{entry['name']}",
        about=entry["about"],
        task=entry.get("task", usual.get("task")),
        given={**usual.get("given", {}), **entry.get("given", {})},
        judges=tuple(entry.get("judges", ())),
        needs=None if needs is None else f"{suite}/{needs}",
        answers=entry.get("answers", usual.get("answers", ())),
        sockets=entry.get("sockets", usual.get("sockets", ())),
        base_url=entry.get("base_url"),
        limit_s=entry.get("limit_s", DEFAULT_LIMIT_S),
        environment=entry.get("environment", {}),
    )
