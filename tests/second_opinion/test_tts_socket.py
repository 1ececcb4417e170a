"""Contexts on the TTS socket through the SDK."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from cartesia import AsyncCartesia

from .audio import assert_speaks, read_raw
from .process import API_KEY, Mock, running_mock
from .sdk import KATIE, MODEL, RAW, SAMPLE_RATE, TIMEOUT_S, TRANSCRIPT, Sdk, strictly

LONG = TRANSCRIPT * 40
SHORT_WAIT_S = 0.8  # long enough for a busy machine to answer

MANNER: dict[str, Any] = {"model_id": MODEL, "voice": KATIE, "output_format": RAW, "timeout": TIMEOUT_S}


def audio_of(events: list[Any]) -> bytes:
    return b"".join(event.audio for event in events if event.type == "chunk")


def words_of(events: list[Any]) -> list[str]:
    return [word for event in events if event.type == "timestamps" for word in event.word_timestamps.words]


def kinds(events: list[Any]) -> list[str]:
    """Types of messages, each run of equal ones as one."""
    return [event.type for at, event in enumerate(events) if at == 0 or events[at - 1].type != event.type]


def one_shot(sdk: Sdk, context: Any, transcript: str = TRANSCRIPT) -> list[Any]:
    """Speaks one transcript on a context of its own, and hears it to the end."""
    sdk.done(context.push(transcript, continue_=False))
    return sdk.heard(context)


def assert_whole(events: list[Any], context_id: str, transcript: str) -> None:
    """The messages are all of `context_id`, end with its one `done`, and speak `transcript`."""
    assert {event.context_id for event in events} == {context_id}
    assert [event.type for event in events].count("done") == 1
    assert events[-1].type == "done"
    assert events[-1].done
    assert not any(event.done for event in events[:-1])
    assert_speaks(read_raw(audio_of(events), "pcm_s16le", SAMPLE_RATE), transcript)


def test_one_request_is_spoken_and_done(sdk: Sdk, mock: Mock) -> None:
    client = sdk.client(mock)
    with sdk.opened(client.tts.websocket_connect()) as socket:
        events = one_shot(sdk, socket.context("ctx_1", **MANNER))
    assert_whole(events, "ctx_1", TRANSCRIPT)
    assert kinds(events) == ["chunk", "done"]
    request = {"model_id": MODEL, "transcript": TRANSCRIPT, "voice": KATIE, "output_format": RAW}
    assert audio_of(events) == sdk.audio(client.tts.generate(**request))


def test_the_defaults_of_the_sdk_are_served(sdk: Sdk, mock: Mock) -> None:
    """Model `sonic-latest`, 44.1 kHz floats, a random context id, and a fallback voice for the end of input."""
    with sdk.opened(sdk.client(mock).tts.websocket_connect()) as socket:
        context = socket.context(timeout=TIMEOUT_S)
        sdk.done(context.send(transcript=TRANSCRIPT, voice={"id": KATIE}))
        sdk.done(context.no_more_inputs())
        events = sdk.heard(context)
    assert events[-1].type == "done"
    assert_speaks(read_raw(audio_of(events), "pcm_f32le", 44100), TRANSCRIPT)


def test_pushed_pieces_are_one_speech(sdk: Sdk, mock: Mock) -> None:
    pieces = ["Good mor", "ning, ", "and welcome ", "to the late show."]
    with sdk.opened(sdk.client(mock).tts.websocket_connect()) as socket:
        whole = one_shot(sdk, socket.context("whole", add_timestamps=True, **MANNER))
        context = socket.context("pieces", add_timestamps=True, **MANNER)
        for piece in pieces:
            sdk.done(context.push(piece))
        sdk.done(context.no_more_inputs())
        events = sdk.heard(context)
    assert_whole(events, "pieces", TRANSCRIPT)
    assert words_of(events) == words_of(whole) == TRANSCRIPT.split()
    assert len(audio_of(events)) == len(audio_of(whole))


def test_every_input_is_spoken_at_once_without_a_buffer_delay(sdk: Sdk, mock: Mock) -> None:
    """The client hears the first sentence before it sends the second one."""
    with sdk.opened(sdk.client(mock).tts.websocket_connect()) as socket:
        context = socket.context("ctx_1", max_buffer_delay_ms=0, add_timestamps=True, **MANNER)
        sdk.done(context.push("First sentence "))
        heard: list[Any] = []
        for event in sdk.each(context.receive()):
            heard.append(strictly(event))
            if words_of(heard) == ["First", "sentence"]:
                break
        sdk.done(context.push("and a second one.", continue_=False))
        heard += sdk.heard(context)
    assert words_of(heard) == ["First", "sentence", "and", "a", "second", "one."]
    assert_whole(heard, "ctx_1", "First sentence and a second one.")


def test_words_and_phonemes_are_timed_over_the_whole_context(sdk: Sdk, mock: Mock) -> None:
    sentences = ["One two three. ", "Four five six. "]
    with sdk.opened(sdk.client(mock).tts.websocket_connect()) as socket:
        context = socket.context("ctx_1", add_timestamps=True, add_phoneme_timestamps=True, **MANNER)
        for sentence in sentences:
            sdk.done(context.push(sentence))
        sdk.done(context.no_more_inputs())
        events = sdk.heard(context)
    duration_s = len(audio_of(events)) / 2 / SAMPLE_RATE
    assert words_of(events) == "".join(sentences).split()
    for kind, member, texts in (
        ("timestamps", "word_timestamps", "words"),
        ("phoneme_timestamps", "phoneme_timestamps", "phonemes"),
    ):
        tables = [getattr(event, member) for event in events if event.type == kind]
        starts = [start for table in tables for start in table.start]
        ends = [end for table in tables for end in table.end]
        assert all(len(getattr(table, texts)) == len(table.start) == len(table.end) for table in tables)
        assert starts == sorted(starts)
        assert all(start <= end for start, end in zip(starts, ends, strict=True))
        assert 0 < ends[-1] <= duration_s + 0.1


def test_a_flush_closes_its_section_and_the_context_goes_on(sdk: Sdk, mock: Mock) -> None:
    with sdk.opened(sdk.client(mock).tts.websocket_connect()) as socket:
        context = socket.context("ctx_1", **MANNER)
        for text in ("First section", "Second section"):
            sdk.done(context.push(text))
            sdk.done(context.push("", flush=True))
        sdk.done(context.push("Third section"))
        sdk.done(context.no_more_inputs())
        events = sdk.heard(context)
    assert kinds(events) == ["chunk", "flush_done", "chunk", "flush_done", "chunk", "done"]
    flushes = [event for event in events if event.type == "flush_done"]
    assert all(event.flush_done for event in flushes)
    assert [event.flush_id for event in flushes] == [1, 2]
    sections: dict[int | None, bytes] = {}
    for event in events:
        if event.type == "chunk":
            sections[event.flush_id] = sections.get(event.flush_id, b"") + event.audio
    assert list(sections) == [1, 2, 3]
    for number, text in ((1, "First section"), (2, "Second section"), (3, "Third section")):
        assert_speaks(read_raw(sections[number], "pcm_s16le", SAMPLE_RATE), text)


def test_contexts_follow_each_other_on_one_socket(sdk: Sdk, mock: Mock) -> None:
    with sdk.opened(sdk.client(mock).tts.websocket_connect()) as socket:
        for number in range(5):
            assert_whole(one_shot(sdk, socket.context(f"ctx_{number}", **MANNER)), f"ctx_{number}", TRANSCRIPT)


def test_contexts_at_once_each_hear_their_own_speech(sdk: Sdk, mock: Mock) -> None:
    texts = {f"ctx_{number}": f"Context {number} says hello" + " once more" * number + "." for number in range(5)}
    with sdk.opened(sdk.client(mock).tts.websocket_connect()) as socket:
        contexts = {name: socket.context(name, add_timestamps=True, **MANNER) for name in texts}
        # Inputs of all contexts alternate, and the last one is read first.
        for name, text in texts.items():
            sdk.done(contexts[name].push(text[:7]))
        for name, text in texts.items():
            sdk.done(contexts[name].push(text[7:]))
        for context in contexts.values():
            sdk.done(context.no_more_inputs())
        heard = {name: sdk.heard(contexts[name]) for name in reversed(texts)}
    for name, text in texts.items():
        assert_whole(heard[name], name, text)
        assert words_of(heard[name]) == text.split()


def test_tasks_share_one_async_socket(mock: Mock) -> None:
    texts = {f"ctx_{number}": "Hello" + " again" * number + "." for number in range(8)}

    async def speak(socket: Any, name: str, text: str) -> list[Any]:
        context = socket.context(name, add_timestamps=True, **MANNER)
        for word in text.split():
            await context.push(word + " ")
        await context.no_more_inputs()
        return [strictly(event) async for event in context.receive()]

    async def all_at_once() -> list[list[Any]]:
        client = AsyncCartesia(api_key=API_KEY, base_url=mock.url, websocket_base_url=mock.websocket_url)
        async with client, client.tts.websocket_connect() as socket, asyncio.timeout(TIMEOUT_S):
            return await asyncio.gather(*(speak(socket, name, text) for name, text in texts.items()))

    for (name, text), events in zip(texts.items(), asyncio.run(all_at_once()), strict=True):
        assert_whole(events, name, text)
        assert words_of(events) == text.split()


def test_a_cancelled_context_leaves_the_others_alone(sdk: Sdk, mock: Mock) -> None:
    with sdk.opened(sdk.client(mock).tts.websocket_connect()) as socket:
        loser, winner = socket.context("loser", **MANNER), socket.context("winner", **MANNER)
        sdk.done(loser.push(TRANSCRIPT))
        sdk.done(winner.push(TRANSCRIPT))
        # The loser's queue is unknown from here on; what was under way for it may still arrive.
        sdk.done(loser.cancel())
        sdk.done(winner.no_more_inputs())
        events = [event for event in sdk.heard(winner) if event.context_id == "winner"]
    assert_whole(events, "winner", TRANSCRIPT)


def test_a_cancel_stops_what_was_not_begun(sdk: Sdk, mock: Mock) -> None:
    """After the cancel and one whole other context, a second one hears not a word of the cancelled one."""
    with sdk.opened(sdk.client(mock).tts.websocket_connect()) as socket:
        cancelled = socket.context("cancelled", **MANNER)
        for _ in range(20):
            sdk.done(cancelled.push(LONG))
        assert next(sdk.each(cancelled.receive())).context_id == "cancelled"
        sdk.done(cancelled.cancel())
        one_shot(sdk, socket.context("between", **MANNER))
        assert_whole(one_shot(sdk, socket.context("after", **MANNER)), "after", TRANSCRIPT)


def test_the_next_context_hears_nothing_of_a_cancelled_one(sdk: Sdk, mock: Mock) -> None:
    with sdk.opened(sdk.client(mock).tts.websocket_connect()) as socket:
        cancelled = socket.context("cancelled", **MANNER)
        sdk.done(cancelled.push(LONG, continue_=False))
        assert next(sdk.each(cancelled.receive())).type == "chunk"
        sdk.done(cancelled.cancel())
        assert_whole(one_shot(sdk, socket.context("next", **MANNER)), "next", TRANSCRIPT)


def test_a_cancelled_context_has_nothing_more_to_receive(sdk: Sdk, mock: Mock) -> None:
    with sdk.opened(sdk.client(mock).tts.websocket_connect()) as socket:
        cancelled = socket.context("cancelled", **{**MANNER, "timeout": SHORT_WAIT_S})
        sdk.done(cancelled.push(TRANSCRIPT))
        sdk.done(cancelled.cancel())
        assert all(event.context_id == "cancelled" for event in sdk.each(cancelled.receive()))


def test_messages_can_be_sent_and_received_without_contexts(sdk: Sdk, mock: Mock) -> None:
    request = {
        "model_id": MODEL,
        "transcript": TRANSCRIPT,
        "voice": KATIE,
        "output_format": RAW,
        "context_id": "by_hand",
    }
    events: list[Any] = []
    with sdk.opened(sdk.client(mock).tts.websocket_connect()) as socket:
        sdk.done(socket.send(request))
        while not events or events[-1].type != "done":
            events.append(strictly(sdk.done(socket.recv())))
    assert_whole(events, "by_hand", TRANSCRIPT)


@pytest.mark.parametrize("encoding", ["pcm_f32le", "pcm_mulaw", "pcm_alaw"])
def test_long_texts_in_other_encodings_stay_below_the_frame_limit(sdk: Sdk, mock: Mock, encoding: str) -> None:
    wanted = {"container": "raw", "encoding": encoding, "sample_rate": 48000}
    text = TRANSCRIPT * 8
    with sdk.opened(sdk.client(mock).tts.websocket_connect()) as socket:
        events = one_shot(sdk, socket.context("ctx_1", **{**MANNER, "output_format": wanted}), text)
    assert max(len(event.audio) for event in events[:-1]) < 700_000 < len(audio_of(events))
    assert_speaks(read_raw(audio_of(events), encoding, 48000), text)


def test_the_older_interface_speaks_in_one_call(sdk: Sdk, mock: Mock) -> None:
    request: dict[str, Any] = {"model_id": MODEL, "transcript": TRANSCRIPT, "voice": KATIE, "output_format": RAW}
    socket = sdk.done(sdk.client(mock).tts.websocket())
    sdk.done(socket.connect())
    try:
        whole = sdk.done(socket.send(stream=False, add_timestamps=True, add_phoneme_timestamps=True, **request))
        pieces = [piece.audio for piece in sdk.each(sdk.done(socket.send(**request))) if piece.audio is not None]
    finally:
        sdk.done(socket.close())
    assert whole.word_timestamps["words"] == TRANSCRIPT.split()
    assert whole.phoneme_timestamps["end"][-1] <= len(whole.audio) / 2 / SAMPLE_RATE + 0.1
    assert len(pieces) > 1
    assert b"".join(pieces) == whole.audio


def test_the_base_url_alone_opens_a_socket(sdk: Sdk, mock: Mock) -> None:
    client = sdk.client(mock, websocket_base_url=None)
    with sdk.opened(client.tts.websocket_connect()) as socket:
        assert_whole(one_shot(sdk, socket.context("ctx_1", **MANNER)), "ctx_1", TRANSCRIPT)


def test_a_closed_socket_is_opened_again_by_the_next_input(sdk: Sdk, mock: Mock) -> None:
    with sdk.opened(sdk.client(mock).tts.websocket_connect()) as socket:
        sdk.done(socket.close())
        assert_whole(one_shot(sdk, socket.context("ctx_1", **MANNER)), "ctx_1", TRANSCRIPT)


def test_a_context_hears_at_once_that_the_service_has_gone(sdk: Sdk) -> None:
    from websockets.exceptions import ConnectionClosed

    with running_mock() as own, sdk.opened(sdk.client(own).tts.websocket_connect()) as socket:
        context = socket.context("ctx_1", **{**MANNER, "timeout": SHORT_WAIT_S})
        sdk.done(context.push(TRANSCRIPT))
        received = sdk.each(context.receive())
        assert next(received).type == "chunk"
        own.stop()
        with pytest.raises(ConnectionClosed):
            list(received)
