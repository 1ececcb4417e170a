"""The vendor's Python SDK under examination, in its sync form, as its own examples use it."""

from __future__ import annotations

import base64
import json
import logging
import os
import sys
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from threading import Timer
from typing import Any

from cartesia import Cartesia, CartesiaError
from our_client import base64_of, sound
from websockets.exceptions import WebSocketException

TIMEOUT_S = 6.0

Given = Mapping[str, Any]
Report = dict[str, Any]

FAILURES = (CartesiaError, WebSocketException, OSError, TimeoutError, RuntimeError)


def told(error: BaseException | None) -> Report | None:
    """An error as a report has it: what a caller of the SDK can learn from it."""
    if error is None:
        return None
    body = getattr(error, "body", None)
    members = body if isinstance(body, dict) else {}
    return {
        "type": type(error).__name__,
        "status": getattr(error, "status_code", None),
        "code": getattr(error, "error_code", None) or members.get("error_code"),
        "message": str(error),
        "request_id": getattr(error, "request_id", None) or members.get("request_id"),
    }


def told_event(event: Any) -> Report:
    """An error event, which a context of the SDK gives like any other."""
    return {
        "type": type(event).__name__,
        "status": event.status_code,
        "code": getattr(event, "error_code", None),
        "message": getattr(event, "message", None),
        "request_id": getattr(event, "request_id", None),
    }


def fixed(given: Given) -> dict[str, Any]:
    names = ("model_id", "transcript", "language", "output_format")
    return {**{name: given[name] for name in names if name in given}, "voice": {"mode": "id", "id": given["voice"]}}


# Requests and streams.


def heard(events: Any) -> Report:
    audio, error = b"", None
    try:
        for event in events:
            if getattr(event, "type", None) == "error":
                error = told_event(event)
            elif getattr(event, "data", None):
                audio += base64.b64decode(event.data)
    except FAILURES as failure:
        error = told(failure)
    return {"audio": base64_of(audio), "error": error}


def speak(client: Cartesia, given: Given) -> Report:
    with client.tts.generate_sse(**fixed(given)) as events:
        return heard(events)


def leave(client: Cartesia, given: Given) -> Report:
    with client.tts.generate_sse(**fixed(given)) as events:
        next(iter(events))
    client.voices.get(given["then"])
    return {"error": None}


def change_voice(client: Cartesia, given: Given) -> Report:
    output: dict[str, Any] = {f"output_format_{name}": value for name, value in given["output_format"].items()}
    clip = ("clip.wav", base64.b64decode(given["clip"]))
    return heard(client.voice_changer.generate_sse(clip=clip, voice_id=given["voice"], **output))


def list_voices(client: Cartesia, given: Given) -> Report:
    return {"ids": [voice.id for voice in client.voices.list(limit=given["limit"])], "error": None}


def get_voices(client: Cartesia, given: Given) -> Report:
    results: list[Report] = []
    for voice in given["ids"]:
        try:
            results.append({"id": client.voices.get(voice).id, "error": None})
        except FAILURES as error:
            results.append({"error": told(error)})
    return {"results": results, "error": None}


# Speech over a socket.


def opened(socket: Any, given: Given) -> Any:
    asked = fixed(given)
    if given.get("timestamps"):
        asked["add_timestamps"] = True
    return socket.context(**asked)


def sent(context: Any, pieces: list[str], given: Given) -> None:
    for number, piece in enumerate(pieces):
        time.sleep(given.get("piece_pause_s", 0) if number else 0)
        if given.get("flush"):
            context.push(piece)
            context.push("", flush=True)
        else:
            context.push(piece, continue_=number < len(pieces) - 1)
    if given.get("flush"):
        context.no_more_inputs()


def read(context: Any) -> Report:
    """What came of one context."""
    audio, error = b"", None
    words: list[str] = []
    try:
        for event in context.receive():
            match event.type:
                case "chunk":
                    audio += event.audio or b""
                case "timestamps" if event.word_timestamps is not None:
                    words += event.word_timestamps.words
                case "error":
                    error = told_event(event)
    except FAILURES as failure:
        error = told(failure)
    return {"audio": base64_of(audio), "words": words, "error": error}


def speak_on_socket(client: Cartesia, given: Given) -> Report:
    reports: list[Report] = []
    with client.tts.websocket_connect() as socket:
        if given.get("order") == "together":
            contexts = [opened(socket, given) for number in range(len(given["contexts"]))]
            for context, pieces in zip(contexts, given["contexts"], strict=True):
                sent(context, pieces, given)
            reports = [read(context) for context in contexts]
        else:
            for number, pieces in enumerate(given["contexts"]):
                time.sleep(given.get("pause_s", 0) if number else 0)
                context = opened(socket, given)
                if given.get("piece_pause_s"):
                    # The SDK reads when it is asked to: here beside the sending.
                    with ThreadPoolExecutor(1) as pool:
                        reading = pool.submit(read, context)
                        sent(context, pieces, given)
                        reports.append(reading.result())
                    continue
                sent(context, pieces, given)
                reports.append(read(context))
    return {"contexts": reports, "error": None}


def cancel(client: Cartesia, given: Given) -> Report:
    with client.tts.websocket_connect() as socket:
        first, second = opened(socket, given), opened(socket, given)
        first.push(given["contexts"][0][0])
        audio = next(event.audio for event in first.receive() if event.type == "chunk")
        first.cancel()
        late, error = 0, None
        try:
            for event in first.receive():
                late += event.type == "chunk"
                error = told_event(event) if event.type == "error" else error
        except FAILURES as failure:
            error = told(failure)
        sent(second, given["contexts"][1], given)
        report = read(second)
    return {"contexts": [{"audio": base64_of(audio), "error": error}, report], "late": late, "error": None}


# Speech to text.


def transcribe(client: Cartesia, given: Given) -> Report:
    asked: dict[str, Any] = {name: given[name] for name in ("model", "language", "encoding", "sample_rate")}
    texts: list[str] = []
    ids: list[str | None] = []
    failure = None

    def say() -> None:
        connection.send_raw(sound(given))
        connection.send("finalize")

    def again(event: Any) -> None:
        """With this argument the SDK opens the socket again. Audio cannot wait in its queue, which holds text alone."""
        Timer(event.delay + 0.3, say).start()

    manager = client.stt.manual_finalize.websocket(
        **asked, keyterm=given["keyterms"], on_reconnecting=again, initial_delay=0.05
    )
    try:
        with manager as connection:
            connection.send_raw(sound(given))
            time.sleep(given.get("pause_s", 0))
            connection.send("finalize")
            for event in connection:
                if event.request_id not in ids:
                    ids.append(event.request_id)
                if event.type == "transcript" and event.is_final:
                    texts.append(event.text)
                elif event.type == "flush_done":
                    connection.send("close")
                elif event.type == "error":
                    failure = told_event(event)
    except FAILURES as error:
        failure = told(error)
    return {"text": "".join(texts), "request_ids": ids, "error": failure}


def transcribe_turns(client: Cartesia, given: Given) -> Report:
    asked: dict[str, Any] = {name: given[name] for name in ("model", "encoding", "sample_rate")}
    with client.stt.auto_finalize.websocket(**asked) as connection:
        connection.send_raw(sound(given))
        connection.send({"type": "close"})
        turns = [event.transcript for event in connection if event.type == "turn.end"]
    return {"turns": turns, "text": "".join(turns), "error": None}


def call_agent(client: Cartesia, given: Given) -> Report:
    return {"unsupported": "the SDK has no socket of calls with agents"}


TASKS = {
    "speak": speak,
    "leave": leave,
    "speak-on-socket": speak_on_socket,
    "cancel": cancel,
    "list-voices": list_voices,
    "get-voices": get_voices,
    "change-voice": change_voice,
    "transcribe": transcribe,
    "transcribe-turns": transcribe_turns,
    "call-agent": call_agent,
}


def scenarios() -> Iterator[Report]:
    """The scenario that the environment names, or those that come line by line."""
    if "CONTRALTO_SCENARIO" not in os.environ:
        yield from map(json.loads, sys.stdin)
        return
    yield {
        "task": os.environ["CONTRALTO_TASK"],
        "input": json.loads(os.environ["CONTRALTO_INPUT"]),
        "base_url": os.environ["CARTESIA_BASE_URL"],
        "websocket_url": os.environ["CARTESIA_WEBSOCKET_URL"],
        "api_key": os.environ["CARTESIA_API_KEY"],
    }


def report_of(scenario: Mapping[str, Any]) -> Report:
    given = scenario["input"]
    if given.get("verbose"):
        logging.basicConfig(level=logging.DEBUG)
    client = Cartesia(
        api_key=scenario["api_key"],
        base_url=scenario["base_url"],
        websocket_base_url=scenario["websocket_url"],
        timeout=TIMEOUT_S,
    )
    try:
        with client:
            return TASKS[scenario["task"]](client, given)
    except FAILURES as error:
        return {"error": told(error)}


if __name__ == "__main__":
    for scenario in scenarios():
        print(json.dumps(report_of(scenario)), flush=True)
