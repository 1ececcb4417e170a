"""Both wheels as a user gets them: built, installed into a fresh environment outside the checkout, and used there."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
KEY = "sk_car_mock.wheels"


def run(*command: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    clean = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "CONTRALTO"))}
    return subprocess.run(
        command, cwd=cwd, env={**clean, **environment}, capture_output=True, text=True, check=False, timeout=300
    )


@pytest.fixture(scope="session")
def wheels(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The two wheels, by the name of their distribution."""
    out = tmp_path_factory.mktemp("wheels")
    for project in (ROOT / "generated", ROOT):
        # Without isolation: the build back end is among the tools of this environment.
        result = run(
            sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(out), str(project), cwd=out
        )
        assert result.returncode == 0, result.stdout + result.stderr
    return {path.name.split("-")[0]: path for path in out.glob("*.whl")}


@pytest.fixture(scope="session")
def installed(wheels: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The `bin` folder of a fresh environment that holds the wheels and nothing of this checkout.

    Their dependencies are those of the environment that runs the tests, reached by a path file, so that the
    test needs no package index; what the wheels themselves must bring is not there to be borrowed.
    """
    folder = tmp_path_factory.mktemp("fresh") / "env"
    assert run(sys.executable, "-m", "venv", str(folder), cwd=folder.parent).returncode == 0
    python = folder / "bin/python"
    files = [str(path) for path in wheels.values()]
    result = run(str(python), "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", *files, cwd=folder)
    assert result.returncode == 0, result.stderr
    (site,) = (folder / "lib").glob("python*/site-packages")
    dependencies = next(path for path in sys.path if path.endswith("site-packages"))
    # `addsitedir` is not used: it would read the .pth files of the editable installs and bring the checkout back.
    (site / "dependencies.pth").write_text(dependencies + "\n")
    return folder / "bin"


@pytest.fixture
def mock_url(installed: Path, tmp_path: Path) -> Iterator[str]:
    process = subprocess.Popen(
        [str(installed / "contralto"), "mock", "--port", "0", "--api-key", KEY],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        try:
            assert process.stdout is not None
            yield process.stdout.readline().strip()
        finally:
            process.terminate()


def test_the_root_wheel_ships_the_spec_and_nothing_generic(wheels: dict[str, Path]) -> None:
    names = zipfile.ZipFile(wheels["contralto"]).namelist()
    assert "contralto_spec/data/published/index.json" in names
    assert "contralto_spec/data/openapi/voices.yaml" in names
    tops = {name.split("/")[0] for name in names}
    assert all(top.startswith("contralto") for top in tops), tops


def test_the_client_wheel_is_light_and_typed(wheels: dict[str, Path]) -> None:
    with zipfile.ZipFile(wheels["contralto_client"]) as archive:
        names = archive.namelist()
        (metadata,) = (name for name in names if name.endswith("METADATA"))
        lines = archive.read(metadata).decode().splitlines()
    assert "contralto_client/py.typed" in names
    required = {line.split(":", 1)[1].strip() for line in lines if line.startswith("Requires-Dist") and ";" not in line}
    assert {name.split(">")[0].split("<")[0] for name in required} == {"attrs", "httpx", "websockets"}


def test_a_dialect_under_a_name_of_its_own_is_a_wheel(tmp_path: Path) -> None:
    done = run(
        sys.executable, "-m", "contralto_cli", "generate", "--dialect", "carter", "--package", "carter_voice",
        cwd=tmp_path,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    done = run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "carter-voice", cwd=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    (wheel,) = (tmp_path / "carter-voice" / "dist").glob("*.whl")
    assert wheel.name.startswith("carter_voice-")
    names = zipfile.ZipFile(wheel).namelist()
    assert {"carter_voice/py.typed", "carter_voice/_sync/resources/voices.py"} < set(names)
    code = (
        f"import sys; sys.path.insert(0, {str(wheel)!r}); import carter_voice\n"
        "print(carter_voice.__file__, carter_voice.API_VERSION, carter_voice.Client(api_key='k').voices)"
    )
    done = run(sys.executable, "-c", code, cwd=tmp_path)
    assert f"{wheel}/carter_voice/__init__.py 2024-06-10 <carter_voice." in done.stdout, done.stderr
    # What `build` left beside the package is nobody's business: the folder is still ours.
    done = run(
        sys.executable, "-m", "contralto_cli", "generate", "--check", "--dialect", "carter",
        "--package", "carter_voice", cwd=tmp_path,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout


def test_the_packages_come_from_the_wheels(installed: Path, tmp_path: Path) -> None:
    code = "import contralto_spec, contralto_client; print(contralto_spec.__file__); print(contralto_client.__file__)"
    result = run(str(installed / "python"), "-c", code, cwd=tmp_path)
    assert result.returncode == 0, result.stderr
    assert all(str(installed.parent) in line for line in result.stdout.splitlines())


def test_check_judges_the_mock_of_the_same_wheel(installed: Path, mock_url: str, tmp_path: Path) -> None:
    result = run(
        str(installed / "contralto"), "check", mock_url, "--only", "voices.*", "--report", "out",
        cwd=tmp_path, CONTRALTO_API_KEY=KEY,
    )  # fmt: skip
    assert result.returncode == 0, result.stdout + result.stderr
    assert (tmp_path / "out/report.html").exists()


def test_the_client_of_the_wheel_talks_to_the_mock(installed: Path, mock_url: str, tmp_path: Path) -> None:
    code = (
        "import sys; from contralto_client import Client\n"
        "client = Client(api_key=sys.argv[2], base_url=sys.argv[1])\n"
        "print(client.status.get().ok, len(list(client.voices.list(limit=100))) > 0)"
    )
    result = run(str(installed / "python"), "-c", code, mock_url, KEY, cwd=tmp_path)
    assert result.stdout.strip() == "True True", result.stderr


def test_the_generator_of_the_wheel_writes_the_committed_client(installed: Path, tmp_path: Path) -> None:
    result = run(str(installed / "contralto"), "generate", "--out", "client", cwd=tmp_path)
    assert result.returncode == 0, result.stderr
    written = (tmp_path / "client/MANIFEST").read_text()
    assert written == (ROOT / "generated/MANIFEST").read_text()
