"""The client of every version and of every dialect: it generates, holds every operation, imports and type-checks."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import contralto_spec
from contralto_generator import generate

SPEC = contralto_spec.load()
METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
EDITIONS: list[tuple[str, str | None]] = [
    *((version.date, None) for version in SPEC.described_versions),
    *((date, dialect.name) for dialect in SPEC.dialects.values() for date in dialect.versions),
]
_IMPORT_ALL = """
import importlib, pkgutil, sys
for name in sys.argv[1:]:
    package = importlib.import_module(name)
    for module in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
        importlib.import_module(module.name)
    for exported in package.__all__:
        getattr(package, exported)
"""


def package_of(date: str, dialect: str | None) -> str:
    """Import name of the package of a version, `contralto_client_2024_06_10`."""
    return "_".join(["contralto_client", *([dialect] if dialect else []), *date.split("-")])


PACKAGES = [package_of(*edition) for edition in EDITIONS]


@pytest.fixture(scope="session")
def clients(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the packages of all versions and dialects; parallel workers share the making of it."""
    own = tmp_path_factory.getbasetemp()
    folder = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "clients"
    folder.mkdir(exist_ok=True)
    for date, dialect in EDITIONS:
        package = package_of(date, dialect)
        try:
            (folder / f"{package}.begun").touch(exist_ok=False)
        except FileExistsError:  # another worker makes it
            continue
        said = "the generator failed"
        try:
            said = write_package(folder, date, dialect)
        finally:
            (folder / f"{package}.said").write_text(said, encoding="utf-8")
            (folder / f"{package}.ready").touch()
    until_s = time.monotonic() + 100
    while missing := [package for package in PACKAGES if not (folder / f"{package}.ready").exists()]:
        assert time.monotonic() < until_s, f"nobody finished {missing}"
        time.sleep(0.1)
    assert {package: (folder / f"{package}.said").read_text("utf-8") for package in PACKAGES} == dict.fromkeys(
        PACKAGES, ""
    )
    return folder


def write_package(folder: Path, date: str, dialect: str | None) -> str:
    """Generates one package into the folder; the problems that were found, as text."""
    package = package_of(date, dialect)
    result = generate(date, dialect, None, package)
    for path, text in result.files.items():
        if path.startswith(f"{package}/"):
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8")
    return "\n".join(str(problem) for problem in result.problems)


def operations(date: str, dialect: str | None) -> Iterator[dict[str, Any]]:
    for item in SPEC.openapi(date, dialect)["paths"].values():
        yield from (item[method] for method in METHODS if method in item)


@pytest.mark.parametrize(("date", "dialect"), EDITIONS)
def test_no_operation_is_dropped(clients: Path, date: str, dialect: str | None) -> None:
    folder = clients / package_of(date, dialect) / "api"
    text = "".join(path.read_text(encoding="utf-8") for path in folder.rglob("*.py"))
    wanted = [operation["operationId"] for operation in operations(date, dialect)]
    assert [name for name in wanted if f'operation="{name}"' not in text] == []
    assert text.count("        operation=") == len(wanted)


@pytest.mark.parametrize(("date", "dialect"), EDITIONS)
def test_every_operation_is_a_method_where_the_document_says(clients: Path, date: str, dialect: str | None) -> None:
    folder = clients / package_of(date, dialect) / "_async" / "resources"
    missing = []
    for operation in operations(date, dialect):
        *group, name = operation["x-call"].split(".")
        text = (folder / f"{'_'.join(group)}.py").read_text(encoding="utf-8")
        if f"def {name}(" not in text:
            missing.append(operation["x-call"])
    assert missing == []


@pytest.mark.parametrize(("date", "dialect"), EDITIONS)
def test_every_channel_has_a_socket_and_a_table(clients: Path, date: str, dialect: str | None) -> None:
    package = clients / package_of(date, dialect)
    tables = (package / "protocol" / "tables.py").read_text(encoding="utf-8")
    for name, channel in SPEC.asyncapi(date, dialect)["channels"].items():
        *group, method = channel["x-call"].split(".")
        text = (package / "_sync" / "resources" / f"{'_'.join(group)}.py").read_text(encoding="utf-8")
        assert f"    def {method}(" in text, name
        assert f'path={"f" if "{" in channel["address"] else ""}"' in text
    assert tables.count(" = ProtocolTable(") >= len(SPEC.asyncapi(date, dialect)["channels"])


def test_every_module_imports(clients: Path) -> None:
    command = [sys.executable, "-c", _IMPORT_ALL, *PACKAGES]
    done = subprocess.run(command, cwd=clients, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.timeout(300)
def test_all_pass_a_strict_type_checker(clients: Path) -> None:
    (clients / "mypy.ini").write_text("[mypy]\nstrict = true\npython_version = 3.11\n", encoding="utf-8")
    arguments = [argument for package in PACKAGES for argument in ("-p", package)]
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--config-file", "mypy.ini", "--cache-dir", "cache", *arguments],
        cwd=clients,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


def test_a_client_of_a_dialect_needs_an_address_where_everybody_has_another(clients: Path) -> None:
    code = "import contralto_client_keypool_2026_08_14 as package; package.Client(api_key='team')"
    done = subprocess.run([sys.executable, "-c", code], cwd=clients, capture_output=True, text=True, check=False)
    assert "ValueError: pass `base_url`, or set KEYPOOL_BASE_URL" in done.stderr


def test_newest_version_of_a_dialect_is_taken_where_none_is_named() -> None:
    files = generate(dialect="carter", package="carter_client").files
    assert f'API_VERSION = "{SPEC.dialect("carter").versions[-1]}"' in files["carter_client/_version.py"]
    assert "dialect carter" in files["MANIFEST"].splitlines()
