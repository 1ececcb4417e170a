"""`GET /models`: what can be called, for speech and for transcription."""

from __future__ import annotations

from contralto_conformance.mock.answers import answer
from contralto_conformance.mock.exchange import Call, Reply
from contralto_conformance.mock.operations import Operation, read_query
from contralto_conformance.mock.service import Service
from contralto_conformance.mock.speaking import CURRENT_MODELS

TRANSCRIPTION_MODELS = {
    "ink-2": ("stream",),
    "ink-whisper": ("stream", "batch"),
    "ink-whisper-2025-06-04": ("stream", "batch"),
}
"""Models that transcribe, and how: on sockets (`stream`), or whole recordings (`batch`)."""


async def list_models(service: Service, call: Call) -> Reply:
    """All models, or those of one capability. Speech models of earlier generations still speak, but are not offered."""
    wanted = read_query(service, call).get("capability")
    models: list[dict[str, object]] = [{"id": model, "capability": "tts"} for model in CURRENT_MODELS]
    models += [
        {"id": model, "capability": "stt", "modes": list(modes)} for model, modes in TRANSCRIPTION_MODELS.items()
    ]
    return answer(call, {"models": [model for model in models if wanted in (None, model["capability"])]})


OPERATIONS = (Operation("GET", "/models", list_models),)
