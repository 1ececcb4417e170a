"""Every check against what the live service was seen to send."""

from __future__ import annotations

import pytest

import contralto_spec
from contralto_conformance import oracle

from .examples_seen import SEEN, Sighting

SPEC = contralto_spec.load()


@pytest.mark.parametrize("sighting", SEEN, ids=str)
def test_what_the_service_was_seen_to_send_is_let_pass(sighting: Sighting) -> None:
    contract = oracle.contract(sighting.trace.api_version)
    judged = {
        name: check.judge(sighting.trace, contract) for name, check in oracle.CHECKS.items() if contract.holds(name)
    }
    violated = {name: verdict for name, verdict in judged.items() if verdict}
    assert set(violated) == ({sighting.violates} if sighting.violates else set()), violated


@pytest.mark.parametrize("source", sorted({s.source for s in SEEN}))
def test_source_is_one_that_saw_the_service(source: str) -> None:
    assert SPEC.sources[source].kind in {"field", "client"}
