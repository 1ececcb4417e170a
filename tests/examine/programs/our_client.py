"""`contralto_client` under examination, and an example of a program for `contralto examine`.

It reads scenarios from its standard input, one a line, or takes the one that its environment names, and prints for each
a line of JSON that says what the client got.
"""

from __future__ import annotations

import base64
import json
import logging
import os
import random
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any

from contralto_client import Client
from contralto_client.errors import ContraltoError
from contralto_client.models import LineMediaOutput, LineTransferCall

Given = Mapping[str, Any]
Report = dict[str, Any]


def told(error: Exception | None) -> Report | None:
    """An error as a report has it: what a caller of the client can learn from it."""
    if error is None:
        return None
    return {
        "type": type(error).__name__,
        "status": getattr(error, "status_code", None),
        "code": getattr(error, "error_code", None),
        "message": str(error),
        "request_id": getattr(error, "request_id", None),
    }


def base64_of(audio: bytes) -> str:
    return base64.b64encode(audio).decode()


def sound(given: Given) -> bytes:
    """PCM of 16 bit without a silent sample; with `silence_ms` of silence in its middle."""
    dice, rate = random.Random(1), given.get("sample_rate", 16000)
    half = bytes(dice.randrange(1, 250) for _ in range(rate * given["audio_ms"] // 1000))
    return half + bytes(2 * (rate * given.get("silence_ms", 0) // 1000)) + half


# Requests and streams.


def speak(client: Client, given: Given) -> Report:
    fixed = {name: given[name] for name in ("model_id", "transcript", "voice", "language", "output_format")}
    try:
        return {"audio": base64_of(client.tts.sse(**fixed).collect().audio), "error": None}
    except ContraltoError as error:
        partial = getattr(error, "partial", None)
        return {"audio": base64_of(partial.audio if partial is not None else b""), "error": told(error)}


def leave(client: Client, given: Given) -> Report:
    fixed = {name: given[name] for name in ("model_id", "transcript", "voice", "language", "output_format")}
    with client.tts.sse(**fixed) as events:
        next(iter(events))
    client.voices.get(given["then"])
    return {"error": None}


def change_voice(client: Client, given: Given) -> Report:
    output = {f"output_format_{name}": value for name, value in given["output_format"].items()}
    events = client.voice_changer.sse(base64.b64decode(given["clip"]), voice_id=given["voice"], **output)
    return {"audio": base64_of(events.collect().audio), "error": None}


def list_voices(client: Client, given: Given) -> Report:
    return {"ids": [voice.id for voice in client.voices.list(limit=given["limit"])], "error": None}


def get_voices(client: Client, given: Given) -> Report:
    results: list[Report] = []
    for voice in given["ids"]:
        try:
            results.append({"id": client.voices.get(voice).id, "error": None})
        except ContraltoError as error:
            results.append({"error": told(error)})
    return {"results": results, "error": None}


# Speech over a socket.


def opened(socket: Any, given: Given) -> Any:
    fixed = {name: given[name] for name in ("model_id", "voice", "language", "output_format")}
    return socket.context(**fixed, add_timestamps=True) if given.get("timestamps") else socket.context(**fixed)


def slowly(pieces: list[str], pause_s: float) -> Iterator[str]:
    for number, piece in enumerate(pieces):
        time.sleep(pause_s if number else 0)
        yield piece


def sent(context: Any, pieces: list[str], given: Given) -> None:
    for number, piece in enumerate(pieces):
        if given.get("flush"):
            context.send(piece)
            context.flush()
        elif number < len(pieces) - 1:
            context.send(piece)
        else:
            context.finish(piece)
    if given.get("flush"):
        context.finish()


def read(context: Any) -> Report:
    """What came of one context."""
    failed: ContraltoError | None = None
    try:
        speech = context.collect()
    except ContraltoError as error:
        failed, speech = error, getattr(error, "partial", None)
    audio, words = (speech.audio, [word.text for word in speech.words]) if speech is not None else (b"", [])
    return {"audio": base64_of(audio), "words": words, "error": told(failed)}


def speak_on_socket(client: Client, given: Given) -> Report:
    reports: list[Report] = []
    with client.tts.connect() as socket:
        if given.get("order") == "together":
            contexts = [opened(socket, given) for _ in given["contexts"]]
            for context, pieces in zip(contexts, given["contexts"], strict=True):
                sent(context, pieces, given)
            reports = [read(context) for context in contexts]
        else:
            for number, pieces in enumerate(given["contexts"]):
                time.sleep(given.get("pause_s", 0) if number else 0)
                context = opened(socket, given)
                if pause_s := given.get("piece_pause_s"):
                    reports.append(read(context.speak(slowly(pieces, pause_s))))
                    continue
                sent(context, pieces, given)
                reports.append(read(context))
    return {"contexts": reports, "error": None}


def cancel(client: Client, given: Given) -> Report:
    with client.tts.connect() as socket:
        first, second = opened(socket, given), opened(socket, given)
        first.send(given["contexts"][0][0])
        audio = next(event.audio for event in first if event.type == "chunk")
        first.cancel()
        sent(second, given["contexts"][1], given)
        report = read(second)
        late = sum(1 for _ in first)
    return {"contexts": [{"audio": base64_of(audio), "error": None}, report], "late": late, "error": None}


# Speech to text.


def transcribe(client: Client, given: Given) -> Report:
    names = ("model", "language", "encoding", "sample_rate")
    with client.stt.connect(**{name: given[name] for name in names}, keyterm=given["keyterms"]) as socket:

        def audio() -> Iterator[bytes]:
            yield sound(given)
            time.sleep(given.get("pause_s", 0))
            socket.send_finalize()

        try:
            return {"text": socket.collect(audio()).text, "error": None}
        except ContraltoError as error:
            partial = getattr(error, "partial", None)
            return {"text": partial.text if partial is not None else "", "error": told(error)}


def transcribe_turns(client: Client, given: Given) -> Report:
    names = ("model", "encoding", "sample_rate")
    with client.stt.turns.connect(**{name: given[name] for name in names}) as socket:
        transcript = socket.collect(sound(given))
    return {"turns": list(transcript.segments), "text": transcript.text, "error": None}


# Agents.


def call_agent(client: Client, given: Given) -> Report:
    audio, transfers = b"", []
    for _ in range(given.get("calls", 1)):
        with client.agents.connect(given["agent_id"]) as call:
            call.send_start(config={"input_format": given["input_format"]})
            for event in call.converse(sound(given)):
                match event:
                    case LineMediaOutput():
                        audio += event.media.audio
                    case LineTransferCall():
                        transfers.append(event.transfer.target_phone_number)
    return {"audio": base64_of(audio), "transfers": transfers, "error": None}


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
        "api_key": os.environ["CARTESIA_API_KEY"],
    }


def report_of(scenario: Mapping[str, Any]) -> Report:
    given = scenario["input"]
    if given.get("verbose"):
        logging.basicConfig(level=logging.DEBUG)
    try:
        with Client(api_key=scenario["api_key"], base_url=scenario["base_url"]) as client:
            return TASKS[scenario["task"]](client, given)
    except (ContraltoError, ValueError) as error:
        return {"error": told(error)}


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        for scenario in scenarios():
            print(json.dumps(report_of(scenario)), flush=True)
