"""Events with audio become the same JSON as all others, only sooner."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contralto_conformance.mock.event_json import Base64, base64_of, json_of

TEXTS = st.text() | st.sampled_from(['"data":""', '\\"data":""', '{"data":""}', ',"data":"",'])


@given(st.binary(max_size=40), TEXTS, TEXTS)
def test_an_event_with_audio_is_the_json_that_it_would_be_without_haste(
    audio: bytes, context_id: str, name: str
) -> None:
    for event in (
        {"type": "chunk", "data": base64_of(audio), "done": False, "context_id": context_id, "name": name},
        {"context_id": context_id, "name": name, "data": base64_of(audio)},
    ):
        assert json_of(event) == json.dumps(event, separators=(",", ":"))


@pytest.mark.parametrize("data", ['a"b', "\n", "é", 5, None, ["x"]])
def test_other_data_are_escaped(data: object) -> None:
    assert json.loads(json_of({"data": data})) == {"data": data}


def test_what_is_made_of_encoded_text_is_plain_text() -> None:
    encoded = base64_of(b"sound")
    assert type(encoded) is Base64
    assert type(encoded + '"') is type(encoded[1:]) is type(encoded.replace("=", '"')) is str
