"""Who calls: keys in their headers, tokens made when they are needed, and no trace of either."""

from __future__ import annotations

import logging
from http import HTTPStatus
from types import SimpleNamespace
from typing import Any

import httpx
import pytest

from contralto_generator.runtime._auth import AccessToken, Credential, Secrets, TokenCache


class Clock:
    """Time that stands still unless told otherwise."""

    def __init__(self) -> None:
        self.now_s = 1000.0

    def __call__(self) -> float:
        return self.now_s


class Provider:
    """Gives `token-1`, `token-2` and so on, and counts how often it was asked."""

    def __init__(self, expires_in_s: float | None = None) -> None:
        self.n_asked = 0
        self.expires_in_s = expires_in_s

    def __call__(self) -> Any:
        self.n_asked += 1
        return AccessTokenOf.get(f"token-{self.n_asked}", self.expires_in_s)


class AccessTokenOf:
    """The class of the runtime under test, which is another import of the same source."""

    get: Any = AccessToken


@pytest.fixture(autouse=True)
def own_class(request: pytest.FixtureRequest) -> Any:
    if "face" in request.fixturenames:
        AccessTokenOf.get = request.getfixturevalue("face").AccessToken
    yield
    AccessTokenOf.get = AccessToken


def service(seen: list[str], accepted: set[str]) -> Any:
    """Answers those whose credential is in `accepted`, and refuses others by naming it."""

    def handler(request: httpx.Request) -> httpx.Response:
        credential = request.headers.get("authorization", request.headers.get("x-api-key", "nothing"))
        seen.append(credential)
        if credential.removeprefix("Bearer ") in accepted:
            return httpx.Response(200, json={"ok": True})
        return httpx.Response(401, text=f"Unauthorized: {credential}", headers={"x-echo": credential})

    return handler


# -- headers


async def test_a_key_goes_where_the_client_says_and_a_token_always_as_bearer(face: Any) -> None:
    seen: list[str] = []
    ping = face.Request("ping", "GET", "/x")
    settings: list[dict[str, Any]] = [
        {"api_key": "key-1"},
        {"api_key": "key-1", "api_key_header": "X-API-Key"},
        {"api_key": None, "access_token": "token-1", "api_key_header": "x-api-key"},
    ]
    for setting in settings:
        async with face.mocked(service(seen, {"key-1", "token-1"}), **setting) as client:
            await client.transport.call(ping, lambda response: None)
    assert seen == ["Bearer key-1", "key-1", "Bearer token-1"]


async def test_an_own_header_of_the_caller_replaces_the_credential(face: Any) -> None:
    seen: list[str] = []
    async with face.mocked(service(seen, {"mine"}), api_key="key-1") as client:
        options = face.CallOptions(headers={"X-API-Key": "mine"})
        await client.transport.call(face.Request("ping", "GET", "/x"), lambda response: None, options)
    assert seen == ["mine"]


async def test_one_call_may_have_another_credential_over_the_same_connections(face: Any) -> None:
    seen: list[str] = []
    ping = face.Request("ping", "GET", "/x")
    async with face.mocked(service(seen, {"key-1", "key-2", "token-3"}), api_key="key-1") as client:
        await client.transport.call(ping, lambda response: None, face.CallOptions(api_key="key-2"))
        await client.with_options(face.CallOptions(access_token="token-3")).transport.call(ping, lambda response: None)
        await client.transport.call(ping, lambda response: None)
    assert seen == ["Bearer key-2", "Bearer token-3", "Bearer key-1"]


async def test_the_key_for_administration_goes_with_operations_of_administration_only(face: Any) -> None:
    seen: list[str] = []
    async with face.mocked(service(seen, {"key-1", "admin-1"}), api_key="key-1", admin_api_key="admin-1") as client:
        await client.transport.call(face.Request("ping", "GET", "/x"), lambda response: None)
        await client.transport.call(face.Request("usage", "GET", "/usage", admin=True), lambda response: None)
        await client.transport.call(face.Request("open", "GET", "/", authenticated=False), lambda response: None)
    assert seen == ["Bearer key-1", "Bearer admin-1", "Bearer key-1"]


async def test_the_credential_of_one_call_goes_before_the_key_for_administration(face: Any) -> None:
    seen: list[str] = []
    async with face.mocked(service(seen, {"key-2"}), admin_api_key="admin-1") as client:
        options = face.CallOptions(api_key="key-2")
        await client.transport.call(face.Request("usage", "GET", "/", admin=True), lambda response: None, options)
    assert seen == ["Bearer key-2"]


async def test_a_client_with_the_key_for_administration_alone_says_what_other_operations_need(
    face: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []
    monkeypatch.delenv("CARTESIA_API_KEY", raising=False)
    async with face.mocked(service(seen, {"admin-1"}), api_key=None, admin_api_key="admin-1") as client:
        await client.transport.call(face.Request("usage", "GET", "/usage", admin=True), lambda response: None)
        with pytest.raises(face.MissingCredential, match="`ping` needs a credential: pass `api_key`"):
            await client.transport.call(face.Request("ping", "GET", "/x"), lambda response: None)
    async with face.mocked(service(seen, set()), api_key=None) as client:
        with pytest.raises(face.MissingCredential, match="pass `admin_api_key` to the client, or set CARTESIA_ADMIN_"):
            await client.transport.call(face.Request("usage", "GET", "/usage", admin=True), lambda response: None)
    assert seen == ["Bearer admin-1"]


# -- tokens


async def test_a_token_is_made_when_it_is_needed_and_kept(face: Any) -> None:
    seen: list[str] = []
    provider = Provider()
    ping = face.Request("ping", "GET", "/x")
    async with face.mocked(service(seen, {"token-1"}), api_key=None, token_provider=provider) as client:
        with pytest.raises(face.AuthenticationError):
            await client.transport.call(face.Request("open", "GET", "/", authenticated=False), lambda response: None)
        assert (provider.n_asked, seen.pop()) == (0, "nothing")
        for _ in range(3):
            await client.transport.call(ping, lambda response: None)
    assert (provider.n_asked, seen) == (1, ["Bearer token-1"] * 3)


async def test_a_refused_token_is_replaced_once_whatever_the_retries(face: Any) -> None:
    seen: list[str] = []
    provider = Provider()
    ping = face.Request("ping", "POST", "/x", paid=True)
    async with face.mocked(service(seen, {"token-2"}), api_key=None, token_provider=provider, max_retries=0) as client:
        await client.transport.call(ping, lambda response: None)
        assert seen == ["Bearer token-1", "Bearer token-2"]
    seen.clear()
    async with face.mocked(service(seen, set()), api_key=None, token_provider=provider) as client:
        with pytest.raises(face.AuthenticationError) as caught:
            await client.transport.call(ping, lambda response: None)
        assert seen == ["Bearer token-3", "Bearer token-4"]
    assert "token-" not in repr((caught.value, vars(caught.value)))


async def test_a_key_that_is_refused_is_not_tried_again(face: Any) -> None:
    seen: list[str] = []
    async with face.mocked(service(seen, set()), api_key="key-1") as client:
        with pytest.raises(face.AuthenticationError):
            await client.transport.call(face.Request("ping", "GET", "/x"), lambda response: None)
    assert len(seen) == 1


async def test_calls_at_the_same_time_share_one_token(face: Any) -> None:
    n_asked: list[int] = []

    async def provider() -> str:
        n_asked.append(1)
        await face.pause(0.05)
        return "token-1"

    seen: list[str] = []
    ping = face.Request("ping", "GET", "/x")
    async with face.mocked(service(seen, {"token-1"}), api_key=None, token_provider=provider) as client:

        async def one() -> None:
            await client.transport.call(ping, lambda response: None)

        await face.together(*[one] * 8)
    assert (len(n_asked), seen) == (1, ["Bearer token-1"] * 8)


async def test_what_a_provider_raises_reaches_the_caller_and_the_next_call_asks_again(face: Any) -> None:
    answers: list[str | Exception] = [RuntimeError("no issuer"), "", "token-1"]

    def provider() -> str:
        answer = answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    seen: list[str] = []
    ping = face.Request("ping", "GET", "/x")
    async with face.mocked(service(seen, {"token-1"}), api_key=None, token_provider=provider) as client:
        with pytest.raises(RuntimeError, match="no issuer"):
            await client.transport.call(ping, lambda response: None)
        with pytest.raises(ValueError, match="the token provider gave an empty token"):
            await client.transport.call(ping, lambda response: None)
        await client.transport.call(ping, lambda response: None)
    assert seen == ["Bearer token-1"]


async def test_a_socket_gets_another_token_when_the_first_is_refused(face: Any, socket_server: Any) -> None:
    seen: list[str] = []

    def refuse(connection: Any, request: Any) -> Any:
        seen.append(request.headers["Authorization"])
        return None if seen[-1].endswith("token-2") else connection.respond(HTTPStatus.UNAUTHORIZED, "no")

    with socket_server.run(socket_server.echo, refuse) as url:
        client = face.session(url, api_key=None, token_provider=Provider(), max_retries=0)
        async with client, face.tts_socket(client):
            pass
    assert seen == ["Bearer token-1", "Bearer token-2"]


async def test_the_total_time_of_a_call_bounds_the_making_of_its_token(face: Any, raw_server: Any) -> None:
    with raw_server(lambda connection, request: connection.recv(1)) as url:  # never answers
        async with face.session(url, max_retries=0, timeout=face.Timeout(read_s=2.0)) as issuer:

            async def provider() -> Any:
                request = face.Request("tokens_create", "POST", "/access-token")
                return await issuer.transport.call(request, lambda response: response.text())

            async with face.session(url, api_key=None, token_provider=provider) as client:
                request, options = face.Request("ping", "GET", "/x"), face.CallOptions(timeout=0.1)
                with pytest.raises(face.DeadlineExceeded, match="while getting an access token") as caught:
                    await client.transport.call(request, lambda response: None, options)
    assert (caught.value.limit, caught.value.maybe_executed) == ("total", False)


async def test_a_client_can_issue_tokens_for_another(face: Any) -> None:
    asked: list[Any] = []

    async def create(**arguments: Any) -> Any:
        asked.append(arguments)
        return SimpleNamespace(token="token-1")

    seen: list[str] = []
    tokens = face.AsyncIssuedTokens(create, grants={"tts": True}, expires_in=60)
    async with face.mocked(service(seen, {"token-1"}), api_key=None, token_provider=tokens) as client:
        await client.transport.call(face.Request("ping", "GET", "/x"), lambda response: None)
    assert (asked, seen) == ([{"grants": {"tts": True}, "expires_in": 60}], ["Bearer token-1"])


@pytest.mark.parametrize(("life_s", "margin_s"), [(3600.0, 30.0), (60.0, 15.0), (1.0, 0.25)])
def test_a_token_is_renewed_before_it_expires(life_s: float, margin_s: float) -> None:
    clock = Clock()
    cache = TokenCache(clock)
    token = cache.put(AccessToken("token-1", life_s), clock.now_s)
    clock.now_s = 1000.0 + life_s - margin_s - 0.001
    assert cache.fresh() is token
    clock.now_s = 1000.0 + life_s - margin_s
    assert cache.fresh() is None


def test_a_token_without_an_end_stays_until_it_is_dropped_and_an_older_one_drops_nothing() -> None:
    clock = Clock()
    cache = TokenCache(clock)
    old = cache.put("token-1", clock.now_s)
    new = cache.put("token-2", clock.now_s)
    clock.now_s += 1e9
    cache.drop(old)
    assert cache.fresh() is new
    cache.drop(new)
    assert cache.fresh() is None


@pytest.mark.parametrize("answer", [None, 7, b"token", "", AccessToken("")])
def test_a_provider_must_give_a_token(answer: Any) -> None:
    with pytest.raises(ValueError, match="the token provider gave"):
        TokenCache().put(answer, 0.0)


def test_a_token_lives_for_some_time_and_does_not_show() -> None:
    with pytest.raises(ValueError, match="`expires_in_s` must be above 0"):
        AccessToken("secret", 0)
    assert "secret" not in repr(AccessToken("secret", 5)) + repr(Credential("secret"))


# -- secrecy


def test_every_credential_that_was_sent_is_known_and_replaced() -> None:
    secrets = Secrets()
    secrets.note({"authorization": "Bearer first-key", "x-api-key": "second-key", "other": "third-key"})
    secrets.note({"authorization": "Bearer no"})  # too short to be one
    assert secrets.scrub(b"first-key, second-key, third-key, no") == b"[redacted], [redacted], third-key, no"
    assert secrets.scrubbed({"X": "a second-key"}) == {"x": "a [redacted]"}
    untouched = {"X": "nothing"}
    assert secrets.scrubbed(untouched) is untouched
    assert "first-key" not in repr(secrets)
    for number in range(1000):
        secrets.add(f"key-of-tenant-{number}")
    assert secrets.scrub(b"key-of-tenant-999") == b"[redacted]"


@pytest.mark.parametrize(
    "settings",
    [
        {"admin_api_key": "hunter2-key"},
        {"api_key": "hunter2-key", "api_key_header": "x-api-key"},
        {"access_token": "hunter2-key", "api_key": None},
        {"headers": {"Authorization": "Bearer hunter2-key"}},
        {"token_provider": lambda: "hunter2-key", "api_key": None},
        {"proxy": "http://user:hunter2-key@127.0.0.1:9"},
        {"query": {"api_key": "hunter2-key"}},
    ],
    ids=lambda settings: next(iter(settings)),
)
async def test_no_secret_shows_in_errors_logs_or_repr(
    face: Any, caplog: pytest.LogCaptureFixture, settings: dict[str, Any]
) -> None:
    def handler(request: httpx.Request) -> httpx.Response:
        sent = request.headers.get("authorization", "") + request.headers.get("x-api-key", "")
        return httpx.Response(400, text=f"No: {sent}", headers={"x-request-id": sent or "r"})

    events: list[Any] = []
    with caplog.at_level(logging.DEBUG, logger="contralto_client"):
        async with face.mocked(handler, hooks=events.append, **settings) as client:
            request = face.Request("x", "GET", "/x", admin="admin_api_key" in settings)
            with pytest.raises(face.BadRequestError) as caught:
                await client.transport.call(request, lambda response: None)
            shown = [
                repr(client),
                repr(client.transport.config),
                repr(client.transport.secrets),
                repr(face.CallOptions(**{k: v for k, v in settings.items() if k in ("headers", "query", "api_key")})),
                repr((caught.value, vars(caught.value))),
                repr([(event, str(getattr(event, "error", ""))) for event in events]),
            ]
    own = [record.getMessage() for record in caplog.records if record.name.startswith("contralto")]
    assert len(events) == 3
    assert own
    assert not [text for text in shown + own if "hunter2" in text]
