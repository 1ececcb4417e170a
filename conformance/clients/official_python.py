"""The official Python SDK, used once in each way: a list, a stream of events, a socket with a context.

Usage: python official_python.py BASE_URL API_KEY
"""

from __future__ import annotations

import sys
from typing import Any

from cartesia import Cartesia

TRANSCRIPT = "Good morning. How are you?"
RAW: Any = {"container": "raw", "encoding": "pcm_s16le", "sample_rate": 24000}


def main(base_url: str, api_key: str) -> None:
    with Cartesia(
        api_key=api_key, base_url=base_url, websocket_base_url=f"ws{base_url.removeprefix('http')}"
    ) as client:
        voice: Any = {"mode": "id", "id": client.voices.list(limit=3).data[0].id}
        for _ in client.tts.generate_sse(model_id="sonic-3", transcript=TRANSCRIPT, voice=voice, output_format=RAW):
            pass
        for _ in client.voices.list(limit=3):
            pass
        with client.tts.websocket_connect() as socket:
            context = socket.context(model_id="sonic-3", voice=voice, output_format=RAW)
            context.push("Good morning. ", continue_=True)
            context.push("How are you?", continue_=False)
            for _ in context.receive():
                pass


if __name__ == "__main__":
    main(*sys.argv[1:])
