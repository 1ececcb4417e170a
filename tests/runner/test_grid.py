"""The grid asks every operation of a version, and no other."""

from __future__ import annotations

import re

import pytest

import contralto_spec
from contralto_conformance.cases.grid import EVERY_OPERATION, SUITE, grid
from contralto_conformance.cases.model import Request
from contralto_conformance.oracle import CHECKS, Contract
from contralto_conformance.trace import Exchange, Frame, Trace

SPEC = contralto_spec.load()
CASES = {case.name: case for case in grid(SPEC).cases}
DATES = [version.date for version in SPEC.described_versions]


@pytest.mark.parametrize("date", DATES)
def test_every_operation_with_a_credential_is_asked_under_each_kind_of_version(date: str) -> None:
    asked = {
        (step.method, step.path, step.version)
        for case in CASES.values()
        if case.applies_to(date)
        for step in case.steps
        if isinstance(step, Request)
    }
    documented = {
        (method.upper(), re.sub(r"\{\w+\}", "$missing", path))
        for path, item in SPEC.openapi(date)["paths"].items()
        for method in item.keys() & {"get", "post", "put", "patch", "delete"}
    }
    open_to_all = documented - {(method, path) for method, path, _ in asked}
    assert open_to_all <= {("GET", "/"), ("GET", "/agents/templates")}
    assert len(asked) == 3 * len(documented - open_to_all)


def test_only_what_is_beside_speech_is_many_requests() -> None:
    for case in CASES.values():
        assert (EVERY_OPERATION in case.tags) is ("/others/" in case.name)


def test_the_grid_is_looked_at_by_the_checks_of_versions() -> None:
    looking = [name for name, check in CHECKS.items() if check.wants(f"{SUITE}/speech/{DATES[-1]}")]
    assert {"version.missing-gives-legacy-errors", "version.invalid-gives-legacy-errors"} <= set(looking)


@pytest.mark.parametrize("defect", ["version.missing-gives-legacy-errors", "version.invalid-gives-legacy-errors"])
def test_what_one_operation_alone_does_wrong_is_seen(defect: str) -> None:
    """A gateway may answer some paths itself, and only there forget about versions."""
    mode = "none" if "missing" in defect else "invalid"
    label = f"listVoices-{mode}"
    bodies = {label: b'{"title": "Unauthorized", "message": "no such key"}'}
    exchanges = tuple(
        Exchange(
            name,
            "http",
            "GET",
            "http://gateway/voices",
            "/voices",
            request_headers=() if mode == "none" else (("cartesia-version", "not-a-date"),),
            status=401,
            frames=(Frame(0.0, "received", "body", bodies.get(name, b"Unauthorized: no such key")),),
        )
        for name in ("other", label)
    )
    trace = Trace(f"{SUITE}/others/{DATES[-1]}", DATES[-1], exchanges=exchanges)
    verdict = CHECKS[defect].judge(trace, Contract(SPEC, DATES[-1]))
    assert verdict is not None
    assert [finding.where for finding in verdict] == [f"answer `{label}`"]
