"""The golden documents, generated once per run, and a way to import what came out."""

from __future__ import annotations

import contextlib
import importlib
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import yaml
from websockets.exceptions import ConnectionClosed
from websockets.sync.server import ServerConnection, serve

from contralto_generator import Document, Result, generate_document

GOLDEN = Path(__file__).parent / "golden"
FEATURES = sorted(path.name for path in GOLDEN.iterdir() if path.is_dir())


def package_of(feature: str) -> str:
    """Import name of the package that is generated for a feature."""
    return f"golden_{feature}"


@cache
def generated(feature: str) -> Result:
    """The package of one golden document."""
    files = tuple(sorted((GOLDEN / feature).glob("*.yaml")))
    documents: dict[str, Mapping[str, Any]] = {
        path.stem: yaml.safe_load(path.read_text(encoding="utf-8")) for path in files
    }
    document = Document(documents["openapi"], documents.get("asyncapi"), api_version="2026-08-14", files=files)
    return generate_document(document, package=package_of(feature))


@pytest.fixture(scope="session")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("packages")
    sys.path.insert(0, str(folder))
    yield folder
    sys.path.remove(str(folder))


@pytest.fixture
def module(packages: Path) -> Callable[[str, str], ModuleType]:
    """`module(feature, "models.note")`: a module of the package generated for a feature."""

    def load(feature: str, name: str) -> ModuleType:
        for path, text in generated(feature).files.items():
            target = packages / path
            if path.startswith(package_of(feature)) and not target.exists():
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_text(text, encoding="utf-8")
        importlib.invalidate_caches()
        return importlib.import_module(f"{package_of(feature)}.{name}")

    return load


@pytest.fixture
def socket_url() -> Callable[..., Any]:
    """`socket_url(script)`: the address of a server that runs a script for each connection."""

    @contextmanager
    def run(script: Callable[[ServerConnection], object]) -> Iterator[str]:
        def handle(connection: ServerConnection) -> None:
            with contextlib.suppress(ConnectionClosed):  # the client went away
                script(connection)

        with serve(handle, "127.0.0.1", 0, close_timeout=1) as server:
            thread = threading.Thread(target=server.serve_forever, daemon=True)
            thread.start()
            yield f"http://127.0.0.1:{server.socket.getsockname()[1]}"
            server.shutdown()
            thread.join(5)

    return run
