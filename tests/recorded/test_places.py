"""Where the API stands in a recording."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from tests.oracle.builders import Socket, http

from contralto_conformance.recorded.places import find_base, is_documented
from contralto_conformance.trace import Exchange


def at(url: str, method: str = "GET", version: str | None = None) -> Exchange:
    path = "/" + url.partition("://")[2].partition("/")[2]
    return replace(http(method, path, version=version), url=url)


def base_of(exchanges: Sequence[Exchange], wanted: str = "") -> str | None:
    found = find_base(exchanges, wanted)
    return found.url if found else None


@pytest.mark.parametrize(
    ("urls", "base"),
    [
        (["https://api.example/voices"], "https://api.example"),
        (["https://gateway.example/v1/cartesia/voices/x"], "https://gateway.example/v1/cartesia"),
        (["https://gateway.example:8443/a/b/tts/bytes"], "https://gateway.example:8443/a/b"),
        # `/v1` stands in the API itself.
        (["https://api.example/v1/agents/x"], "https://api.example"),
        (["https://api.example/"], None),
        (["data:audio/wav;base64,AA"], None),
        ([], None),
    ],
)
def test_the_base_is_what_stands_before_documented_paths(urls: list[str], base: str | None) -> None:
    methods = ["POST" if url.endswith("bytes") else "GET" for url in urls]
    assert base_of([at(url, method) for url, method in zip(urls, methods, strict=True)]) == base


def test_a_request_that_names_a_version_counts_more_than_many_that_look_alike() -> None:
    alike = [at("https://shop.example/files") for _ in range(9)]
    assert base_of([*alike, at("https://api.example/x/voices", version="2026-08-14")]) == "https://api.example/x"


def test_sockets_count_too() -> None:
    socket = replace(Socket().exchange(), url="wss://api.example/v1/c/tts/websocket", path="/v1/c/tts/websocket")
    assert base_of([socket]) == "https://api.example/v1/c"


def test_a_path_that_was_named_decides() -> None:
    exchanges = [at("https://api.example/voices"), at("https://api.example/old/voices")]
    assert base_of(exchanges, "/old/") == "https://api.example/old"
    assert base_of(exchanges, "/new") is None


def test_a_base_that_was_named_needs_no_evidence() -> None:
    exchanges = [at("https://api.example/v1/c/"), at("https://cdn.example/x"), at("https://cdn.example/y")]
    assert base_of(exchanges) is None
    assert base_of(exchanges, "/v1/c") == "https://api.example/v1/c"


def test_a_url_that_was_named_decides_on_the_host_too() -> None:
    exchanges = [at("https://one.example/v/voices")] * 3 + [at("https://two.example/v/voices")]
    assert base_of(exchanges, "https://two.example/v") == "https://two.example/v"


def test_requests_below_a_base_have_its_paths() -> None:
    base = find_base([at("https://api.example/v1/c/voices")])
    assert base is not None
    assert base.path_of(at("https://api.example/v1/c/voices")) == "/voices"
    assert base.path_of(at("https://api.example/v1/c")) == "/"
    assert not base.holds(at("https://api.example/v1/cars"))
    assert not base.holds(at("http://api.example/v1/c/voices"))


@pytest.mark.parametrize(
    ("exchange", "documented"),
    [
        (http("GET", "/voices/some-id"), True),
        (http("GET", "/datasets"), True),
        (http("DELETE", "/voices"), False),
        (http("GET", "/index.html"), False),
        (Socket(path="/agents/stream/agent-1").exchange(), True),
        (Socket(path="/voices").exchange(), False),
    ],
)
def test_any_version_may_document_it(exchange: Exchange, documented: bool) -> None:
    assert is_documented(exchange) == documented
