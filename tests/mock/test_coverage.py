"""The mock serves what the spec describes, all of it, and knows nothing else."""

from __future__ import annotations

import httpx
import pytest

from contralto_conformance.mock import app, serve
from contralto_conformance.mock.operations import handlers
from contralto_conformance.mock.sockets import channels
from contralto_spec import load
from contralto_spec.ranges import METHODS

from .conftest import KEY, NEW
from .documents import DATES

SPEC = load()


def test_every_operation_has_a_handler_and_every_handler_an_operation() -> None:
    documents = [SPEC.openapi(date)["paths"] for date in DATES]
    described = {
        (method.upper(), path)
        for paths in documents
        for path, item in paths.items()
        for method in METHODS
        if method in item
    }
    assert set(handlers()) == described


def test_every_channel_is_served() -> None:
    assert set(channels()) == {name for date in DATES for name in SPEC.asyncapi(date)["channels"]}


def test_what_only_the_spec_has_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    known = {key: handler for key, handler in handlers().items() if key != ("GET", "/accents")}
    monkeypatch.setattr(app, "handlers", lambda: known)
    with serve() as mock:
        headers = {"X-API-Key": KEY, "Cartesia-Version": NEW}
        answer = httpx.get(f"{mock.url}/accents", headers=headers)
    assert answer.status_code == 501
    assert "`GET /accents` belongs to the service" in answer.json()["message"]
