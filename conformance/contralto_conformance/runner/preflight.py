"""The first calls of a run: is somebody there, is it this API, is the key accepted, and which voice can be
used.

A target that fails here is not judged at all (`CannotJudge`, exit 2); what is merely wrong is left to the
cases. The test
is therefore wide: one answer that looks like this API is enough.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from typing import Any

from contralto_conformance.drivers import http as http_driver
from contralto_conformance.drivers.endpoint import Endpoint, address
from contralto_conformance.drivers.player import Network
from contralto_conformance.drivers.redact import Redactor
from contralto_conformance.runner.events import CannotJudge
from contralto_conformance.runner.model import Identity, Target
from contralto_conformance.trace import Exchange

FALLBACK_VOICE = "f786b574-daa5-4673-aa0c-cbe3e8534c02"
"""A public voice of the live service, for targets that list none."""

_AGENTS = {
    "agent": ("Line agent", "--agent", "/agents", "summaries"),
    "managed_agent": ("managed agent", "--managed-agent", "/v1/agents", "data"),
}
"""By variable: what it stands for, its option, and the list it is found in, with the member that holds the list."""

_REFUSED = (401, 403)
_REDIRECT = range(300, 400)


@dataclass(frozen=True)
class Reached:
    """A target that can be judged. auth: how its key was accepted. voice: the id to use.

    agents: ids of agents by the variables of cases. without: why there is none for a variable.
    """

    identity: Identity
    auth: str
    voice: str
    agents: Mapping[str, str] = field(default_factory=dict)
    without: Mapping[str, str] = field(default_factory=dict)


class Unjudgeable(Exception):
    """The run cannot begin; `event` says why."""

    def __init__(self, event: CannotJudge) -> None:
        super().__init__(event.message)
        self.event = event


async def preflight(target: Target, endpoint: Endpoint, network: Network, *, agents: Set[str] = frozenset()) -> Reached:
    """Two to six cheap calls. Raises Unjudgeable. agents: variables for agents that cases use.

    Of a proxy whose service is played by the suite only this is asked: does it call that service?
    """
    behind = endpoint.behind
    if behind is not None:
        await behind.begin()
    voices = await _get(endpoint, network, "/voices", "bearer")
    is_reached = behind is not None and bool(await behind.arrived(time.monotonic()))
    status = await _get(endpoint, network, "/", "none")
    if voices.status is None and status.status is None:
        raise Unjudgeable(_no_answer(target, voices))
    for answer in (voices, status):
        if answer.status in _REDIRECT:
            raise Unjudgeable(_redirected(target, answer))
    if behind is not None:
        if not is_reached and voices.status not in _REFUSED:
            raise Unjudgeable(_not_behind(target, voices))
    elif voices.status == status.status == 404:
        raise Unjudgeable(_nothing_here(target))
    elif not _looks_like_this_api(voices) and not _looks_like_this_api(status):
        raise Unjudgeable(_something_else(target, voices))
    auth = "bearer"
    if voices.status in _REFUSED and not is_reached:
        again = await _get(endpoint, network, "/voices", "x-api-key")
        if again.status in _REFUSED:
            raise Unjudgeable(_refused(target, voices, again))
        voices, auth = again, "x-api-key"
    identity = Identity(
        url=target.base_url,
        name=target.name,
        auth=auth,
        reported=_reported(status, endpoint.redactor),
        server=voices.header("server") or "",
    )
    voice = target.voice or _first_id(voices, "data") or FALLBACK_VOICE
    given = {"agent": target.agent, "managed_agent": target.managed_agent}
    known = {name: agent for name, agent in given.items() if agent}
    without: dict[str, str] = {}
    for name in sorted(agents - known.keys()):
        what, option, path, member = _AGENTS[name]
        answer = await _get(endpoint, network, path, auth)
        found = _first_id(answer, member)
        if found is not None:
            known[name] = found
        else:
            said = f"`GET {path}` was answered {answer.status} without one"
            without[name] = f"no {what} is known: {said}, and none was given by `{option}`"
    return Reached(identity, auth, voice, known, without)


async def _get(endpoint: Endpoint, network: Network, path: str, auth: str) -> Exchange:
    """The answer without secrets: much of it is quoted in reports, and the target may echo the key anywhere."""
    query = (("limit", "1"),) if path == "/voices" else ()
    to = address(endpoint, path, query, {}, auth=auth, version="header", token=None, socket=False)
    return endpoint.redactor.exchange(await http_driver.exchange(network.http, endpoint, "preflight", "GET", to, None))


def _reported(answer: Exchange, redactor: Redactor) -> dict[str, Any]:
    """Scalars of the answer to `GET /`. Redacted once more, for a key whose escapes hid it in the body."""
    return {
        redactor.text(name): redactor.value(value) if isinstance(value, str) else value
        for name, value in _json_object(answer).items()
        if isinstance(value, str | bool | int)
    }


def _json_object(answer: Exchange) -> dict[str, Any]:
    try:
        value = answer.json()
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}


def _looks_like_this_api(answer: Exchange) -> bool:
    body = _json_object(answer)
    if {"data", "has_more"} & body.keys() or {"ok", "version"} <= body.keys() or "title" in body:
        return True
    if answer.status == 200:
        return answer.path == "/voices" and answer.media_type == "application/json" and answer.body[:1] == b"["
    # Errors of the older format: text of the form `Title: Message`.
    return (answer.status or 0) >= 400 and answer.media_type == "text/plain" and b": " in answer.body[:200]


def _first_id(answer: Exchange, member: str) -> str | None:
    """Id of the first entry of a list: of a bare array, or of the array in this member."""
    try:
        listed = answer.json()
        entries = listed[member] if isinstance(listed, dict) else listed
        found = entries[0]["id"]
    except (ValueError, KeyError, IndexError, TypeError):
        return None
    return found if isinstance(found, str) and found and _can_be_sent(found) else None


def _can_be_sent(text: str) -> bool:
    """False for half a surrogate pair, which JSON can write and UTF-8 cannot."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _no_answer(target: Target, answer: Exchange) -> CannotJudge:
    if answer.detail.startswith("TLS:"):
        plain = target.base_url.startswith("https:") and "WRONG_VERSION_NUMBER" in answer.detail.upper()
        hint = (
            "the server seems to speak plain HTTP; try the URL with `http://`"
            if plain
            else "check the certificate and host name; SSL_CERT_FILE names further authorities to trust"
        )
        detail = answer.detail.removeprefix("TLS: ")
        return CannotJudge("tls", f"no TLS connection to {target.base_url}: {detail}", hint)
    if answer.ending == "deadline":
        return CannotJudge(
            "timeout",
            f"{target.base_url} took the connection but sent no answer: {answer.detail}",
            "the server hangs, or a longer `--patience` is needed",
        )
    return CannotJudge(
        "unreachable",
        f"no answer from {target.base_url}: {answer.detail}",
        "is the server running, and are host, port and scheme right?",
    )


def _redirected(target: Target, answer: Exchange) -> CannotJudge:
    where = answer.header("location") or "an address it does not name"
    return CannotJudge(
        "redirect",
        f"{target.base_url} redirects (status {answer.status}) to {where[:200]}",
        "redirects are not followed; give the final URL",
    )


def _nothing_here(target: Target) -> CannotJudge:
    return CannotJudge(
        "not-this-api",
        f"{target.base_url} has nothing at its base URL: GET / and GET /voices were both answered 404",
        "does the URL lack a base path, such as `/v1/cartesia`?",
    )


def _not_behind(target: Target, answer: Exchange) -> CannotJudge:
    return CannotJudge(
        "not-behind",
        f"{target.base_url} answered GET /voices with {answer.status}, and nothing of it arrived at `--upstream`",
        "tell the proxy to take that address for the service, without TLS",
    )


def _something_else(target: Target, answer: Exchange) -> CannotJudge:
    said = (
        f"answered {answer.status} with {_body_in_words(answer)}" if answer.status else f"not answered: {answer.detail}"
    )
    return CannotJudge(
        "not-this-api",
        f"{target.base_url} is not this API: GET /voices was {said}",
        "does the URL lack a base path, such as `/v1/cartesia`?",
    )


def _body_in_words(answer: Exchange) -> str:
    """What kind of body it is, and what is wrong with it as far as that can be told."""
    kind = answer.media_type
    if not answer.body:
        return "nothing in its body" + (f": {answer.detail}" if answer.detail else "")
    if kind == "text/html":
        return "a web page"
    what = f"a body of type `{kind[:100]}`" if kind else "a body of no type"
    if answer.ending != "complete":
        return f"{what} that did not come to its end: {answer.detail}"
    if answer.header("content-encoding") not in {None, "identity"}:
        return f"{what} in an encoding that was not asked for, `{str(answer.header('content-encoding'))[:40]}`"
    if kind == "application/json":
        try:
            answer.json()
        except ValueError as error:
            return f"{what} that is no JSON: {str(error)[:200]}"
    return what


def _refused(target: Target, bearer: Exchange, header: Exchange) -> CannotJudge:
    return CannotJudge(
        "key-refused",
        f"{target.base_url} refused the API key: GET /voices was answered {bearer.status} with it as bearer "
        f"and {header.status} with it as X-API-Key",
        "set CONTRALTO_API_KEY or CARTESIA_API_KEY, or pass `--api-key`",
    )
