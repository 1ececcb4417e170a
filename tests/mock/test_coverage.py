"""The mock serves what the spec describes, says so where it does not yet, and knows nothing else."""

from __future__ import annotations

import re

import pytest

from contralto_conformance.mock.app import _OPERATIONS, _SOCKETS
from contralto_spec import load

from .conftest import Api

SPEC = load()
DATES = [version.date for version in SPEC.described_versions]
METHODS = ("get", "post", "put", "patch", "delete")


def _described(date: str) -> set[tuple[str, str]]:
    paths = SPEC.openapi(date)["paths"].items()
    return {(method.upper(), path) for path, item in paths for method in METHODS if method in item}


def _filled(path: str) -> str:
    return re.sub(r"\{[^}]*\}", "some-id", path)


@pytest.mark.parametrize("date", DATES)
def test_nothing_is_served_that_is_not_described(date: str) -> None:
    assert {(operation.method, operation.path) for operation in _OPERATIONS} <= _described(date)
    assert set(_SOCKETS) <= {channel["address"] for channel in SPEC.asyncapi(date)["channels"].values()}


@pytest.mark.parametrize("date", DATES)
def test_what_is_not_served_yet_says_so(api: Api, date: str) -> None:
    served = {(operation.method, operation.path) for operation in _OPERATIONS}
    unserved = sorted(_described(date) - served)
    assert unserved
    for method, path in unserved:
        answer = api.request(method, _filled(path), date)
        assert answer.status_code == 501, f"{method} {path}"
        assert f"`{method} {path}`" in answer.text
