"""What the vendor's MCP server does with saved speech: its SDK speaks, plain requests read the file and link it."""

from __future__ import annotations

import httpx

from .audio import assert_speaks, read_raw
from .process import API_KEY, Mock
from .sdk import KATIE, MODEL, RAW, SAMPLE_RATE, TRANSCRIPT, Sdk

HEADERS = {"Authorization": f"Bearer {API_KEY}", "Cartesia-Version": "2026-03-01"}


def test_saved_speech_can_be_read_played_and_linked(sdk: Sdk, mock: Mock) -> None:
    generate = sdk.client(mock).tts.with_raw_response.generate
    spoken = sdk.done(generate(model_id=MODEL, transcript=TRANSCRIPT, voice=KATIE, output_format=RAW, save=True))
    audio = spoken.http_response.content
    path = f"/files/{spoken.headers['Cartesia-File-ID']}"
    with httpx.Client(base_url=mock.url, headers=HEADERS, trust_env=False) as files:
        info = files.get(f"{path}/info").raise_for_status().json()
        assert (info["size"], info["status"]) == (len(audio), "ready")
        assert files.get(f"{path}/download").content == audio
        playable = files.get(f"{path}/download", params={"format": "playback"}).content
        assert playable[:4] == b"RIFF"
        assert playable.endswith(audio)
        asked = {"file_id": info["id"], "lifetime": "24h"}
        url = files.post("/links", json=asked).raise_for_status().json()["url"]
    assert httpx.get(url, trust_env=False).content == playable
    assert_speaks(read_raw(audio, "pcm_s16le", SAMPLE_RATE), TRANSCRIPT)
