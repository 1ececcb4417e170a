"""The committed client is what the spec gives, any difference shows, and nothing but the spec has a say in it."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import contralto_spec
from contralto_generator import check, generate

ROOT = Path(__file__).parents[2]
GENERATED = ROOT / "generated"
VERSIONS = [version.date for version in contralto_spec.load().described_versions]
_DIGEST = """
import hashlib
from contralto_generator import generate
files = generate().files
print(hashlib.sha256(repr(sorted(files.items())).encode()).hexdigest())
"""


@pytest.fixture
def fresh(tmp_path: Path) -> Path:
    """A folder that holds just what the spec gives."""
    generate(out=tmp_path)
    return tmp_path


def test_committed_client_is_current() -> None:
    difference = check(out=GENERATED)
    assert difference == "", f"run `contralto generate`; the difference is\n{difference[:4000]}"


def test_edited_file_shows_as_a_difference(fresh: Path) -> None:
    path = fresh / "contralto_client" / "models" / "voice.py"
    path.write_text(path.read_text(encoding="utf-8").replace("is_owner", "is_mine"), encoding="utf-8")
    difference = check(out=fresh)
    assert "--- a/contralto_client/models/voice.py" in difference
    assert "-    is_mine: bool" in difference
    assert "+    is_owner: bool" in difference
    assert difference.count("\n--- ") == 0  # the only file


def test_missing_and_surplus_files_show_as_differences(fresh: Path) -> None:
    (fresh / "contralto_client" / "models" / "voice.py").unlink()
    (fresh / "contralto_client" / "models" / "vice.py").write_text("x = 1\n", encoding="utf-8")
    difference = check(out=fresh)
    assert "--- /dev/null\n+++ b/contralto_client/models/voice.py" in difference
    assert "--- a/contralto_client/models/vice.py\n+++ /dev/null\n@@ -1 +0,0 @@\n-x = 1" in difference


def test_generating_again_removes_what_is_no_longer_made(fresh: Path) -> None:
    stale = fresh / "contralto_client" / "api" / "gone" / "old.py"
    stale.parent.mkdir()
    stale.write_text("", encoding="utf-8")
    manifest = fresh / "MANIFEST"
    line = f"sha256 {hashlib.sha256(b'').hexdigest()} contralto_client/api/gone/old.py\n"
    manifest.write_text(manifest.read_text(encoding="utf-8") + line, encoding="utf-8")
    generate(out=fresh)
    assert not stale.parent.exists()
    assert check(out=fresh) == ""


def test_manifest_holds_the_digest_of_every_file() -> None:
    lines = (GENERATED / "MANIFEST").read_text(encoding="utf-8").splitlines()
    spec = contralto_spec.load()
    assert f"api-version {spec.latest.date}" in lines
    assert f"spec {spec.digest}" in lines
    digests = [line.split(" ", 2)[1:] for line in lines if line.startswith("sha256 ")]
    assert len(digests) > 90
    for digest, path in digests:
        assert hashlib.sha256((GENERATED / path).read_bytes()).hexdigest() == digest, path


def test_same_spec_gives_the_same_bytes_whatever_the_hash_seed() -> None:
    digests = {
        subprocess.run(
            [sys.executable, "-c", _DIGEST],
            env=os.environ | {"PYTHONHASHSEED": seed, "TZ": zone},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Asia/Tokyo"))
    }
    assert len(digests) == 1


@pytest.mark.parametrize("version", VERSIONS)
def test_every_described_version_can_be_generated(version: str, tmp_path: Path) -> None:
    result = generate(version, out=tmp_path, package="other_client")
    assert result.problems == ()
    text = (tmp_path / "other_client" / "_version.py").read_text(encoding="utf-8")
    assert f'API_VERSION = "{version}"' in text
    assert 'PACKAGE_NAME = "other-client"' in text


def test_every_operation_of_the_document_has_its_module() -> None:
    document = contralto_spec.load().openapi(contralto_spec.load().latest.date)
    ids = {operation["operationId"] for item in document["paths"].values() for operation in item.values()}
    modules = "".join(
        path.read_text(encoding="utf-8") for path in (GENERATED / "contralto_client" / "api").rglob("*.py")
    )
    assert ids == {name for name in ids if f'operation="{name}"' in modules}


def test_first_line_of_a_generated_file_names_its_source() -> None:
    package = GENERATED / "contralto_client"
    expected = {
        "models/voice.py": "spec/openapi/voices.yaml",
        "models/voice_access.py": "spec/openapi/voices.yaml",
        "models/chunk_event.py": "spec/components/speech.yaml",
        "protocol/tables.py": "spec/asyncapi",
        "_sync/resources/tts.py": "spec/openapi/tts.yaml",
    }
    for path, source in expected.items():
        first = (package / path).read_text(encoding="utf-8").splitlines()[0]
        assert first == f"# Generated from {source} by contralto generate. Do not edit."


def test_runtime_is_shipped_byte_for_byte() -> None:
    runtime = ROOT / "generator" / "contralto_generator" / "runtime"
    for path in sorted(runtime.rglob("*.py")):
        assert (GENERATED / "contralto_client" / path.relative_to(runtime)).read_bytes() == path.read_bytes()


def test_client_and_generator_are_released_together() -> None:
    root = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    client = tomllib.loads((GENERATED / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert client["version"] == root["version"]
    assert f"contralto-client=={root['version']}" in root["dependencies"]
