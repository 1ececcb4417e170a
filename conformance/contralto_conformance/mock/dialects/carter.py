"""CARTER: a look-alike of the first version, with shapes of its own for audio, events, errors and voices (carter).

The service answers as in 2024-06-10; here its answers take the shapes of the reference.
"""

from __future__ import annotations

import base64
import io
import json
from collections.abc import AsyncGenerator, Iterable, Mapping
from typing import Any

from contralto_conformance.mock.answers import JSON, json_reply
from contralto_conformance.mock.errors import ErrorFormat, Fault
from contralto_conformance.mock.exchange import Call, Event, Reply
from contralto_conformance.mock.forms import Form, Upload
from contralto_conformance.mock.hooks import Hooks, Session
from contralto_conformance.mock.service import Service

_VOLUMES = {"low": 0.6, "normal": 1.0, "high": 1.6}


class Carter(Hooks):
    """The service as the reference describes it."""

    def __init__(self, service: Service) -> None:
        pass

    def error_format(self, call: Call, form: ErrorFormat) -> ErrorFormat:
        """An object inside of an object, in every version."""
        return "nested"

    def request(self, call: Call, asked: dict[str, Any]) -> dict[str, Any]:
        """The controls of the reference in the words of the service; the recording of a voice as in a form."""
        if call.path == "/voices/clone":
            call.form = Form(files={"clip": _clip_in(asked)})
            return asked
        wanted = asked.get("output_format")
        if isinstance(wanted, dict) and (wanted.get("encoding") == "mp3") != (wanted.get("container") == "mp3"):
            raise Fault(400, None, "the encoding `mp3` and the container `mp3` go together")
        asked = _with_controls(asked)
        call.memo["context_id"] = asked.setdefault("context_id", call.request_id)
        return asked

    def reply(self, call: Call, reply: Reply) -> Reply:
        """Audio as JSON, and voices with the members that the reference names."""
        if call.operation is None or reply.status != 200:
            return reply
        if call.path == "/tts/bytes":
            return Reply(200, JSON, _as_json(reply.body, call.memo["context_id"]), reply.headers)
        if reply.media_type == JSON and isinstance(reply.body, bytes):
            shown = json_reply(call.operation.view(json.loads(reply.body)))
            shown.headers = reply.headers
            return shown
        return reply

    def sse_event(self, call: Call, body: Mapping[str, Any], event: Event) -> Iterable[Event]:
        """Events without a tag."""
        if event.get("type") == "chunk":
            return ({"audio": event["data"], "context_id": event["context_id"]},)
        return ({"done": True},) if event.get("type") == "done" else (event,)

    def incoming(self, session: Session, message: Event) -> Iterable[Event]:
        """Requests name no format of the audio, and have controls of their own."""
        return (_with_controls(dict(message)),)

    def outgoing(self, session: Session, event: Event) -> Iterable[Event]:
        """Pieces and ends of a context, with few members."""
        members = {"chunk": ("type", "data", "context_id"), "done": ("type", "context_id")}
        shown = members.get(str(event.get("type")))
        return (event,) if shown is None else ({name: event[name] for name in shown if name in event},)


def _with_controls(asked: dict[str, Any]) -> dict[str, Any]:
    controls = asked.get("_experimental_voice_controls")
    if not isinstance(controls, dict):
        return asked
    told = {"speed": controls.get("speed"), "volume": _VOLUMES.get(str(controls.get("volume")))}
    return {**asked, **{name: value for name, value in told.items() if value is not None}}


def _clip_in(asked: Mapping[str, Any]) -> Upload:
    """The first recording of a request to clone; raises Fault (400)."""
    try:
        content = base64.b64decode(asked["audio_files"][0], validate=True)
    except (IndexError, ValueError):
        message = "`audio_files` must hold a recording, as padded standard base64"
        raise Fault(400, None, message) from None
    return Upload("audio_files[0]", "application/octet-stream", io.BytesIO(content), len(content))


async def _as_json(audio: bytes | AsyncGenerator[bytes, None], context_id: str) -> AsyncGenerator[bytes, None]:
    whole = audio if isinstance(audio, bytes) else b"".join([piece async for piece in audio])
    yield json.dumps({"audio": base64.b64encode(whole).decode(), "context_id": context_id}).encode()
