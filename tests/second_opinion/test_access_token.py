"""Access tokens through the SDK: made with a key, then used in place of it."""

from __future__ import annotations

from typing import Any

import cartesia
import pytest
from websockets.exceptions import InvalidStatus

from .audio import assert_speaks, read_raw
from .process import Mock
from .sdk import KATIE, MODEL, RAW, SAMPLE_RATE, TIMEOUT_S, TRANSCRIPT, Sdk

REQUEST: dict[str, Any] = {"model_id": MODEL, "transcript": TRANSCRIPT, "voice": KATIE, "output_format": RAW}


def token_client(sdk: Sdk, mock: Mock, **grants: bool) -> Any:
    """A client whose only credential is a fresh token with `grants`."""
    answer = sdk.done(sdk.client(mock).access_token.create(grants=grants, expires_in=60))
    assert answer.token.count(".") == 2  # a JWT
    return sdk.client(mock, api_key=None, token=answer.token)


def test_a_token_opens_what_it_grants(sdk: Sdk, mock: Mock) -> None:
    client = token_client(sdk, mock, tts=True)
    assert_speaks(read_raw(sdk.audio(client.tts.generate(**REQUEST)), "pcm_s16le", SAMPLE_RATE), TRANSCRIPT)
    assert sdk.events(client.tts.generate_sse(**REQUEST))[-1].type == "done"
    with sdk.opened(client.tts.websocket_connect()) as socket:
        context = socket.context(model_id=MODEL, voice=KATIE, output_format=RAW, timeout=TIMEOUT_S)
        sdk.done(context.push(TRANSCRIPT, continue_=False))
        assert sdk.heard(context)[-1].type == "done"


def test_a_token_opens_a_socket_from_the_query(sdk: Sdk, mock: Mock) -> None:
    token = sdk.done(sdk.client(mock).access_token.create(grants={"tts": True})).token
    # What a browser does: no header can be set, so the token stands in the query.
    client = sdk.client(mock, api_key=None)
    with sdk.opened(client.tts.websocket_connect(extra_query={"access_token": token})) as socket:
        context = socket.context(model_id=MODEL, voice=KATIE, output_format=RAW, timeout=TIMEOUT_S)
        sdk.done(context.push(TRANSCRIPT, continue_=False))
        assert sdk.heard(context)[-1].type == "done"


@pytest.mark.parametrize("grants", [{"stt": True}, {"tts": False, "agent": True}, {}])
def test_a_token_without_the_grant_is_refused(sdk: Sdk, mock: Mock, grants: dict[str, bool]) -> None:
    client = token_client(sdk, mock, **grants)
    for call in (client.tts.generate, client.tts.generate_sse):
        with pytest.raises(cartesia.PermissionDeniedError) as caught:
            sdk.done(call(**REQUEST))
        assert "tts" in caught.value.message
    with pytest.raises(InvalidStatus) as refused, sdk.opened(client.tts.websocket_connect()):
        pass
    assert refused.value.response.status_code == 403


def test_a_token_opens_no_voices_and_makes_no_tokens(sdk: Sdk, mock: Mock) -> None:
    client = token_client(sdk, mock, tts=True)
    with pytest.raises(cartesia.PermissionDeniedError):
        sdk.done(client.voices.get(KATIE))
    with pytest.raises(cartesia.PermissionDeniedError):
        sdk.done(client.access_token.create(grants={"tts": True}))


def test_a_token_may_not_live_longer_than_an_hour(sdk: Sdk, mock: Mock) -> None:
    client = sdk.client(mock)
    assert sdk.done(client.access_token.create(grants={"tts": True}, expires_in=3600)).token
    with pytest.raises(cartesia.BadRequestError) as caught:
        sdk.done(client.access_token.create(grants={"tts": True}, expires_in=3601))
    assert "expires_in" in caught.value.message
