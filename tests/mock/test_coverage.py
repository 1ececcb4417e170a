"""The mock serves what the spec describes, and nothing that it does not."""

from __future__ import annotations

import pytest

from contralto_conformance.mock.app import _OPERATIONS, _SOCKETS
from contralto_spec import load

SPEC = load()
DATES = [version.date for version in SPEC.described_versions]


@pytest.mark.parametrize("date", DATES)
def test_every_described_operation_is_served(date: str) -> None:
    described = {(method.upper(), path) for path, item in SPEC.openapi(date)["paths"].items() for method in item}
    assert {(operation.method, operation.path) for operation in _OPERATIONS} == described


@pytest.mark.parametrize("date", DATES)
def test_every_described_channel_is_served(date: str) -> None:
    assert set(_SOCKETS) == {channel["address"] for channel in SPEC.asyncapi(date)["channels"].values()}
