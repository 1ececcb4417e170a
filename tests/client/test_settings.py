"""What can be set per client and per call: addresses, parameters, retries, answers, limits, warnings."""

from __future__ import annotations

import json
import logging
import socket
import ssl
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import pytest
import trustme

from contralto_generator.runtime import _deprecation
from contralto_generator.runtime._options import CallOptions, resolve_config
from contralto_generator.runtime._retry import Outcome, RetryPolicy

SETTINGS: dict[str, Any] = {
    "api_version": "2026-08-14",
    "user_agent": "test",
    "default_base_url": "https://api.cartesia.ai",
    "environ": {},
}


def config(**arguments: Any) -> Any:
    return resolve_config(**{**SETTINGS, **arguments})


def echo(request: httpx.Request) -> httpx.Response:
    return httpx.Response(200, json={"url": str(request.url), "body": request.content.decode()})


# -- environment


def test_the_environment_stands_in_for_arguments_under_the_prefix_of_the_dialect() -> None:
    environ = {
        "KEYPOOL_ACCESS_TOKEN": "team-token",
        "KEYPOOL_ADMIN_API_KEY": "admin-key",
        "KEYPOOL_BASE_URL": "https://pool.test/v1/cartesia/",
        "KEYPOOL_WEBSOCKET_URL": "wss://sockets.test",
        "KEYPOOL_CUSTOM_HEADERS": "X-Team: one\n\nX-Trace: a: b",
        "CARTESIA_API_KEY": "not this one",
    }
    found = config(environ=environ, env_prefix="KEYPOOL", default_base_url=None)
    assert found.credential.secret == "team-token"
    assert found.admin_credential.secret == "admin-key"
    assert (found.base_url, found.websocket_url) == ("https://pool.test/v1/cartesia", "wss://sockets.test")
    assert found.headers == {"x-team": "one", "x-trace": "a: b"}


def test_arguments_win_over_the_environment_one_by_one() -> None:
    environ = {
        "CARTESIA_API_KEY": "env-key",
        "CARTESIA_ACCESS_TOKEN": "env-token",
        "CARTESIA_ADMIN_API_KEY": "env-admin",
        "CARTESIA_CUSTOM_HEADERS": "X-One: env\nX-Two: env",
    }
    assert config(environ=environ).credential.secret == "env-key"
    assert config(environ=environ, access_token="token").credential.secret == "token"
    assert config(environ=environ, has_token_provider=True).credential is None
    assert config(environ=environ, admin_api_key="admin").admin_credential.secret == "admin"
    assert config(environ=environ, headers={"x-one": "arg"}).headers == {"x-one": "arg", "x-two": "env"}


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        ({"environ": {"CARTESIA_CUSTOM_HEADERS": "hunter2"}}, "CARTESIA_CUSTOM_HEADERS must have one `Name: value`"),
        ({"environ": {"CARTESIA_LOG": "loud"}}, "CARTESIA_LOG must be one of debug, info, warning, error"),
        ({"environ": {"CARTESIA_WEBSOCKET_URL": "h"}}, "`websocket_url` must look like"),
        ({"access_token": "hunter2", "has_token_provider": True}, "pass one of `api_key`, `access_token`"),
        ({"api_key_header": "x key:"}, "`api_key_header` must be the name of a header"),
        ({"proxy": "hunter2:8080"}, "`proxy` must look like `http://host:port`"),
        ({"proxy": "ftp://user:hunter2@h"}, "`proxy` must look like"),
    ],
)
def test_a_wrong_setting_names_itself_and_shows_no_secret(arguments: dict[str, Any], text: str) -> None:
    with pytest.raises(ValueError, match=text) as caught:
        config(**arguments)
    assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize(
    ("arguments", "name"),
    [
        ({"base_url": "http://api.cartesia.ai"}, "base_url"),
        ({"base_url": "http://API.cartesia.ai:80/v1"}, "base_url"),
        ({"websocket_url": "ws://api.cartesia.ai"}, "websocket_url"),
        ({"files_base_url": "http://api.cartesia.ai"}, "files_base_url"),
    ],
)
def test_the_key_goes_to_the_api_itself_over_tls_alone(arguments: dict[str, Any], name: str) -> None:
    with pytest.raises(ValueError, match=f"`{name}` would send the credential in clear to api.cartesia.ai"):
        config(api_key="sk_x", **arguments)
    with pytest.raises(ValueError, match="in clear"):
        config(api_key="sk_x").merged(CallOptions(base_url="http://api.cartesia.ai"))
    assert config(api_key="sk_x", base_url="http://127.0.0.1:8080").base_url == "http://127.0.0.1:8080"


def test_the_environment_can_ask_for_the_log(monkeypatch: pytest.MonkeyPatch) -> None:
    logger = logging.getLogger("contralto_client")
    monkeypatch.setattr(logger, "handlers", [])
    monkeypatch.setattr(logger, "level", logging.NOTSET)
    for _ in range(2):
        config(environ={"CARTESIA_LOG": "DEBUG"})
    assert (logger.level, len(logger.handlers)) == (logging.DEBUG, 1)


# -- one call


async def test_query_and_body_are_added_and_replace_what_has_the_same_name(face: Any) -> None:
    request = face.Request("x", "POST", "/x", (("limit", "1"), ("q", "a")), json={"model_id": "m", "speed": 1})
    async with face.mocked(echo, query={"team": "t", "q": "client"}) as client:
        options = face.CallOptions(query={"limit": [2, 3], "team": True}, body={"speed": 2, "new": None})
        answer = await client.transport.call(request, lambda response: response.json(), options)
        plain = await client.transport.call(request, lambda response: response.json())
    assert answer["url"] == "http://service.test/base/x?q=client&limit=2&limit=3&team=true"
    assert json.loads(answer["body"]) == {"model_id": "m", "speed": 2, "new": None}
    assert plain["url"] == "http://service.test/base/x?limit=1&team=t&q=client"
    assert json.loads(plain["body"]) == {"model_id": "m", "speed": 1}


async def test_members_can_be_added_to_a_json_object_only(face: Any) -> None:
    async with face.mocked(echo) as client:
        with pytest.raises(ValueError, match="`body` adds members to a JSON object, and `x` sends none"):
            await client.transport.call(
                face.Request("x", "POST", "/x", json=[1]), lambda response: None, face.CallOptions(body={"a": 1})
            )


async def test_the_query_of_the_client_goes_with_sockets_too(face: Any, socket_server: Any) -> None:
    with socket_server.run(socket_server.echo) as url:
        async with face.session(url, query={"region": "eu"}) as client, face.tts_socket(client):
            pass
    assert socket_server.paths == ["/v1/cartesia/tts/websocket?region=eu"]


async def test_one_call_may_go_elsewhere(face: Any, socket_server: Any) -> None:
    request = face.Request("x", "GET", "/x")
    async with face.mocked(echo) as client:
        options = face.CallOptions(base_url="http://other.test/p/")
        answer = await client.transport.call(request, lambda response: response.json(), options)
        with pytest.raises(ValueError, match="`base_url` must look like"):
            await client.transport.call(request, lambda response: None, face.CallOptions(base_url="other.test"))
    assert answer["url"] == "http://other.test/p/x"
    with socket_server.run(socket_server.echo) as url:
        async with face.session("http://127.0.0.1:1") as client:
            other = client.with_options(face.CallOptions(base_url=url))
            async with face.tts_socket(other):
                pass
    assert socket_server.paths == ["/v1/cartesia/tts/websocket"]


def test_options_say_nothing_that_they_were_not_told() -> None:
    settings = config(api_key="k", base_url="http://h", query={"a": "b"}, headers={"x": "y"})
    assert settings.merged(None) is settings
    assert settings.merged(CallOptions()) == settings


# -- retries


def test_the_policy_is_set_as_a_whole_or_by_number() -> None:
    policy = RetryPolicy(max_retries=5, statuses={418}, max_asked_delay_s=1.0)
    settings = config(retry=policy)
    assert settings.retry == policy
    assert config(retry=policy, max_retries=1).retry.max_retries == 1
    assert settings.merged(CallOptions(max_retries=0)).retry == RetryPolicy(0, statuses={418}, max_asked_delay_s=1.0)
    assert settings.merged(CallOptions(retry=RetryPolicy())).retry == RetryPolicy()
    assert config().retry.max_retries == 2


def test_the_statuses_worth_another_attempt_can_be_set() -> None:
    policy = RetryPolicy(statuses=frozenset({418}))

    def retried(outcome: Outcome) -> bool:
        return policy.delay_s(0, outcome, paid=False, random=lambda: 0.0) is not None

    assert [retried(Outcome(status)) for status in (418, 429, 503, None)] == [True, False, False, True]
    assert retried(Outcome(503, should_retry=True))


@pytest.mark.parametrize("code", ["quota_exceeded", "plan_upgrade_required"])
def test_a_used_up_quota_is_not_retried_unless_the_service_says_so(code: str) -> None:
    def delay_s(outcome: Outcome) -> float | None:
        return RetryPolicy().delay_s(0, outcome, paid=False, random=lambda: 0.0)

    assert delay_s(Outcome(429, error_code=code)) is None
    assert delay_s(Outcome(429, error_code="concurrency_limited")) == 0.5
    assert delay_s(Outcome(429, error_code=code, should_retry=True)) == 0.5


@pytest.mark.parametrize("wrong", [{"max_retries": -1}, {"first_delay_s": -0.1}, {"jitter": 1.5}, {"jitter": -1}])
def test_a_policy_that_makes_no_sense_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=f"`{next(iter(wrong))}` must be"):
        RetryPolicy(**wrong)


async def test_a_pause_longer_than_allowed_is_handed_to_the_caller(face: Any, caplog: pytest.LogCaptureFixture) -> None:
    def handler(request: httpx.Request) -> httpx.Response:
        return httpx.Response(429, headers={"retry-after": "90"})

    with caplog.at_level(logging.INFO, logger="contralto_client"):
        async with face.mocked(handler, retry=face.RetryPolicy(max_asked_delay_s=5)) as client:
            with pytest.raises(face.RateLimitError) as caught:
                await client.transport.call(face.Request("x", "GET", "/x"), lambda response: None)
    assert caught.value.retry_after_s == 90.0
    assert "asks for a pause of 90 s, which is left to the caller" in caplog.text


# -- answers


async def test_a_call_gives_its_answer_beside_its_result(face: Any) -> None:
    answers = [httpx.Response(500), httpx.Response(200, json={"id": "v"}, headers={"X-Request-Id": "r-7"})]

    def handler(request: httpx.Request) -> httpx.Response:
        return answers.pop(0)

    class Voices:
        def __init__(self, transport: Any) -> None:
            self._transport = transport

        async def get(self, id: str, *, options: Any = None) -> str:
            request = face.Request("voices_get", "GET", f"/voices/{id}")
            found: str = await self._transport.call(request, lambda response: response.json()["id"], options)
            return found

    seen: list[Any] = []
    async with face.mocked(handler) as client:
        options = face.CallOptions(on_response=seen.append)
        answer = await client.with_response(Voices(client.transport).get, "v", options=options)
    assert (answer.value, answer.status_code, answer.request_id) == ("v", 200, "r-7")
    assert json.loads(answer.content) == {"id": "v"}
    assert answer.headers["x-request-id"] == "r-7"
    assert answer.response.n_retries == 1
    assert answer.response.elapsed_s >= 0
    assert seen == [answer.response]


async def test_the_first_page_of_a_list_gives_its_answer_too(face: Any) -> None:
    def handler(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, json={"data": [{"id": "a"}], "has_more": False}, headers={"x-request-id": "r-1"})

    async with face.mocked(handler) as client:
        seen: list[Any] = []
        request = face.Request("voices_list", "GET", "/voices")
        pager = face.AsyncPager(
            client.transport, request, face.Page.from_response, face.CallOptions(on_response=seen.append)
        )
        answer = await client.with_response(pager.first_page)
        assert [item.id async for item in pager] == ["a"]
    assert ([item.id for item in answer.value.data], answer.request_id) == (["a"], "r-1")
    assert [response.request_id for response in seen] == ["r-1"]


async def test_a_stream_tells_its_answer_when_it_opens(face: Any) -> None:
    def handler(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, content=b"abc", headers={"content-type": "audio/wav", "x-request-id": "r-2"})

    seen: list[Any] = []
    async with face.mocked(handler) as client:
        request = face.Request("tts_bytes", "POST", "/x", accept="audio/wav")
        stream = face.AsyncAudioStream(client.transport, request, face.CallOptions(on_response=seen.append))
        assert await stream.read() == b"abc"
    assert [(response.request_id, response.content) for response in seen] == [("r-2", b"")]


async def test_a_stream_whose_answer_is_refused_by_the_caller_is_closed(face: Any) -> None:
    def handler(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, content=b"abc", headers={"content-type": "audio/wav"})

    def refuse(response: Any) -> None:
        raise LookupError("too slow")

    events: list[Any] = []
    paid = face.Request("tts_bytes", "POST", "/x", accept="audio/wav", paid=True)
    async with face.mocked(
        handler, hooks=events.append, max_concurrency=1, timeout=face.Timeout(pool_s=0.01)
    ) as client:
        with pytest.raises(LookupError) as caught:
            await face.AsyncAudioStream(client.transport, paid, face.CallOptions(on_response=refuse)).open()
        assert (type(events[-1]), events[-1].error) == (face.CallEnded, caught.value)
        assert await face.AsyncAudioStream(client.transport, paid).read() == b"abc"


async def test_what_sends_nothing_has_no_answer(face: Any) -> None:
    async def unsent(*, options: Any = None) -> None:
        return None

    async with face.mocked(lambda request: httpx.Response(200)) as client:
        with pytest.raises(TypeError, match="methods that send a request when they are called"):
            await client.with_response(unsent)


# -- at once


async def test_no_more_paid_calls_at_once_than_allowed_and_free_ones_do_not_count(face: Any) -> None:
    def handler(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, content=b"abc", headers={"content-type": "audio/wav"})

    paid = face.Request("tts_bytes", "POST", "/x", accept="audio/wav", paid=True)
    free = face.Request("voices_list", "GET", "/x")
    timeout = face.Timeout(pool_s=0.01)
    async with face.mocked(handler, max_concurrency=1, timeout=timeout) as client:
        first = face.AsyncAudioStream(client.transport, paid)
        await first.open()
        await client.transport.call(free, lambda response: None)
        with pytest.raises(face.DeadlineExceeded, match="1 paid calls are under way") as caught:
            await face.AsyncAudioStream(client.with_options(face.CallOptions()).transport, paid).open()
        assert caught.value.limit == "pool"
        await first.close()
        for _ in range(3):  # each gives its place back, read to the end or not
            async with face.AsyncAudioStream(client.transport, paid):
                pass
            await client.transport.call(paid, lambda response: None)


async def test_a_paid_call_that_fails_gives_its_place_back(face: Any) -> None:
    answers: list[httpx.Response | Exception] = [httpx.ConnectError("no")]
    answers += [httpx.Response(status) for status in (400, 429, 200)]

    def handler(request: httpx.Request) -> httpx.Response:
        answer = answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    paid = face.Request("x", "POST", "/x", paid=True)
    async with face.mocked(handler, max_concurrency=1, timeout=face.Timeout(pool_s=0.01)) as client:
        with pytest.raises(face.BadRequestError):
            await client.transport.call(paid, lambda response: None)
        await client.transport.call(paid, lambda response: None)
    assert not answers


async def test_those_that_wait_go_on_when_a_place_is_free(face: Any) -> None:
    running: list[int] = []
    most: list[int] = []

    def handler(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, content=b"abc", headers={"content-type": "audio/wav"})

    paid = face.Request("tts_bytes", "POST", "/x", accept="audio/wav", paid=True)
    async with face.mocked(handler, max_concurrency=2) as client:

        async def one() -> None:
            async with face.AsyncAudioStream(client.transport, paid):
                running.append(1)
                most.append(len(running))
                await face.pause(0.005)
                running.pop()

        await face.together(*[one] * 6)
    assert len(most) == 6
    assert max(most) <= 2


def test_the_limit_must_be_a_number_above_zero(faces: Any) -> None:
    with pytest.raises(ValueError, match="`max_concurrency` must be 1 or more"):
        faces["sync"].session("http://service.test", max_concurrency=0)


# -- warnings


@pytest.fixture
def nothing_said(runtime_package: Any) -> Any:
    module = runtime_package("_deprecation")
    module._said.clear()
    return module


async def test_a_deprecated_operation_warns_once_and_blames_the_caller(face: Any, nothing_said: Any) -> None:
    request = face.Request("mixVoices", "POST", "/voices/mix", deprecated="since 2024-11-13. There is none.")
    async with face.mocked(echo) as client:
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            for _ in range(2):
                await client.transport.call(request, lambda response: None)
    assert [str(item.message) for item in caught] == [
        "the operation `mixVoices` is deprecated since 2024-11-13. There is none."
    ]
    assert issubclass(caught[0].category, nothing_said.ServiceDeprecationWarning)
    assert caught[0].filename == __file__


async def test_a_model_that_was_switched_off_warns_wherever_it_is_named(
    face: Any, nothing_said: Any, socket_server: Any
) -> None:
    request = face.Request("x", "POST", "/x", json={"model_id": "sonic-old"})
    with pytest.warns(nothing_said.ServiceDeprecationWarning, match="`sonic-old` was switched off on 2026-06-01"):
        async with face.mocked(echo) as client:
            await client.transport.call(request, lambda response: None)
    nothing_said._said.clear()
    async with face.mocked(echo) as client:
        with pytest.warns(nothing_said.ServiceDeprecationWarning):
            face.tts_socket(client).open_context({"model_id": "sonic-old"})


async def test_what_the_service_says_of_an_end_is_logged_once(
    face: Any, nothing_said: Any, caplog: pytest.LogCaptureFixture
) -> None:
    def handler(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, json={}, headers={"Deprecation": "@1767225600", "Sunset": "Fri, 01 Jan 2027"})

    with caplog.at_level(logging.WARNING, logger="contralto_client"):
        async with face.mocked(handler) as client:
            for _ in range(2):
                await client.transport.call(face.Request("voices_list", "GET", "/x"), lambda response: None)
    assert [record.getMessage() for record in caplog.records] == [
        "the service says of `voices_list`: deprecation: @1767225600, sunset: Fri, 01 Jan 2027"
    ]


def test_a_warning_is_of_a_kind_of_its_own() -> None:
    assert issubclass(_deprecation.ServiceDeprecationWarning, DeprecationWarning)


# -- on the way


async def test_a_proxy_is_used_for_http_and_for_sockets(face: Any, raw_server: Any) -> None:
    requests: list[bytes] = []

    def proxy(connection: Any, request: bytes) -> None:
        requests.append(request)
        body = b"{}" if request.startswith(b"GET") else b"no tunnel"
        status = b"200 OK" if request.startswith(b"GET") else b"502 Bad Gateway"
        connection.sendall(b"HTTP/1.1 %s\r\ncontent-length: %d\r\n\r\n%s" % (status, len(body), body))

    with raw_server(proxy) as url:
        through = url.replace("http://", "http://user:hunter2@")
        async with face.session("http://service.test", proxy=through, max_retries=0) as client:
            await client.transport.call(face.Request("x", "GET", "/x"), lambda response: None)
            with pytest.raises(face.ConnectionFailed) as caught:
                await face.tts_socket(client).open()
    assert requests[0].startswith(b"GET http://service.test/x HTTP/1.1\r\n")
    assert requests[1].startswith(b"CONNECT service.test:80 HTTP/1.1\r\n")
    assert all(b"proxy-authorization: basic " in request.lower() for request in requests)
    assert "hunter2" not in str(caught.value)


async def test_a_certificate_is_checked_by_the_context_that_was_given(face: Any) -> None:
    authority = trustme.CA()
    trusting = ssl.create_default_context()
    authority.configure_trust(trusting)
    with tls_server(authority) as url:
        async with face.session(url, ssl_context=trusting, max_retries=0) as client:
            assert await client.transport.call(face.Request("x", "GET", "/x"), lambda response: response.json()) == {}
            with pytest.raises(face.ServerError):  # past TLS: the server answers the upgrade with 503
                await face.tts_socket(client).open()
        async with face.session(url, max_retries=0) as client:
            with pytest.raises(face.ConnectionFailed, match=r"certificate|CERTIFICATE"):
                await client.transport.call(face.Request("x", "GET", "/x"), lambda response: None)
            with pytest.raises(face.ConnectionFailed, match=r"certificate|CERTIFICATE"):
                await face.tts_socket(client).open()


@contextmanager
def tls_server(authority: trustme.CA) -> Iterator[str]:
    """Answers `{}` over TLS, and 503 to an upgrade; one connection after the other."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                plain, _ = listener.accept()
            except OSError:
                return
            try:
                plain.settimeout(10)
                with context.wrap_socket(plain, server_side=True) as connection:
                    request = connection.recv(65536)
                    status = b"503 X" if b"pgrade: websocket" in request else b"200 OK"
                    connection.sendall(b"HTTP/1.1 %s\r\nconnection: close\r\ncontent-length: 2\r\n\r\n{}" % status)
            except OSError:
                pass  # the client does not trust us

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield f"https://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(5)


async def test_a_credential_that_no_subprotocol_can_carry_is_refused_unseen(face: Any) -> None:
    async with face.session("http://127.0.0.1:1", api_key="hunter2/key=", token_in_subprotocol=True) as client:
        with pytest.raises(ValueError, match="a character that a subprotocol cannot carry") as caught:
            await face.tts_socket(client).open()
    assert "hunter2" not in str(caught.value)
