"""The vendor's TypeScript SDK on node, as it is, against the mock: each check of the programs beside this file."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.second_opinion.programs import TEST_TIMEOUT_S, Program, assert_met, case_id, cases

HERE = Path(__file__).parent
SDK = Path(__file__).parents[3] / ".tools/node_modules/@cartesia/cartesia-js"
PLAIN_AREAS = ("http", "tts", "voices", "data", "agents", "speech", "stt_sockets")
TLS_AREAS = ("tts_socket", "tts_browser_socket")


def program(area: str, *mock_options: str) -> Program:
    return Program(("node", str(HERE / f"{area}.mjs")), mock_options)


PROGRAMS = [*map(program, PLAIN_AREAS), *(program(area, "--tls") for area in TLS_AREAS)]


@pytest.mark.timeout(TEST_TIMEOUT_S)
@pytest.mark.parametrize(("program", "check"), cases(PROGRAMS), ids=case_id)
def test_typescript(program: Program, check: str, shared_folder: Path) -> None:
    assert SDK.exists(), "the TypeScript SDK is missing; run `make setup`"
    assert_met(program, check, shared_folder)
