"""Where requests go and what identifies them: URL, credential and version, by the words of a case."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qsl, quote, urlencode

from contralto_conformance.cases.model import INVALID_VERSION, WRONG_KEY
from contralto_conformance.drivers.redact import Redactor
from contralto_conformance.drivers.upstream import Behind
from contralto_conformance.trace import Exchange
from contralto_spec import PlanLimits

USER_AGENT = "contralto-conformance/0.1"
VERSION_HEADER = "cartesia-version"
VERSION_QUERY = "cartesia_version"
MAX_EXCHANGE_BYTES = 8 * 1024 * 1024
"""What one exchange may record; an answer or socket that brings more is not read to its end."""

MAX_RUN_BYTES = 128 * 1024 * 1024
"""What a run may record with that generosity; after that `SCANT_EXCHANGE_BYTES` have to do."""

SCANT_EXCHANGE_BYTES = 64 * 1024

_FRAME_COST = 700
"""Bytes of memory that a frame takes besides its payload, so that floods of tiny frames count too.

Measured on short text messages: the frame and its objects, and what the judging of them makes of each.
"""

WITHOUT_KEY = {
    "admin": "no key for administration is known; set CONTRALTO_ADMIN_API_KEY",
    "no-credits": "no key of an account without credits is known; set CONTRALTO_SPENT_API_KEY",
}
"""By mode of `auth`: why a step cannot be played whose key nobody gave."""

WITHOUT_PLAN = "the plan of the account is not known; give it by `--plan`"

_PATH_SAFE = "/:@!$&'()*+,;=-._~%"


class Memory:
    """What a run has recorded so far, so that a target that floods every answer cannot exhaust the suite's memory."""

    def __init__(self) -> None:
        self._recorded = 0

    @property
    def allowance(self) -> int:
        """Bytes that the exchange at hand may record."""
        return MAX_EXCHANGE_BYTES if self._recorded < MAX_RUN_BYTES else SCANT_EXCHANGE_BYTES

    def take(self, payload_bytes: int) -> int:
        """Counts one frame; returns what it costs."""
        cost = payload_bytes + _FRAME_COST
        self._recorded += cost
        return cost


@dataclass(frozen=True)
class Endpoint:
    """One target under one API version, as the drivers see it.

    base_url, socket_url: without trailing slash. auth: what `default` means (`bearer` or `x-api-key`).
    version: API version under test. swapped_version: a version of the other error format, for `both-swapped`.
    patience_s: the longest silence one step waits for. model, voice: the target's values for `$model` and
    `$voice`. agents: ids for `$agent` and `$managed_agent`, of those that the account has. keys: further keys by the
    mode of `auth` that sends them. plan: what the account may do at once. idle_s: after which time idle sockets are
    closed, by the path of the channel. without: why the target has none of the others. tokens: of other teams of a
    proxy, by the modes of `auth` that send them. token_prefix: of the subprotocol that carries a token. behind: the
    service behind the proxy, if the suite plays it. proxy_facts: values of traces on both sides of a proxy. proxy_log:
    where the proxy writes its log. run: what things are called that the run makes. heard: is told of every HTTP
    exchange, with its secrets.
    """

    base_url: str
    socket_url: str
    api_key: str = field(repr=False)
    version: str
    swapped_version: str
    redactor: Redactor = field(repr=False)
    memory: Memory = field(default_factory=Memory, repr=False)
    auth: str = "bearer"
    patience_s: float = 10.0
    model: str = "sonic-3"
    voice: str = ""
    agents: Mapping[str, str] = field(default_factory=dict)
    keys: Mapping[str, str] = field(default_factory=dict, repr=False)
    plan: PlanLimits | None = None
    idle_s: Mapping[str, float] = field(default_factory=dict)
    without: Mapping[str, str] = field(default_factory=dict)
    tokens: Mapping[str, str] = field(default_factory=dict, repr=False)
    token_prefix: str = ""
    behind: Behind | None = field(default=None, repr=False)
    proxy_facts: Mapping[str, str] = field(default_factory=dict)
    proxy_log: Path | None = None
    run: str = "contralto_check"
    heard: Callable[[Exchange], None] | None = field(default=None, repr=False)

    def idle_limit_s(self, path: str) -> float | None:
        """After how many idle seconds a socket at this path is closed; None if nobody says it."""
        return next((limit_s for channel, limit_s in self.idle_s.items() if _is_at(channel, path)), None)

    @property
    def step_limit_s(self) -> float:
        """The longest one step may take, however busy the server is."""
        return 3 * self.patience_s


@dataclass(frozen=True)
class Address:
    """A request's URL, decoded query and identifying headers, ready to be sent; still with secrets."""

    url: str
    path: str
    query: tuple[tuple[str, str], ...]
    headers: tuple[tuple[str, str], ...]


def _is_at(channel: str, path: str) -> bool:
    """Whether a path belongs to a channel, whose parameters stand in braces."""
    asked, known = path.split("/"), channel.split("/")
    return len(asked) == len(known) and all(a == k or k.startswith("{") for a, k in zip(asked, known, strict=True))


def plan_values(plan: PlanLimits | None) -> dict[str, int]:
    """The variables that follow from a plan, see `cases.variables.PLAN`."""
    if plan is None:
        return {}
    return {
        "plan_contexts": plan.contexts,
        "plan_tts_sockets": plan.tts_sockets,
        "plan_stt": plan.stt,
        "plan_calls": plan.calls,
    }


class Unplayable(Exception):
    """A step cannot be played; the message says why, for `Trace.stopped`."""


def address(
    endpoint: Endpoint,
    path: str,
    query: tuple[tuple[str, str], ...],
    headers: Mapping[str, str | None],
    *,
    auth: str,
    version: str,
    token: str | None,
    socket: bool,
    raw_query: str = "",
) -> Address:
    """Fills in credential and version as the case says; `raw_query` stands before the rest of the query as it is.

    Raises Unplayable if a token is needed but missing.
    """
    auth_headers, auth_query = _credential(endpoint, auth, token)
    version_headers, version_query = _version(endpoint, version)
    all_query = (*query, *auth_query, *version_query)
    merged = {**auth_headers, **version_headers}
    for name, value in headers.items():
        merged.pop(name.lower(), None)
        if value is not None:
            merged[name.lower()] = value
    base = endpoint.socket_url if socket else endpoint.base_url
    url = base + quote(path, safe=_PATH_SAFE)
    written = "&".join(part for part in (raw_query, urlencode(all_query)) if part)
    if written:
        url += "?" + written
    raw = tuple(parse_qsl(raw_query, keep_blank_values=True))
    return Address(url=url, path=path, query=(*raw, *all_query), headers=tuple(merged.items()))


def _credential(endpoint: Endpoint, auth: str, token: str | None) -> tuple[dict[str, str], tuple[tuple[str, str], ...]]:
    mode = endpoint.auth if auth == "default" else auth
    if mode in {"access-token", "query-access-token"} and token is None:
        raise Unplayable(f"`auth: {mode}` needs a value saved as `token`")
    match mode:
        case "bearer" | "x-api-key":
            return _header(mode, endpoint.api_key), ()
        case "admin" | "no-credits":
            if not endpoint.keys.get(mode):
                raise Unplayable(WITHOUT_KEY[mode])
            return _header(endpoint.auth, endpoint.keys[mode]), ()
        case "wrong":
            return {"authorization": f"Bearer {WRONG_KEY}"}, ()
        case "access-token":
            return {"authorization": f"Bearer {token}"}, ()
        case "query-api-key":
            return {}, (("api_key", endpoint.api_key),)
        case "query-access-token":
            return {}, (("access_token", token or ""),)
        case "forbidden" | "limited" | "keyless":
            if mode not in endpoint.tokens:
                variable = f"CONTRALTO_{mode.upper()}_TOKEN"
                raise Unplayable(f"no token of such a team is known; set {variable}")
            return {"authorization": f"Bearer {endpoint.tokens[mode]}"}, ()
        case _:
            return {}, ()


def _header(place: str, key: str) -> dict[str, str]:
    return {"x-api-key": key} if place == "x-api-key" else {"authorization": f"Bearer {key}"}


def _version(endpoint: Endpoint, mode: str) -> tuple[dict[str, str], tuple[tuple[str, str], ...]]:
    tested = endpoint.version
    match mode:
        case "header":
            return {VERSION_HEADER: tested}, ()
        case "query":
            return {}, ((VERSION_QUERY, tested),)
        case "both":
            return {VERSION_HEADER: tested}, ((VERSION_QUERY, tested),)
        case "both-swapped":
            return {VERSION_HEADER: endpoint.swapped_version}, ((VERSION_QUERY, tested),)
        case "none":
            return {}, ()
        case "invalid":
            return {VERSION_HEADER: INVALID_VERSION}, ()
        case date:
            return {VERSION_HEADER: date}, ()
