"""The client of every version and of every dialect, and one with additions: it generates, holds every operation,
imports, type-checks, and speaks with a service of its kind.
"""

from __future__ import annotations

import asyncio
import base64
import importlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import httpx
import pytest
from websockets.sync.server import ServerConnection

import contralto_spec
from contralto_conformance.mock.server import serve
from contralto_conformance.mock.settings import MockSettings
from contralto_generator import generate

pytestmark = pytest.mark.timeout(300)  # the first test waits until all packages are there

SPEC = contralto_spec.load()
METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
EDITIONS: list[tuple[str, str | None]] = [
    *((version.date, None) for version in SPEC.described_versions),
    *((date, dialect.name) for dialect in SPEC.dialects.values() for date in dialect.versions),
]
ACME = "acme_voice"
OVERLAY = Path(__file__).parent / "overlays" / "acme.yaml"
KEY = "sk_car_matrix"
VOICE = "f786b574-daa5-4673-aa0c-cbe3e8534c02"
RAW = {"container": "raw", "encoding": "pcm_s16le", "sample_rate": 16000}
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


PACKAGES = [*(package_of(*edition) for edition in EDITIONS), ACME]


@pytest.fixture(scope="session")
def clients(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the packages of all versions and dialects; parallel workers share the making of it."""
    own = tmp_path_factory.getbasetemp()
    folder = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "clients"
    folder.mkdir(exist_ok=True)
    for package, edition in zip(PACKAGES, [*EDITIONS, None], strict=True):
        try:
            (folder / f"{package}.begun").touch(exist_ok=False)
        except FileExistsError:  # another worker makes it
            continue
        said = "the generator failed"
        try:
            said = write_package(folder, package, edition)
        finally:
            (folder / f"{package}.said").write_text(said, encoding="utf-8")
            (folder / f"{package}.ready").touch()
    until_s = time.monotonic() + 250
    while missing := [package for package in PACKAGES if not (folder / f"{package}.ready").exists()]:
        assert time.monotonic() < until_s, f"nobody finished {missing}"
        time.sleep(0.1)
    assert {package: (folder / f"{package}.said").read_text("utf-8") for package in PACKAGES} == dict.fromkeys(
        PACKAGES, ""
    )
    return folder


def write_package(folder: Path, package: str, edition: tuple[str, str | None] | None) -> str:
    """Generates one package into the folder, without an edition that of the overlay; the problems found, as text."""
    result = generate(*edition, None, package) if edition else generate(package=package, overlays=[OVERLAY])
    for path, text in result.files.items():
        if path.startswith(f"{package}/"):
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8")
    return "\n".join(str(problem) for problem in result.problems)


@pytest.fixture(scope="session")
def load(clients: Path) -> Iterator[Callable[[str], ModuleType]]:
    """`load(package)`: one of the packages, imported."""
    sys.path.insert(0, str(clients))
    yield importlib.import_module
    sys.path.remove(str(clients))


@pytest.fixture(scope="session")
def service() -> Iterator[str]:
    with serve(MockSettings(api_keys=(KEY,))) as running:
        yield running.url


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


@pytest.mark.parametrize("package", PACKAGES)
def test_every_module_imports(clients: Path, package: str) -> None:
    command = [sys.executable, "-c", _IMPORT_ALL, package]
    done = subprocess.run(command, cwd=clients, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


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


OF_THE_SERVICE = [edition for edition in EDITIONS if edition[1] != "carter"]


@pytest.mark.parametrize(("date", "dialect"), OF_THE_SERVICE)
def test_client_speaks_with_a_service_of_its_version(
    load: Callable[[str], ModuleType], service: str, date: str, dialect: str | None
) -> None:
    package = load(package_of(date, dialect))
    members = {"model_id": "sonic-3", "voice": voice_of(date)}
    with package.Client(api_key=KEY, base_url=service) as client:
        assert [voice.name for voice in client.voices.list()]
        assert client.tts.bytes(transcript="Hi.", output_format=RAW, **members).read()
        with client.tts.connect() as socket:
            context = socket.context(output_format=RAW, **members)
            context.send("Hi.")
            context.finish()
            assert b"".join(event.audio for event in context if event.type == "chunk")


@pytest.mark.parametrize(("date", "dialect"), OF_THE_SERVICE)
def test_async_client_speaks_with_a_service_of_its_version(
    load: Callable[[str], ModuleType], service: str, date: str, dialect: str | None
) -> None:
    package = load(package_of(date, dialect))
    members = {"model_id": "sonic-3", "voice": voice_of(date)}

    async def speak() -> None:
        async with package.AsyncClient(api_key=KEY, base_url=service) as client:
            voices = client.voices.list()
            assert [voice async for voice in voices] if hasattr(voices, "__aiter__") else await voices
            assert await client.tts.bytes(transcript="Hi.", output_format=RAW, **members).read()
            async with client.tts.connect() as socket:
                context = socket.context(output_format=RAW, **members)
                await context.send("Hi.")
                await context.finish()
                assert b"".join([event.audio async for event in context if event.type == "chunk"])

    asyncio.run(speak())


def voice_of(date: str) -> Any:
    """How a request names a voice."""
    return VOICE if date >= "2026-08-14" else {"mode": "id", "id": VOICE}


CARTER_VOICE = {"id": "v", "name": "Ada", "description": "Calm.", "language": "en"}


def carter_answer(request: httpx.Request) -> httpx.Response:
    """What the reference of the dialect says that it answers."""
    answers: dict[tuple[str, str], Any] = {
        ("GET", "/voices"): [CARTER_VOICE],
        ("POST", "/tts/bytes"): {"audio": base64.b64encode(b"pcm").decode(), "context_id": "c"},
    }
    return httpx.Response(200, json=answers[request.method, request.url.path])


def test_clients_of_the_carter_dialect_take_its_answers(load: Callable[[str], ModuleType]) -> None:
    package = load(package_of("2024-06-10", "carter"))
    request = {"model_id": "sonic-2", "transcript": "Hi.", "voice": {"id": "v"}, "output_format": RAW}
    transport = httpx.MockTransport(carter_answer)
    with package.Client(api_key=KEY, http_client=httpx.Client(transport=transport)) as client:
        assert [voice.to_dict() for voice in client.voices.list()] == [CARTER_VOICE]
        assert client.tts.bytes(**request).audio_bytes == b"pcm"

    async def speak() -> None:
        http = httpx.AsyncClient(transport=transport)
        async with http, package.AsyncClient(api_key=KEY, http_client=http) as client:
            assert [voice.name async for voice in client.voices.list()] == ["Ada"]
            assert (await client.tts.bytes(**request)).audio_bytes == b"pcm"

    asyncio.run(speak())


def test_socket_of_the_carter_dialect_speaks(load: Callable[[str], ModuleType], socket_url: Callable[..., Any]) -> None:
    package = load(package_of("2024-06-10", "carter"))
    message = {"model_id": "sonic-2", "transcript": "Hi.", "voice": {"id": "v"}, "context_id": "c"}

    def script(connection: ServerConnection) -> None:
        assert json.loads(connection.recv()) == message
        connection.send(json.dumps({"type": "chunk", "context_id": "c", "data": base64.b64encode(b"pcm").decode()}))
        connection.send(json.dumps({"type": "done", "context_id": "c"}))
        connection.recv()

    with socket_url(script) as url:
        with package.Client(api_key=KEY, base_url=url) as client, client.tts.connect() as socket:
            socket.send_generate(**message)
            events = iter(socket)
            assert (next(events).audio, next(events).type) == (b"pcm", "done")

        async def speak() -> None:
            async with (
                package.AsyncClient(api_key=KEY, base_url=url) as client,
                client.tts.connect() as socket,
            ):
                await socket.send_generate(**message)
                events = aiter(socket)
                assert ((await anext(events)).audio, (await anext(events)).type) == (b"pcm", "done")

        asyncio.run(speak())


def test_additions_of_an_overlay_are_there(load: Callable[[str], ModuleType]) -> None:
    package = load(ACME)
    seen: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        if request.url.path.endswith("/acme/budget"):
            return httpx.Response(200, json={"credits_left": 12})
        return httpx.Response(200, content=b"pcm", headers={"content-type": "audio/wav"})

    with package.Client(api_key=KEY, http_client=httpx.Client(transport=httpx.MockTransport(answer))) as client:
        assert client.budgets.get(x_acme_team="blue").credits_left == 12
        client.tts.bytes(
            model_id="sonic-3", transcript="Hi.", voice=VOICE, output_format=RAW, x_acme_label="bill"
        ).read()
    assert [str(request.url) for request in seen] == [
        "https://voice.acme.example/cartesia/acme/budget",
        "https://voice.acme.example/cartesia/tts/bytes",
    ]
    assert (seen[0].headers["x-acme-team"], seen[1].headers["x-acme-label"]) == ("blue", "bill")

    async def ask() -> int:
        http = httpx.AsyncClient(transport=httpx.MockTransport(answer))
        async with http, package.AsyncClient(api_key=KEY, http_client=http) as client:
            budget = await client.budgets.get(x_acme_team="blue")
            return int(budget.credits_left)

    assert asyncio.run(ask()) == 12
    models, events = load(f"{ACME}.models"), load(f"{ACME}.events")
    assert "acme_cost_center" in models.Voice.__annotations__
    text = json.dumps({"type": "acme_cost", "context_id": "c", "credits": 3})
    decoder = events.TTS_SOCKET_EVENTS
    assert decoder.event(decoder.parse(text)) == models.AcmeCostEvent(context_id="c", credits=3)


def test_newest_version_of_a_dialect_is_taken_where_none_is_named() -> None:
    files = generate(dialect="carter", package="carter_client").files
    assert f'API_VERSION = "{SPEC.dialect("carter").versions[-1]}"' in files["carter_client/_version.py"]
    assert "dialect carter" in files["MANIFEST"].splitlines()
