"""The examples of the generated README are true: they run against the mock, and a strict type checker accepts them."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import contralto_spec
from contralto_conformance.mock.server import serve
from contralto_conformance.mock.settings import MockSettings
from contralto_generator import generate

KEY = "sk_car_test"
VERSIONS = [version.date for version in contralto_spec.load().described_versions]
HEADINGS = ["Quick start", "Speak while the text is written"]


@pytest.fixture(scope="module", params=VERSIONS)
def project(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A freshly generated project for one API version."""
    folder: Path = tmp_path_factory.mktemp("project")
    version: str = request.param
    generate(version, out=folder, package="readme_client")
    return folder


@pytest.fixture(scope="module")
def service() -> Iterator[str]:
    with serve(MockSettings(api_keys=(KEY,))) as running:
        yield running.url


def examples(project: Path) -> dict[str, list[str]]:
    """The code blocks under each heading: the sync one, then the async one."""
    text = (project / "README.md").read_text(encoding="utf-8")
    sections = re.split(r"^## ", text, flags=re.MULTILINE)[1:]
    found = {part.splitlines()[0]: re.findall(r"```python\n(.*?)```", part, re.DOTALL) for part in sections}
    return {heading: blocks for heading, blocks in found.items() if blocks}


def run(code: str, project: Path, folder: Path, url: str) -> str:
    environment = os.environ | {"CARTESIA_API_KEY": KEY, "CARTESIA_BASE_URL": url, "PYTHONPATH": str(project)}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_each_use_has_a_sync_and_an_async_example(project: Path) -> None:
    found = examples(project)
    assert list(found) == HEADINGS
    for blocks in found.values():
        assert ["asyncio" in block for block in blocks] == [False, True]


def test_the_table_names_every_method(project: Path) -> None:
    text = (project / "README.md").read_text(encoding="utf-8")
    for path in (project / "readme_client/_sync/resources").glob("*.py"):
        code = path.read_text(encoding="utf-8")
        accessor = re.search(r'^"""`(client\.\w+)`:', code, re.MULTILINE)
        if accessor is not None:
            (row,) = [line for line in text.splitlines() if line.startswith(f"| `{accessor[1]}` |")]
            assert all(f"`{name}`" in row for name in re.findall(r"^    def ([a-z]\w*)\(self,", code, re.MULTILINE))


@pytest.mark.parametrize("heading", HEADINGS)
def test_examples_run(heading: str, project: Path, service: str, tmp_path: Path) -> None:
    for code in examples(project)[heading]:
        shown = run(code, project, tmp_path, service)
        assert shown.strip()
        if heading == "Quick start":
            assert (tmp_path / "hello.wav").read_bytes()[:4] == b"RIFF"
            (tmp_path / "hello.wav").unlink()


def test_examples_and_package_pass_a_strict_type_checker(project: Path, tmp_path: Path) -> None:
    codes = [code for blocks in examples(project).values() for code in blocks]
    names = [f"example_{number}.py" for number in range(len(codes))]
    for name, code in zip(names, codes, strict=True):
        (tmp_path / name).write_text(code, encoding="utf-8")
    (tmp_path / "mypy.ini").write_text("[mypy]\nstrict = true\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--config-file", "mypy.ini", "--cache-dir", str(tmp_path / "cache"), *names],
        cwd=tmp_path,
        env=os.environ | {"MYPYPATH": str(project)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
