"""Our own client, used once in each way: a list, a stream of events, a socket with a context.

Usage: python ours.py BASE_URL API_KEY
"""

from __future__ import annotations

import sys
from typing import Any

from contralto_client import Client

TRANSCRIPT = "Good morning. How are you?"
RAW: Any = {"container": "raw", "encoding": "pcm_s16le", "sample_rate": 24000}


def main(base_url: str, api_key: str) -> None:
    with Client(api_key=api_key, base_url=base_url) as client:
        voices = list(client.voices.list(limit=3))
        manner: Any = {"model_id": "sonic-3", "voice": {"mode": "id", "id": voices[0].id}, "output_format": RAW}
        for _ in client.tts.sse(transcript=TRANSCRIPT, **manner):
            pass
        with client.tts.connect() as socket:
            context = socket.context(**manner)
            context.send("Good morning. ")
            context.finish("How are you?")
            context.collect()


if __name__ == "__main__":
    main(*sys.argv[1:])
