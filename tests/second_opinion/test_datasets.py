"""Datasets through the SDK: made, filled, read, renamed and deleted; most answers are empty."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import cartesia
import pytest

from .process import Mock
from .sdk import Sdk


@pytest.fixture
def client(sdk: Sdk, mock: Mock) -> Any:
    return sdk.client(mock)


@pytest.fixture
def dataset(sdk: Sdk, client: Any) -> Any:
    return sdk.done(client.datasets.create(name="Takes", description=""))


def uploaded(sdk: Sdk, client: Any, dataset: Any, *names: str) -> list[Any]:
    """The files of a dataset after an upload of each name."""
    for number, name in enumerate(names):
        outcome = client.datasets.files.upload(dataset.id, file=(name, b"x" * number), purpose="fine_tune")
        assert sdk.done(outcome) is None
    return list(sdk.each(client.datasets.files.list(dataset.id)))


def test_a_dataset_can_be_read_renamed_and_deleted(sdk: Sdk, client: Any, dataset: Any) -> None:
    assert sdk.done(client.datasets.retrieve(dataset.id)) == dataset
    assert sdk.done(client.datasets.update(dataset.id, name="Takes of May", description="All.")) is None
    changed = sdk.done(client.datasets.retrieve(dataset.id))
    assert (changed.name, changed.description) == ("Takes of May", "All.")
    assert sdk.done(client.datasets.delete(dataset.id)) is None
    with pytest.raises(cartesia.NotFoundError):
        sdk.done(client.datasets.retrieve(dataset.id))


@pytest.mark.parametrize("limit", [1, 2, 100])
def test_auto_paging_gives_every_dataset_once(sdk: Sdk, client: Any, dataset: Any, limit: int) -> None:
    ids = [item.id for item in sdk.each(client.datasets.list(limit=limit))]
    assert len(ids) == len(set(ids)) > 2
    assert dataset.id in ids


def test_files_come_and_go(sdk: Sdk, client: Any, dataset: Any) -> None:
    assert sdk.done(client.datasets.files.list(dataset.id)).data == []
    files = uploaded(sdk, client, dataset, "a.wav", "b.mp3", "c.flac")
    assert [(file.filename, file.size) for file in files] == [("a.wav", 0), ("b.mp3", 1), ("c.flac", 2)]
    assert list(sdk.each(client.datasets.files.list(dataset.id, limit=1))) == files
    assert sdk.done(client.datasets.files.delete(files[1].id, id=dataset.id)) is None
    assert list(sdk.each(client.datasets.files.list(dataset.id))) == [files[0], files[2]]


@pytest.mark.parametrize("is_path", [True, False])
def test_a_file_is_sent_from_disk_or_from_memory(
    sdk: Sdk, client: Any, dataset: Any, tmp_path: Path, is_path: bool
) -> None:
    path = tmp_path / "chapter.ogg"
    path.write_bytes(b"OggS" * 1000)
    sent = path if is_path else path.read_bytes()
    sdk.done(client.datasets.files.upload(dataset.id, file=sent, purpose="fine_tune"))
    (file,) = sdk.each(client.datasets.files.list(dataset.id))
    assert (file.filename, file.size) == ("chapter.ogg" if is_path else "upload", 4000)


def test_what_is_no_recording_is_refused(sdk: Sdk, client: Any, dataset: Any) -> None:
    with pytest.raises(cartesia.BadRequestError) as caught:
        uploaded(sdk, client, dataset, "notes.txt")
    assert "notes.txt" in caught.value.message
    with pytest.raises(cartesia.NotFoundError):
        sdk.done(client.datasets.files.upload("dataset_none", file=b"x", purpose="fine_tune"))
    with pytest.raises(cartesia.NotFoundError):
        sdk.done(client.datasets.files.delete("file_none", id=dataset.id))
