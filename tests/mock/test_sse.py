"""`POST /tts/sse`, judged over its bytes."""

from __future__ import annotations

import base64
import json
from typing import Any

import httpx
import jsonschema_rs
import pytest

import contralto_spec
from contralto_conformance.mock.sound.speech import Delivery, length_ms

from .conftest import NEW, OLD, RAW, Api, speech

TEXT = "Hello there, 100 friends."


def events(answer: httpx.Response) -> list[dict[str, Any]]:
    assert answer.status_code == 200, answer.text
    blocks = answer.content.split(b"\n\n")
    assert blocks.pop() == b""
    heads, texts = zip(*(block.split(b"\ndata: ") for block in blocks), strict=True)
    found = [json.loads(text) for text in texts]
    assert [head.decode() for head in heads] == [f"event: {event['type']}" for event in found]
    return found


def of_kind(all_events: list[dict[str, Any]], kind: str) -> list[dict[str, Any]]:
    return [event for event in all_events if event["type"] == kind]


def test_a_stream_is_chunks_and_one_done(api: Api, version: str) -> None:
    answer = api.speak("/tts/sse", version, transcript=TEXT)
    assert answer.headers["content-type"] == "text/event-stream"
    assert "content-length" not in answer.headers
    *chunks, done = events(answer)
    assert len(chunks) > 1
    assert all(chunk["type"] == "chunk" and not chunk["done"] and chunk["status_code"] == 206 for chunk in chunks)
    assert done == {"type": "done", "done": True, "status_code": 200}


def test_the_audio_is_that_of_the_bytes_operation(api: Api) -> None:
    for encoding in ("pcm_s16le", "pcm_f32le", "pcm_mulaw", "pcm_alaw"):
        wanted = {**RAW, "encoding": encoding}
        joined = b"".join(
            base64.b64decode(chunk["data"], validate=True)
            for chunk in of_kind(events(api.speak("/tts/sse", output_format=wanted)), "chunk")
        )
        assert joined == api.speak(output_format=wanted).content


def test_events_fit_the_document_of_their_version(api: Api, version: str) -> None:
    document = contralto_spec.load().openapi(version)
    schema = {"$ref": "#/components/schemas/TtsSseEvent", "components": document["components"]}
    validator = jsonschema_rs.Draft202012Validator(schema)
    answer = api.speak(
        "/tts/sse", version, add_timestamps=True, add_phoneme_timestamps=True, context_id="a", transcript=TEXT
    )
    for event in events(answer):
        assert not list(validator.iter_errors(event))


def test_timestamps_come_when_asked_and_agree_with_the_audio(api: Api) -> None:
    assert {event["type"] for event in events(api.speak("/tts/sse"))} == {"chunk", "done"}
    asked = events(api.speak("/tts/sse", transcript=TEXT, add_timestamps=True, add_phoneme_timestamps=True))
    times = [event["word_timestamps"] for event in of_kind(asked, "timestamps")]
    assert [word for time in times for word in time["words"]] == TEXT.split()
    starts = [start for time in times for start in time["start"]]
    ends = [end for time in times for end in time["end"]]
    assert all(start < end for start, end in zip(starts, ends, strict=True))
    assert all(end <= start for end, start in zip(ends, starts[1:], strict=False))
    assert ends[-1] <= length_ms(TEXT, Delivery()) / 1000
    sounds = [event["phoneme_timestamps"] for event in of_kind(asked, "phoneme_timestamps")]
    assert sounds[0]["start"][0] == 0.0
    assert sounds[-1]["end"][-1] == ends[-1]
    assert all(len(s["phonemes"]) == len(s["start"]) == len(s["end"]) for s in sounds)


def test_normalised_timestamps_are_of_spoken_words(api: Api) -> None:
    asked = api.speak("/tts/sse", transcript=TEXT, add_timestamps=True, use_normalized_timestamps=True)
    words = [word for event in of_kind(events(asked), "timestamps") for word in event["word_timestamps"]["words"]]
    assert words == ["Hello", "there,", "one", "hundred", "friends."]


def test_a_context_id_is_echoed_on_every_event(api: Api, version: str) -> None:
    answer = api.speak("/tts/sse", version, context_id="my context é", add_timestamps=True)
    assert {event["context_id"] for event in events(answer)} == {"my context é"}


def test_continue_and_flush_have_no_meaning(api: Api) -> None:
    members: dict[str, Any] = {"continue": True, "flush": True}
    assert events(api.speak("/tts/sse", **members))[-1]["type"] == "done"


@pytest.mark.parametrize(
    ("members", "status"),
    [
        ({"output_format": {"container": "wav", "encoding": "pcm_s16le", "sample_rate": 24000}}, 400),
        ({"output_format": {**RAW, "sample_rate": 11025}}, 400),
        ({"transcript": "..."}, 400),
        ({"model_id": "nope"}, 400),
        ({"voice": {"mode": "id", "id": "nope"}}, 404),
    ],
)
def test_errors_before_the_stream_are_http_errors(api: Api, members: dict[str, Any], status: int) -> None:
    for version, expected in ((NEW, status), (OLD, 400)):
        answer = api.speak("/tts/sse", version, **members)
        assert answer.status_code == expected
        assert not answer.headers["content-type"].startswith("text/event-stream")


@pytest.mark.parametrize("version", [OLD, NEW])
def test_trouble_in_mid_stream_is_an_error_event(mock: Any, version: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> Any:
        raise RuntimeError("out of breath")
        yield

    monkeypatch.setattr("contralto_conformance.mock.resources.tts_sse.events_of", broken)
    answer = mock().speak("/tts/sse", version, context_id="a")
    assert answer.status_code == 200
    head, _, data = answer.text.removesuffix("\n\n").rpartition("data: ")
    event = json.loads(data)
    assert (event["type"], event["done"], event["status_code"], event["context_id"]) == ("error", True, 500, "a")
    if version == NEW:
        assert head == "event: error\n"
        assert event["request_id"] == answer.headers["x-request-id"]
        assert event["error_code"] is None
    else:
        assert head == ""
        assert event["error"] == "Unexpected error: the stream could not be completed"


def test_the_first_event_comes_before_the_speech_is_over(mock: Any) -> None:
    api: Api = mock(pace="realtime")
    headers = {"X-API-Key": "sk_car_test", "Cartesia-Version": NEW}
    body = speech(transcript="word " * 200)
    with httpx.stream("POST", api.url + "/tts/sse", json=body, headers=headers, timeout=2) as answer:
        assert next(answer.iter_raw()).startswith(b"event: chunk\ndata: ")
