"""Credentials leave a recording when it is read, and what stands for them is only what the recording shows."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from tests.oracle.builders import NEW, Socket, http, trace

from contralto_conformance.oracle.exchanges import credential
from contralto_conformance.recorded.secrets import Cleaner, clean_trace
from contralto_conformance.trace import REDACTED_KEY, REDACTED_TOKEN, Exchange, Frame

KEY = "sk_car_5fGhK2.vErYsEcReT"
OTHER = "team-credential-0815"
TOKEN = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ0ZWFtIn0.c2lnbmF0dXJl"


def asked(
    *, status: int = 200, query: str = "", answer: object = None, path: str = "/voices", **headers: str
) -> Exchange:
    pairs = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    made = http("POST" if path == "/access-token" else "GET", path, status=status, answer=answer, auth="none")
    parameters = tuple((name, value) for name, value in (part.split("=", 1) for part in query.split("&") if part))
    url = f"https://target{path}" + (f"?{query}" if query else "")
    return replace(made, url=url, query=parameters, request_headers=(("cartesia-version", NEW), *pairs))


def cleaned(*exchanges: Exchange) -> list[Exchange]:
    cleaner = Cleaner.of(exchanges)
    return [cleaner.clean(exchange) for exchange in exchanges]


def kinds(*exchanges: Exchange) -> list[str]:
    return [credential(exchange) for exchange in cleaned(*exchanges)]


def test_a_key_that_was_taken_is_a_key_wherever_it_is_used() -> None:
    assert kinds(asked(authorization=f"Bearer {KEY}"), asked(status=401, x_api_key=KEY)) == ["key-bearer", "key-header"]
    assert kinds(asked(authorization=f"Bearer {OTHER}")) == ["key-bearer"]


def test_of_a_key_that_was_never_taken_nothing_is_known() -> None:
    assert kinds(asked(status=401, authorization=f"Bearer {KEY}")) == ["other"]


def test_tokens_are_known_by_place_by_form_and_by_their_making() -> None:
    made = asked(path="/access-token", answer={"token": OTHER}, authorization=f"Bearer {KEY}")
    found = kinds(made, asked(authorization=f"Bearer {OTHER}"), asked(authorization=f"Bearer {TOKEN}"))
    assert found == ["key-bearer", "token-bearer", "token-bearer"]
    assert kinds(asked(query=f"access_token={OTHER}")) == ["token-query"]


def test_an_admin_key_is_no_key_of_the_usual_kind() -> None:
    assert kinds(asked(authorization="Bearer sk_car_admin_1.very-secret")) == ["other"]


@pytest.mark.parametrize("placeholder", ["[REDACTED]", "***", "<removed>", "Bearer xxxx"])
def test_what_somebody_else_took_out_may_stand_for_several_credentials(placeholder: str) -> None:
    assert kinds(asked(authorization=placeholder)) == ["other"]


def test_credentials_that_the_exporter_left_out_are_not_missed() -> None:
    assert kinds(asked(), asked()) == ["other", "other"]


def test_a_missing_credential_is_one_where_others_carry_theirs() -> None:
    assert kinds(asked(), asked(authorization=f"Bearer {KEY}")) == ["none", "key-bearer"]


def test_no_secret_is_left_anywhere() -> None:
    echo = json.dumps({"key": KEY, "token": TOKEN, "mine": OTHER}).encode()
    exchange = replace(
        asked(
            query=f"api_key={OTHER}&x_signature=s3cr3t-s&keyterm=a%20b",
            authorization=f"Bearer {KEY}",
            cookie="session=s3cr3t-c",
            proxy_authorization="Basic s3cr3t-p",
            sec_websocket_protocol=f"keypool-token.{OTHER}",
        ),
        request_body=echo,
        response_headers=(("set-cookie", "id=s3cr3t-d"), ("x-echo", KEY)),
        frames=(Frame(0.1, "received", "body", echo[:30]), Frame(0.2, "received", "body", echo[30:])),
        detail=f"refused {TOKEN}",
    )
    (clean,) = cleaned(exchange)
    written = json.dumps(clean.to_dict())
    for secret in (KEY, "vErYsEcReT", TOKEN, OTHER, "s3cr3t"):
        assert secret not in written
    assert "keyterm=a%20b" in clean.url
    assert [clean.json()["key"], clean.json()["token"]] == [REDACTED_KEY, REDACTED_TOKEN]


def test_a_short_secret_leaves_url_and_headers() -> None:
    (clean,) = cleaned(asked(query="api_key=abc", x_api_key="abc"))
    assert "abc" not in clean.url + repr(clean.request_headers) + repr(clean.query)


def test_a_secret_in_messages_of_a_socket_is_taken_out() -> None:
    socket = Socket().send_json({"authorization": KEY}).exchange()
    (clean,) = cleaned(socket)
    assert KEY.encode() not in clean.frames[0].payload


def test_a_trace_of_somebody_else_is_scrubbed_too() -> None:
    leaky = replace(http("GET", "/voices"), request_headers=(("authorization", f"Bearer {KEY}"), ("cookie", "s3cr3t")))
    clean = clean_trace(trace(leaky, values={"token": TOKEN}))
    assert KEY not in json.dumps(clean.to_dict())
    assert "s3cr3t" not in json.dumps(clean.to_dict())
    assert TOKEN not in json.dumps(clean.to_dict())


def test_a_trace_of_a_recorder_stays_as_it_is() -> None:
    recorded = trace(http("GET", "/voices"), http("GET", "/voices", auth="wrong"), Socket().served("a").exchange())
    assert clean_trace(recorded) == recorded


def test_the_cleaner_does_not_show_what_it_knows() -> None:
    cleaner = Cleaner.of([asked(path="/access-token", answer={"token": OTHER}, authorization=f"Bearer {KEY}")])
    assert KEY not in repr(cleaner)
    assert OTHER not in repr(cleaner)
