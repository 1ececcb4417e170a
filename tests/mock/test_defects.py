"""The catalogue of defects, and that each one is found, described, and works together with others."""

from __future__ import annotations

import re
from typing import Any

import pytest

import contralto_spec
from contralto_conformance.mock.defects import UnknownDefect, catalogue, hooks_for, resolve
from contralto_conformance.mock.hooks import Chain, Hooks
from contralto_conformance.oracle import CHECKS

from .conftest import Api, Socket

INFOS = catalogue()


def test_every_check_has_a_defect_and_every_defect_a_requirement() -> None:
    found = {info.requirement for info in INFOS}
    requirements = contralto_spec.load().requirements
    assert found == {name for name in CHECKS if requirements[name].party == "server"}


def test_every_defect_says_what_it_does() -> None:
    assert len({info.id for info in INFOS}) == len(INFOS)
    for info in INFOS:
        assert info.id.partition(":")[0] == info.requirement
        assert re.match(r"[a-z]", info.about), info
        assert not info.about.endswith("."), info


def test_a_requirement_means_its_first_defect_and_a_variant_itself() -> None:
    assert resolve("tts.bytes.raw-has-no-header").id == "tts.bytes.raw-has-no-header"
    assert resolve("tts.bytes.raw-has-no-header:odd").id == "tts.bytes.raw-has-no-header:odd"


@pytest.mark.parametrize("name", ["tts.ws.done-is-lost", "tts.ws.done-is-last:no-such-variant", "", "x"])
def test_an_unknown_defect_is_refused_with_the_nearest_names(name: str) -> None:
    with pytest.raises(UnknownDefect, match=f"^there is no defect `{name}`") as refusal:
        resolve(name)
    assert ("did you mean" in str(refusal.value)) is name.startswith("tts")


def test_no_defect_is_the_correct_service() -> None:
    assert type(hooks_for(())) is Hooks
    assert isinstance(hooks_for(("tts.ws.done-is-last", "voices.limit-respected")), Chain)


def test_a_chain_has_every_seam() -> None:
    seams = {name for name in vars(Hooks) if not name.startswith("_")}
    assert seams <= set(vars(Chain))


def test_several_defects_are_committed_together(mock: Any) -> None:
    api: Api = mock(
        defects=("errors.request-id-header", "voices.unknown-id-is-404", "tts.ws.done-is-last", "tts.ws.words-as-sent")
    )
    answer = api.get("/voices/none")
    assert answer.status_code == 400
    assert "x-request-id" not in answer.headers
    with api.connect() as connection:
        socket = Socket(connection)
        socket.ask("Hello.", add_timestamps=True)
        events = socket.until_done()
        assert socket.event()["type"] == "chunk"
    spoken = [event["word_timestamps"]["words"] for event in events if event["type"] == "timestamps"]
    assert spoken == [["HELLO."]]


@pytest.mark.parametrize("prefix", ["", "/v1"])
def test_a_defect_of_one_socket_leaves_the_others_alone(prefix: str) -> None:
    hooks = hooks_for(["stt.turns.pings-answered"])
    assert hooks.pong(f"{prefix}/stt/turns/websocket", b"a") == b"a!"
    assert hooks.pong(f"{prefix}/stt/websocket", b"a") == b"a"
    assert hooks.pong(f"{prefix}/tts/websocket", b"a") == b"a"


def test_defects_of_several_sockets_work_together() -> None:
    hooks = hooks_for(["stt.turns.pings-answered", "tts.ws.answers-pings:silent"])
    assert hooks.pong("/stt/turns/websocket", b"a") == b"a!"
    assert hooks.pong("/tts/websocket", b"a") is None
