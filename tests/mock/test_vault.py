"""Uploaded bytes: on disk, within bounds, and gone with the mock."""

from __future__ import annotations

import gc
import io

import pytest

from contralto_conformance.mock.vault import Vault, VaultFull


def store(vault: Vault, key: str, content: bytes) -> None:
    vault.reserve(key, len(content))
    vault.write(key, io.BytesIO(content))


def test_what_is_stored_can_be_read_again_and_again() -> None:
    vault = Vault()
    content = bytes(range(256)) * 3_000
    store(vault, "../odd key\0", content)
    for _ in range(2):
        assert b"".join(vault.pieces("../odd key\0")) == content
    assert [path.parent for path in vault.folder.iterdir()] == [vault.folder]


def test_a_reader_reads_on_when_the_content_is_dropped() -> None:
    vault = Vault()
    store(vault, "a", b"x" * 1_000_000)
    pieces = vault.pieces("a")
    first = next(pieces)
    vault.drop("a")
    assert len(first + b"".join(pieces)) == 1_000_000
    with pytest.raises(FileNotFoundError):
        vault.pieces("a")


def test_room_is_limited_and_given_back() -> None:
    vault = Vault(10_000)
    vault.reserve("a", 5_000)
    vault.reserve("b", 1)
    with pytest.raises(VaultFull):
        vault.reserve("c", 1)
    vault.drop("b")
    vault.drop("b")
    vault.reserve("c", 5_000)


def test_the_folder_goes_with_the_vault() -> None:
    vault = Vault()
    store(vault, "a", b"x")
    folder = vault.folder
    assert folder.is_dir()
    del vault
    gc.collect()
    assert not folder.exists()
