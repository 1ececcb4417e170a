"""Every operation, called with generated input, valid and not: answers fit their document, and none is a 500."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from contralto_conformance.drivers.endpoint import Endpoint
from contralto_conformance.drivers.redact import Redactor
from contralto_conformance.fuzz import http
from contralto_conformance.mock import MockSettings, Running, serve
from contralto_conformance.mock.operations import handlers
from contralto_spec import load

from .conftest import KATIE
from .documents import DATES

SPEC = load()
ADMIN_KEY, KEY = "sk_car_admin_test", "sk_car_test"


@pytest.fixture(scope="module")
def generous() -> Iterator[Running]:
    with serve(MockSettings()) as running:
        yield running


def _operations(date: str, *, admin: bool) -> list[str]:
    """Ids of the operations for one kind of key."""
    served = []
    for path, item in SPEC.openapi(date)["paths"].items():
        for method, operation in item.items():
            if (method.upper(), path) in handlers():
                schemes = {name for choice in operation.get("security", []) for name in choice}
                if ("AdminApiKey" in schemes) is admin:
                    served.append(operation["operationId"])
    return served


@pytest.mark.parametrize("admin", [False, True])
@pytest.mark.parametrize("date", DATES)
def test_generated_calls_are_answered_as_documented(generous: Running, date: str, admin: bool) -> None:
    operations = _operations(date, admin=admin)
    if not operations:
        pytest.skip(f"{date} has no operation for administrators")
    endpoint = Endpoint(
        base_url=generous.url,
        socket_url=generous.websocket_url,
        api_key=ADMIN_KEY if admin else KEY,
        version=date,
        swapped_version=DATES[0] if date != DATES[0] else DATES[-1],
        redactor=Redactor(ADMIN_KEY if admin else KEY),
        voice=KATIE,
    )
    found = []
    calls = http.run(SPEC.openapi(date), endpoint, seed=0, should_stop=lambda: False, examples=3, operations=operations)
    for fuzzed in calls:
        for requirement, violations in fuzzed.verdicts.items():
            for violation in violations:
                answer = next(each for each in fuzzed.trace.exchanges if f"`{each.label}`" in violation.where)
                found.append(
                    f"{fuzzed.trace.case} {requirement}: {violation.got} to {answer.path} {answer.request_body!r}"
                )
    assert not found, "\n".join(found[:20])
