"""The HTTP client used when the caller passes none: connections, places in pools, certificates, proxies, imports."""

from __future__ import annotations

import ssl
import subprocess
import sys
import threading
from typing import Any

import pytest
import trustme

N_TOGETHER = 25
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n"


def voices(face: Any) -> Any:
    return face.Request("voices", "GET", "/voices")


async def test_calls_one_after_the_other_share_a_connection(face: Any, raw_server: Any) -> None:
    connections = set()

    def script(connection: Any, request: bytes) -> bool:
        connections.add(connection)
        connection.sendall(HEAD + b"{}")
        return True

    with raw_server(script) as url:
        async with face.session(url) as client:
            for _ in range(3):
                assert await client.transport.call(voices(face), lambda response: response.json()) == {}
    assert len(connections) == 1


async def test_there_are_as_many_connections_as_requests_in_flight(face: Any, raw_server: Any) -> None:
    connections = set()
    everybody = threading.Barrier(N_TOGETHER)  # so that all requests are in flight at the same time

    def script(connection: Any, request: bytes) -> bool:
        connections.add(connection)
        everybody.wait(20)
        connection.sendall(HEAD + b"{}")
        return True

    with raw_server(script) as url:
        async with face.session(url) as client:

            def call() -> Any:
                return client.transport.call(voices(face), lambda response: response.json())

            for _ in range(2):
                assert await face.together(*[call] * N_TOGETHER) == [{}] * N_TOGETHER
    assert len(connections) == N_TOGETHER


async def test_a_request_leaves_its_place_however_it_ends(face: Any, raw_server: Any) -> None:
    def script(connection: Any, request: bytes) -> bool:
        if b"/voices" in request:
            connection.sendall(HEAD + b"{}")
        return b"/voices" in request

    with raw_server(script) as url:
        async with face.session(url, max_retries=0) as client:
            pools = client.transport._http._pools
            body = await client.transport.open(voices(face))
            assert [pool.n_requests for pool in pools._pools] == [1]
            await body.close()
            assert [pool.n_requests for pool in pools._pools] == [0]
            with pytest.raises(face.ConnectionFailed):
                await client.transport.call(face.Request("gone", "GET", "/gone"), lambda response: response)
            await client.transport.call(voices(face), lambda response: response)
            assert [pool.n_requests for pool in pools._pools] == [0]


async def test_certificates_of_the_environment_count(
    face: Any, raw_server: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    authority = trustme.CA()
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("localhost").configure_cert(context)

    def script(connection: Any, request: bytes) -> bool:
        with context.wrap_socket(connection, server_side=True) as secured:
            secured.recv(65536)
            secured.sendall(HEAD + b"{}")
        return False

    async def call(url: str) -> Any:
        async with face.session(url, max_retries=0) as client:
            return await client.transport.call(voices(face), lambda response: response.json())

    with raw_server(script, reads=False) as url:
        url = url.replace("http://127.0.0.1", "https://localhost")
        with pytest.raises(face.ConnectionFailed, match=r"(?i)certificate"):
            await call(url)
        authority.cert_pem.write_to_path(str(tmp_path / "authority.pem"))
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))
        assert await call(url) == {}


async def test_a_proxy_of_the_environment_is_used(face: Any, raw_server: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def script(connection: Any, request: bytes) -> bool:
        asked.append(request.split(b"\r\n")[0])
        connection.sendall(HEAD + b"{}")
        return True

    with raw_server(script) as url:
        monkeypatch.setenv("http_proxy", url)
        async with face.session("http://service.test") as client:
            assert await client.transport.call(voices(face), lambda response: response.json()) == {}
    assert asked == [b"GET http://service.test/voices HTTP/1.1"]


@pytest.mark.parametrize(
    ("code", "absent"),
    [
        ("from contralto_client import AsyncClient, Client, CallOptions", {"httpx", "websockets", "attrs", "ssl"}),
        ("from contralto_client import Client; Client(api_key='k').voices", {"httpx._main", "rich", "attrs"}),
        ("from contralto_client import AsyncClient; AsyncClient(api_key='k').tts.sse", {"httpx._main", "rich"}),
    ],
)
def test_nothing_is_imported_before_it_is_needed(code: str, absent: set[str]) -> None:
    show = "import sys; print(*sys.modules, sep='\\n')"
    done = subprocess.run([sys.executable, "-c", f"{code}\n{show}"], capture_output=True, text=True, check=True)
    assert not absent & set(done.stdout.split())


def test_the_command_line_of_the_http_library_still_works() -> None:
    code = (
        "import sys; sys.argv = ['httpx', '--help']; import contralto_client._quick_httpx, httpx; "
        "assert 'httpx._main' not in sys.modules; httpx.main()"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "Usage" in done.stdout
