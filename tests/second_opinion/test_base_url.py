"""Where the SDK finds the API: at the root of an address or below a path, named by argument or by environment."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import cartesia
import pytest

from .audio import assert_speaks, read_raw
from .process import Mock, running_mock
from .sdk import KATIE, MODEL, RAW, SAMPLE_RATE, TIMEOUT_S, TRANSCRIPT, Sdk

PREFIX = "/v1/cartesia"


@pytest.fixture(scope="module")
def prefixed_mock() -> Iterator[Mock]:
    """A mock below a path."""
    with running_mock("--prefix", PREFIX) as running:
        yield running


def test_the_status_names_a_version(sdk: Sdk, mock: Mock) -> None:
    status = sdk.done(sdk.client(mock).get_status())
    assert status.ok is True
    assert date.fromisoformat(status.version) >= date(2026, 8, 14)


def test_everything_is_found_below_a_path(sdk: Sdk, prefixed_mock: Mock) -> None:
    assert prefixed_mock.url.endswith(PREFIX)
    client = sdk.client(prefixed_mock, _strict_response_validation=False)
    assert sdk.done(client.get_status()).ok
    voices = list(sdk.each(client.voices.list(limit=20)))
    assert len(voices) > 20
    assert sdk.done(client.voices.get(voices[-1].id)) == voices[-1]
    request = {"model_id": MODEL, "transcript": TRANSCRIPT, "voice": KATIE, "output_format": RAW}
    file = sdk.audio(client.tts.generate(**request))
    assert_speaks(read_raw(file, "pcm_s16le", SAMPLE_RATE), TRANSCRIPT)
    assert b"".join(event.audio for event in sdk.events(client.tts.generate_sse(**request))[:-1]) == file
    with sdk.opened(client.tts.websocket_connect()) as socket:
        context = socket.context(model_id=MODEL, voice=KATIE, output_format=RAW, timeout=TIMEOUT_S)
        sdk.done(context.push(TRANSCRIPT, continue_=False))
        assert b"".join(event.audio for event in sdk.heard(context)[:-1]) == file
    token = sdk.done(client.access_token.create(grants={"tts": True})).token
    assert sdk.audio(sdk.client(prefixed_mock, api_key=None, token=token).tts.generate(**request)) == file


def test_nothing_is_found_beside_the_path(sdk: Sdk, prefixed_mock: Mock) -> None:
    root = prefixed_mock.url.removesuffix(PREFIX)
    for base_url in (root, f"{root}/v2/cartesia", f"{prefixed_mock.url}x"):
        with pytest.raises(cartesia.NotFoundError):
            sdk.done(sdk.client(prefixed_mock, base_url=base_url).voices.list())


def test_the_environment_can_name_the_address(sdk: Sdk, prefixed_mock: Mock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CARTESIA_BASE_URL", prefixed_mock.url)
    client = sdk.client(prefixed_mock, base_url=None)
    assert sdk.done(client.voices.get(KATIE)).id == KATIE
