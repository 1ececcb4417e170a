"""Every operation, called with generated input, valid and not: answers fit their document, and none is a 500."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest

from contralto_conformance.drivers.endpoint import Endpoint
from contralto_conformance.drivers.redact import Redactor
from contralto_conformance.fuzz import Size, http
from contralto_conformance.mock import MockSettings, Running, serve
from contralto_conformance.mock.operations import handlers
from contralto_spec import load

from .conftest import KATIE
from .documents import DATES

SPEC = load()
PART = 20
ADMIN_KEY, KEY = "sk_car_admin_test", "sk_car_test"


@pytest.fixture(scope="module")
def generous() -> Iterator[Running]:
    with serve(MockSettings()) as running:
        yield running


class Part(NamedTuple):
    """Operations of one version for one kind of key, and how many calls each of them gets."""

    date: str
    is_for_admins: bool
    examples: int
    operations: tuple[str, ...]


def _parts() -> Iterator[Any]:
    """All operations that are served, some at a time, so that each test is short.

    What an older version has in common with the newest one is called less often.
    """
    newest = DATES[-1]
    latest = {identity: content for identity, _, content in _operations(newest)}
    for date in DATES:
        groups: dict[tuple[bool, int], list[str]] = {}
        for identity, is_for_admins, content in _operations(date):
            is_repeated = date != newest and latest.get(identity) == content
            groups.setdefault((is_for_admins, 1 if is_repeated else 3), []).append(identity)
        for (is_for_admins, examples), found in groups.items():
            for at in range(0, len(found), PART):
                part = Part(date, is_for_admins, examples, tuple(found[at : at + PART]))
                yield pytest.param(part, id=f"{date}-{part.operations[0]}")


def _operations(date: str) -> Iterator[tuple[str, bool, Any]]:
    """Id, whether it is for administrators, and all that the document says of each operation that is served."""
    document = SPEC.openapi(date)
    for path, item in document["paths"].items():
        for method, operation in item.items():
            if (method.upper(), path) in handlers():
                schemes = {name for choice in operation.get("security", []) for name in choice}
                yield operation["operationId"], "AdminApiKey" in schemes, _whole(document, [path, item, operation])


def _whole(document: Any, part: Any) -> str:
    """`part` with everything of the document that it refers to."""
    text, seen = json.dumps(part, sort_keys=True), set[str]()
    while fresh := set(re.findall(r'"#/(components/[^"]+)"', text)) - seen:
        seen |= fresh
        for reference in sorted(fresh):
            _, kind, name = reference.split("/")
            text += json.dumps(document["components"][kind][name], sort_keys=True)
    return text


@pytest.mark.parametrize("part", [*_parts()])
def test_generated_calls_are_answered_as_documented(generous: Running, part: Part) -> None:
    key = ADMIN_KEY if part.is_for_admins else KEY
    endpoint = Endpoint(
        base_url=generous.url,
        socket_url=generous.websocket_url,
        api_key=key,
        version=part.date,
        swapped_version=DATES[0] if part.date != DATES[0] else DATES[-1],
        redactor=Redactor(key),
        voice=KATIE,
    )
    found = []
    calls = http.run(
        SPEC.openapi(part.date),
        endpoint,
        seed=0,
        should_stop=lambda: False,
        size=Size(
            sessions=0,
            usual=part.examples,
            others=part.examples,
            paid=part.examples,
            boundaries=1,
            chains=0,
            takes_turns=False,
        ),
        operations=part.operations,
    )
    for fuzzed in calls:
        for requirement, violations in fuzzed.verdicts.items():
            for violation in violations:
                answer = next(each for each in fuzzed.trace.exchanges if f"`{each.label}`" in violation.where)
                found.append(
                    f"{fuzzed.trace.case} {requirement}: {violation.got} to {answer.path} {answer.request_body!r}"
                )
    assert not found, "\n".join(found[:20])
