"""The pages of the client: every method is there, and every example on them runs and is typed as it says."""

from __future__ import annotations

import html
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from tests.example_answers import ExampleTransport, silence
from tests.pyright import pyright

import contralto_client
from contralto_client import AsyncClient, Client
from contralto_conformance.mock import MockSettings, serve
from contralto_generator.site.client.pages import GUIDES
from contralto_spec import load
from contralto_spec.official_sdk import official_sdk

SPEC = load()
DOCUMENT = SPEC.openapi(SPEC.latest.date)
OPERATIONS = {
    operation["operationId"]: (path, method, operation)
    for path, item in DOCUMENT["paths"].items()
    for method, operation in item.items()
    if isinstance(operation, dict) and "operationId" in operation
}
KEY = "sk_car_test"
_BLOCK = re.compile(r'<pre class="code (\w+)"[^>]*><code>(.*?)</code></pre>', re.DOTALL)
_ARTICLE = re.compile(r'<article class="method" aria-labelledby="([^"]+)">(.*?)</article>', re.DOTALL)
_FILE = re.compile(r'Path\("([^"]+)"\)|File\("[^"]+", "([^"]+)"\)')
_SERVED = re.compile(r"client\.(?:tts\.(?:bytes|sse|connect)|voices\.(?:list|get)|status\.get)\(")


@dataclass(frozen=True)
class Block:
    """One example. `form` is `sync`, `async`, or `only` where there is no other."""

    page: str
    form: str
    code: str


def blocks_in(text: str, page: str) -> Iterator[Block]:
    for form, inner in _BLOCK.findall(text):
        yield Block(page, form, html.unescape(re.sub(r"<[^>]+>", "", inner)) + "\n")


@pytest.fixture(scope="module")
def blocks(site: Path) -> list[Block]:
    pages = sorted((site / "client").rglob("*.html"))
    return [
        block
        for path in pages
        for block in blocks_in(path.read_text(encoding="utf-8"), path.relative_to(site).as_posix())
    ]


def run(code: str, folder: Path) -> None:
    for found in _FILE.findall(code):
        path = folder / (found[0] or found[1])
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(silence())
    before = Path.cwd()
    os.chdir(folder)
    try:
        exec(compile(code, "example", "exec"), {"__name__": "__main__"})
    finally:
        os.chdir(before)


def answered_by(transport: ExampleTransport, monkeypatch: pytest.MonkeyPatch) -> None:
    """Lets every client that is made without an HTTP client of its own use the transport."""

    class Blocking(Client):
        def __init__(self, **settings: Any) -> None:
            settings.setdefault("http_client", httpx.Client(transport=transport))
            super().__init__(**({"api_key": KEY} | settings))

    class Asynchronous(AsyncClient):
        def __init__(self, **settings: Any) -> None:
            settings.setdefault("http_client", httpx.AsyncClient(transport=transport))
            super().__init__(**({"api_key": KEY} | settings))

    monkeypatch.setattr(contralto_client, "Client", Blocking)
    monkeypatch.setattr(contralto_client, "AsyncClient", Asynchronous)


def articles(site: Path) -> dict[str, str]:
    """The article of each method that calls an operation, by operationId."""
    found = {}
    for path in sorted((site / "client/reference").glob("*.html")):
        for _, text in _ARTICLE.findall(path.read_text(encoding="utf-8")):
            for operation in re.findall(r'http\.html#tag/[^/]+/operation/(\w+)"', text):
                found[operation] = text
    return found


def test_every_operation_and_socket_has_its_place(site: Path) -> None:
    assert articles(site).keys() == OPERATIONS.keys()
    text = "".join(path.read_text(encoding="utf-8") for path in (site / "client/reference").glob("*.html"))
    for name, channel in SPEC.asyncapi(SPEC.latest.date)["channels"].items():
        assert f'sockets.html#channel-{name}"' in text
        assert f'id="{channel["x-call"].replace(".", "-")}"' in text


def test_every_guide_is_linked_from_every_page(site: Path) -> None:
    for path in (site / "client").rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert all(f'/{guide.name}.html"' in text for guide in GUIDES)


def test_the_table_of_the_official_sdk_is_whole(site: Path) -> None:
    text = (site / "client/migration.html").read_text(encoding="utf-8")
    table = re.findall(r'<tr><th scope="row"><code>([\w.]+)</code></th>', text)
    sdk = official_sdk()
    kept = [name for name, here in sdk.client.items() if here]
    assert table == [*(method.name for method in sdk.methods), *kept, *sdk.errors]


@pytest.mark.parametrize("operation_id", OPERATIONS)
def test_an_example_calls_its_operation_with_the_body_of_the_spec(
    site: Path, operation_id: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, method, operation = OPERATIONS[operation_id]
    both = list(blocks_in(articles(site)[operation_id], operation_id))
    assert [block.form for block in both] == ["sync", "async"]
    for block in both:
        transport = ExampleTransport()
        with monkeypatch.context() as patch:
            answered_by(transport, patch)
            run(block.code, tmp_path)
        request = transport.requests[0]
        assert request.method == method.upper()
        assert re.fullmatch(re.sub(r"\{[^}]+\}", "[^/]+", path), request.url.path)
        if request.headers.get("content-type") == "application/json":
            (content,) = operation["requestBody"]["content"].values()
            example = next(iter(content["examples"].values()))["value"]
            kept = {name: value for name, value in example.items() if value is not None or method == "patch"}
            assert json.loads(request.content) == kept


def test_the_examples_of_the_guides_run(
    blocks: list[Block], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    n_run = 0
    with serve(MockSettings(api_keys=(KEY,))) as mock:
        monkeypatch.setenv("CARTESIA_API_KEY", KEY)
        monkeypatch.setenv("CARTESIA_BASE_URL", mock.url)
        for block in blocks:
            sockets = block.code.count(".connect(") - block.code.count("tts.connect(")
            if "/reference/" in block.page or sockets:
                continue  # sockets of transcription and agents are held against their types alone
            n_run += 1
            calls = len(re.findall(r"\bclient\.[a-z]", block.code))
            if calls == len(_SERVED.findall(block.code)):
                run(block.code, tmp_path)
            else:
                with monkeypatch.context() as patch:
                    answered_by(ExampleTransport(), patch)
                    run(block.code, tmp_path)
    assert n_run > 30
    assert capsys.readouterr().out.strip()


def put_all(blocks: list[Block], folder: Path) -> dict[str, Block]:
    """Writes each example into a file of its own; gives them by the names of the files."""
    names = {f"example_{number:03}.py": block for number, block in enumerate(blocks)}
    for name, block in names.items():
        (folder / name).write_text(block.code, encoding="utf-8")
    return names


def test_pyright_has_nothing_to_say_of_any_example(blocks: list[Block], tmp_path: Path) -> None:
    names = put_all(blocks, tmp_path)
    found = [(names[Path(item["file"]).name], item["message"]) for item in pyright(tmp_path)]
    assert [(block.page, block.code, message) for block, message in found] == []


@pytest.mark.timeout(300)  # mypy reads the whole package, without a cache
def test_every_example_passes_a_strict_type_checker(blocks: list[Block], tmp_path: Path) -> None:
    (tmp_path / "mypy.ini").write_text("[mypy]\nstrict = true\n", encoding="utf-8")
    names = put_all(blocks, tmp_path)
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--config-file", "mypy.ini", "--cache-dir", str(tmp_path / "cache"), "."],
        cwd=tmp_path,
        env=os.environ | {"MYPYPATH": str(Path(contralto_client.__file__).parents[1])},
        capture_output=True,
        text=True,
        check=False,
    )
    wrong = {name: block.page for name, block in names.items() if name in done.stdout}
    assert done.returncode == 0, f"{done.stdout}\n{wrong}"
