"""The viewers come from npm once, are held against a digest, and their absence is explained. Npm is a stand-in here."""

from __future__ import annotations

import base64
import hashlib
import io
import os
import tarfile
from pathlib import Path

import pytest

from contralto_cli.main import main
from contralto_generator.site import AssetsUnavailable, build, fetch_assets
from contralto_generator.site import assets as module
from contralto_generator.site.assets import PACKAGES, Package, asset_folder, read_assets


def tarball(content: bytes) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as archive:
        member = tarfile.TarInfo("package/viewer.js")
        member.size = len(content)
        archive.addfile(member, io.BytesIO(content))
    return buffer.getvalue()


def integrity(content: bytes) -> str:
    return "sha512-" + base64.b64encode(hashlib.sha512(content).digest()).decode("ascii")


@pytest.fixture
def bin_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that comes first on the path, where a test can put its own npm."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", os.pathsep.join([str(folder), "/usr/bin", "/bin"]))
    return folder


def npm(folder: Path, script: str) -> None:
    path = folder / "npm"
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o755)


def test_without_npm_it_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(AssetsUnavailable, match=r"`npm` was not found; .*install Node\.js 20 or newer"):
        fetch_assets(tmp_path / "assets")


def test_without_npm_the_command_exits_2(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert main(["spec", "site", str(tmp_path / "site"), "--assets", str(tmp_path / "assets")]) == 2
    assert capsys.readouterr().err.startswith("error: `npm` was not found")
    assert not (tmp_path / "site").exists()


def test_with_the_viewers_there_npm_is_not_needed(
    assets: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert main(["spec", "site", str(tmp_path / "site"), "--assets", str(assets)]) == 0
    assert str(tmp_path / "site" / "index.html") in capsys.readouterr().out


def test_a_failure_of_npm_is_told_in_its_words(tmp_path: Path, bin_folder: Path) -> None:
    npm(bin_folder, 'echo "npm warn old" >&2; echo "npm error network is down" >&2; exit 7')
    with pytest.raises(AssetsUnavailable, match=r"exit 7: npm error network is down\); check the network"):
        fetch_assets(tmp_path / "assets")


def test_a_package_is_fetched_once_and_unpacked(
    tmp_path: Path, bin_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    packed = tarball(b"viewer")
    (tmp_path / "packed.tgz").write_bytes(packed)
    package = Package("@some/viewer", "1.2.3", integrity(packed), {"package/viewer.js": "viewer.js"})
    monkeypatch.setattr(module, "PACKAGES", (package,))
    npm(bin_folder, f'echo "$@" >> {tmp_path}/calls; cp {tmp_path}/packed.tgz "$4/some-viewer-1.2.3.tgz"')
    folder = tmp_path / "assets"
    fetch_assets(folder)
    fetch_assets(folder)
    assert (asset_folder(folder, package) / "viewer.js").read_bytes() == b"viewer"
    (call,) = (tmp_path / "calls").read_text(encoding="utf-8").splitlines()
    assert call.startswith("pack --ignore-scripts --pack-destination ")
    assert call.endswith(" @some/viewer@1.2.3")
    assert [path.name for path in folder.iterdir()] == ["some-viewer-1.2.3"]


def test_another_content_than_the_reviewed_one_is_refused(
    tmp_path: Path, bin_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "packed.tgz").write_bytes(tarball(b"something else"))
    package = Package("viewer", "1.0.0", integrity(b"reviewed"), {"package/viewer.js": "viewer.js"})
    monkeypatch.setattr(module, "PACKAGES", (package,))
    npm(bin_folder, f'cp {tmp_path}/packed.tgz "$4/viewer-1.0.0.tgz"')
    with pytest.raises(AssetsUnavailable, match=r"viewer@1\.0\.0 is not what was reviewed: expected sha512-"):
        fetch_assets(tmp_path / "assets")
    assert not list((tmp_path / "assets").rglob("viewer.js"))


def test_a_missing_viewer_stops_the_build_before_it_writes(tmp_path: Path) -> None:
    with pytest.raises(AssetsUnavailable, match=r"redoc\.js` is missing; fetch the viewers"):
        build(tmp_path / "site", tmp_path)
    assert not (tmp_path / "site").exists()


def test_the_image_that_redoc_loads_is_taken_out(assets: Path, tmp_path: Path) -> None:
    for package in PACKAGES:
        for name in package.files.values():
            path = asset_folder(tmp_path, package) / name
            path.parent.mkdir(exist_ok=True)
            path.write_bytes((asset_folder(assets, package) / name).read_bytes())
    (asset_folder(tmp_path, PACKAGES[0]) / "redoc.js").write_text('src:"https://cdn.redoc.ly/redoc/logo-mini.svg"')
    assert b"cdn.redoc.ly" not in read_assets(tmp_path)["redoc.js"]


def test_versions_are_exact() -> None:
    for package in PACKAGES:
        assert package.requested.rsplit("@", 1)[1].replace(".", "").isdigit()
        assert package.integrity.startswith("sha512-")
