"""Fine-tunes through the SDK: from a dataset to a voice that speaks, at a thousandth of the time."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import cartesia
import pytest

from .process import Mock, running_mock
from .sdk import RAW, TRANSCRIPT, Sdk

MODEL = "sonic-3-2026-01-12"
PATIENCE_S = 10.0


@pytest.fixture(scope="module")
def fast() -> Iterator[Mock]:
    """A mock in which a training takes 60 milliseconds."""
    with running_mock("--time-scale", "0.001") as running:
        yield running


@pytest.fixture
def client(sdk: Sdk, fast: Mock) -> Any:
    # The SDK's list of accents is older than the service's.
    return sdk.client(fast, _strict_response_validation=False)


def begun(sdk: Sdk, client: Any, *, recordings: int) -> Any:
    dataset = sdk.done(client.datasets.create(name="Takes", description=""))
    for number in range(recordings):
        recording = (f"{number}.wav", b"RIFF")
        sdk.done(client.datasets.files.upload(dataset.id, file=recording, purpose="fine_tune"))
    return sdk.done(
        client.fine_tunes.create(
            dataset=dataset.id, description="Calm.", language="en", model_id=MODEL, name="Narrator"
        )
    )


def finished(sdk: Sdk, client: Any, fine_tune: Any) -> Any:
    """The fine-tune when it has come to its end, asked for as the vendor's guide does."""
    until = time.monotonic() + PATIENCE_S
    while fine_tune.status in ("created", "training"):
        assert time.monotonic() < until
        fine_tune = sdk.done(client.fine_tunes.retrieve(fine_tune.id))
    return fine_tune


def test_a_dataset_becomes_a_voice_that_speaks(sdk: Sdk, client: Any) -> None:
    fine_tune = begun(sdk, client, recordings=2)
    done = finished(sdk, client, fine_tune)
    assert (done.status, done.user_errors) == ("completed", [])
    (voice,) = sdk.each(client.fine_tunes.list_voices(fine_tune.id))
    assert (voice.name, voice.is_owner) == ("Narrator", True)
    assert sdk.done(client.voices.get(voice.id)) == voice
    assert sdk.audio(client.tts.generate(model_id=MODEL, transcript=TRANSCRIPT, voice=voice.id, output_format=RAW))


def test_an_empty_dataset_says_what_is_to_be_mended(sdk: Sdk, client: Any) -> None:
    failed = finished(sdk, client, begun(sdk, client, recordings=0))
    assert failed.status == "failed"
    # The SDK has no model of these yet.
    assert [error["code"] for error in failed.user_errors] == ["not_enough_audio"]
    assert list(sdk.each(client.fine_tunes.list_voices(failed.id))) == []


@pytest.mark.parametrize("limit", [1, 100])
def test_auto_paging_gives_every_fine_tune_once(sdk: Sdk, client: Any, limit: int) -> None:
    fine_tune = begun(sdk, client, recordings=1)
    ids = [item.id for item in sdk.each(client.fine_tunes.list(limit=limit))]
    assert len(ids) == len(set(ids)) > 2
    assert fine_tune.id in ids
    assert sdk.done(client.fine_tunes.delete(fine_tune.id)) is None
    with pytest.raises(cartesia.NotFoundError):
        sdk.done(client.fine_tunes.retrieve(fine_tune.id))
