"""The mock serves what the spec describes, says so where it does not yet, and knows nothing else."""

from __future__ import annotations

import re

import pytest

from contralto_conformance.mock.operations import handlers
from contralto_conformance.mock.sockets import channels
from contralto_spec import load
from contralto_spec.ranges import METHODS

from .conftest import Api

SPEC = load()
DATES = [version.date for version in SPEC.described_versions]


def _described(date: str) -> set[tuple[str, str]]:
    paths = SPEC.openapi(date)["paths"].items()
    return {(method.upper(), path) for path, item in paths for method in METHODS if method in item}


def _filled(path: str) -> str:
    return re.sub(r"\{[^}]*\}", "some-id", path)


def test_no_handler_is_without_an_operation() -> None:
    described = {operation for date in DATES for operation in _described(date)}
    assert set(handlers()) <= described
    assert set(channels()) <= {name for date in DATES for name in SPEC.asyncapi(date)["channels"]}


@pytest.mark.parametrize("date", DATES)
def test_what_is_not_served_yet_says_so(api: Api, date: str) -> None:
    for method, path in sorted(_described(date) - set(handlers())):
        answer = api.request(method, _filled(path), date)
        assert answer.status_code in (501, 403), f"{method} {path}"
        assert answer.status_code == 403 or f"`{method} {path}`" in answer.text
