"""Every check against traces made by hand: what meets its requirement, what violates it, what tells it nothing."""

from __future__ import annotations

import pytest

from contralto_conformance import oracle

from . import (
    examples_account,
    examples_agents,
    examples_changer,
    examples_grants,
    examples_http,
    examples_idle,
    examples_inputs,
    examples_limits,
    examples_proxy,
    examples_proxy_sockets,
    examples_proxy_upgrades,
    examples_resources,
    examples_socket,
    examples_sockets,
    examples_speech,
    examples_streams,
    examples_stt,
    examples_stt_files,
)
from .examples import Example

EXAMPLES: list[Example] = [
    *examples_http.E,
    *examples_grants.E,
    *examples_speech.E,
    *examples_streams.E,
    *examples_changer.E,
    *examples_socket.E,
    *examples_inputs.E,
    *examples_stt.E,
    *examples_stt_files.E,
    *examples_agents.E,
    *examples_resources.E,
    *examples_account.E,
    *examples_idle.E,
    *examples_limits.E,
    *examples_proxy.E,
    *examples_proxy_sockets.E,
    *examples_proxy_upgrades.E,
    *examples_sockets.E,
]
REQUIREMENTS = tuple(oracle.CHECKS)


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_check_says_of_the_example_what_it_should(example: Example) -> None:
    contract = oracle.contract(example.trace.api_version)
    assert contract.holds(example.requirement), "the example is of a version that the requirement is not for"
    verdict = oracle.CHECKS[example.requirement].judge(example.trace, contract)
    said = "nothing" if verdict is None else "violated" if verdict else "met"
    assert said == example.said, verdict


@pytest.mark.parametrize("requirement", REQUIREMENTS)
def test_requirement_has_an_example_of_each_kind(requirement: str) -> None:
    kinds = {example.said for example in EXAMPLES if example.requirement == requirement}
    assert {"met", "violated"} <= kinds


@pytest.mark.parametrize("example", [e for e in EXAMPLES if e.said == "violated"], ids=str)
def test_finding_can_be_printed_and_says_where(example: Example) -> None:
    contract = oracle.contract(example.trace.api_version)
    for finding in oracle.CHECKS[example.requirement].judge(example.trace, contract) or []:
        assert finding.expected
        assert finding.got
        assert finding.where
        assert "\n" not in finding.expected + finding.got + finding.where
        (finding.expected + finding.got + finding.where).encode("utf-8")
