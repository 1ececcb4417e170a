"""The sockets of speech of the vendor's Python SDK in its async form; the rest is examined in the sync one."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from typing import Any

from cartesia import AsyncCartesia
from official_sdk import FAILURES, TIMEOUT_S, Given, Report, fixed, scenarios, told, told_event
from our_client import base64_of


def opened(socket: Any, given: Given) -> Any:
    asked = fixed(given)
    if given.get("timestamps"):
        asked["add_timestamps"] = True
    return socket.context(**asked)


async def sent(context: Any, pieces: list[str], given: Given) -> None:
    for number, piece in enumerate(pieces):
        await asyncio.sleep(given.get("piece_pause_s", 0) if number else 0)
        if given.get("flush"):
            await context.push(piece)
            await context.push("", flush=True)
        else:
            await context.push(piece, continue_=number < len(pieces) - 1)
    if given.get("flush"):
        await context.no_more_inputs()


async def read(context: Any) -> Report:
    """What came of one context."""
    audio, error = b"", None
    words: list[str] = []
    try:
        async for event in context.receive():
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


async def spoken(socket: Any, pieces: list[str], given: Given) -> Report:
    """One context that is read while it is sent."""
    context = opened(socket, given)
    sending = asyncio.ensure_future(sent(context, pieces, given))
    report = await read(context)
    await sending
    return report


async def speak_on_socket(client: AsyncCartesia, given: Given) -> Report:
    reports: list[Report] = []
    async with client.tts.websocket_connect() as socket:
        if given.get("order") == "together":
            reports += await asyncio.gather(*(spoken(socket, pieces, given) for pieces in given["contexts"]))
        else:
            for number, pieces in enumerate(given["contexts"]):
                await asyncio.sleep(given.get("pause_s", 0) if number else 0)
                reports.append(await spoken(socket, pieces, given))
    return {"contexts": reports, "error": None}


async def cancel(client: AsyncCartesia, given: Given) -> Report:
    async with client.tts.websocket_connect() as socket:
        first, second = opened(socket, given), opened(socket, given)
        await first.push(given["contexts"][0][0])
        audio = b""
        async for event in first.receive():
            if event.type == "chunk":
                audio = event.audio
                break
        await first.cancel()
        late, error = 0, None
        try:
            async for event in first.receive():
                late += event.type == "chunk"
                error = told_event(event) if event.type == "error" else error
        except FAILURES as failure:
            error = told(failure)
        await sent(second, given["contexts"][1], given)
        report = await read(second)
    return {"contexts": [{"audio": base64_of(audio), "error": error}, report], "late": late, "error": None}


TASKS = {"speak-on-socket": speak_on_socket, "cancel": cancel}


async def report_of(scenario: Mapping[str, Any]) -> Report:
    if scenario["task"] not in TASKS:
        return {"unsupported": "the sync form of the SDK is examined for it"}
    client = AsyncCartesia(
        api_key=scenario["api_key"],
        base_url=scenario["base_url"],
        websocket_base_url=scenario["websocket_url"],
        timeout=TIMEOUT_S,
    )
    try:
        async with client:
            return await TASKS[scenario["task"]](client, scenario["input"])
    except FAILURES as error:
        return {"error": told(error)}


if __name__ == "__main__":
    for scenario in scenarios():
        print(json.dumps(asyncio.run(report_of(scenario))), flush=True)
