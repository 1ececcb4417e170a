"""Credentials of recorded traffic: taken out at reading, before anything else sees the exchanges.

What stands for a credential tells the checks what it is, as it does in traces of a run: `REDACTED_KEY` for an API key,
`REDACTED_TOKEN` for an access token. A key is called one only if the recording shows that it was taken at least once:
whether a refused one was ever good cannot be known, so it becomes `UNKNOWN`, of which no check makes anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import quote, unquote_plus

from contralto_conformance.drivers.redact import Redactor
from contralto_conformance.trace import (
    REDACTED_ADMIN_KEY,
    REDACTED_KEY,
    REDACTED_SPENT_KEY,
    REDACTED_TOKEN,
    Exchange,
    Trace,
)

UNKNOWN = "[redacted]"
NOT_KEPT = "[not-recorded]"
"""Stands for the credentials that the exporter of a recording left out."""

_MARKS = (REDACTED_KEY, REDACTED_ADMIN_KEY, REDACTED_SPENT_KEY, REDACTED_TOKEN, UNKNOWN, NOT_KEPT)
_KEY_HEADERS = frozenset({"authorization", "x-api-key"})
_CREDENTIAL_QUERIES = frozenset({"api_key", "access_token"})

# Any header or parameter of such a name is a secret, whatever it is for.
_SECRET_NAME = re.compile(
    r"cookie|secret|signature|password|passwd|(?:^|[-_])(?:auth|authorization|token|api[-_]?key)$", re.IGNORECASE
)

# Keys of the service, and tokens, which are JWTs. The key that cases use because nobody has it is none.
_SHAPES = (
    (re.compile(r"sk_car_(?!wrong)[A-Za-z0-9._~+-]{4,}"), REDACTED_KEY),
    (re.compile(r"\bey[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{4,}\.[A-Za-z0-9_-]{4,}"), REDACTED_TOKEN),
)
_SHAPES_OF_BYTES = tuple((re.compile(shape.pattern.encode()), mark.encode()) for shape, mark in _SHAPES)
_SUBPROTOCOL = re.compile(r"^(keypool-token\.)(.+)$")
_ADMIN = "sk_car_admin_"

# Somebody took the credential out before: one placeholder may stand for several credentials.
_TAKEN_OUT = re.compile(r"redacted|removed|hidden|masked|scrubbed|xxxx|[*<>\[\]{}…•]", re.IGNORECASE)


@dataclass
class Cleaner:
    """Knows the secrets of one recording. Make one with `of`, then pass every exchange through `clean`.

    minted: token by its value, with the place of the exchange that made it.
    has_headers: whether any request carried a credential in a header; if none did, the exporter left them out.
    has_credentials: whether any request carried one at all.
    """

    redactor: Redactor = field(default_factory=Redactor, repr=False)
    minted: dict[str, int] = field(default_factory=dict, repr=False)
    has_headers: bool = False
    has_credentials: bool = False

    @classmethod
    def of(cls, exchanges: Sequence[Exchange]) -> Cleaner:
        """Learns from all exchanges of a recording; their paths have to be those below the base."""
        cleaner = cls()
        kinds: dict[str, str] = {}
        for place, exchange in enumerate(exchanges):
            token = _minted(exchange)
            if token:
                cleaner.minted.setdefault(token, place)
            for name, value in _credentials(exchange):
                cleaner.has_headers |= name in _KEY_HEADERS
                cleaner.has_credentials = True
                if kinds.get(value, UNKNOWN) == UNKNOWN:
                    kinds[value] = _kind(name, value, exchange)
        for token in cleaner.minted:
            kinds[token] = REDACTED_TOKEN
        for value, kind in kinds.items():
            cleaner.redactor.add(value, kind)
        return cleaner

    def token_of(self, exchange: Exchange) -> str:
        """The token made in this recording that a request, not yet clean, used; "" if it used none of them."""
        found = (value for _, value in _credentials(exchange) if value in self.minted)
        return next(found, "")

    def clean(self, exchange: Exchange) -> Exchange:
        """The exchange without secrets."""
        if not self.has_headers and not any(True for _ in _credentials(exchange)):
            # Some browsers leave credentials out of what they export: that one is missing shows nothing.
            exchange = replace(exchange, request_headers=(*exchange.request_headers, ("authorization", NOT_KEPT)))
        return scrub(self.redactor.exchange(_without_named(exchange, self.redactor)))


def clean_trace(trace: Trace) -> Trace:
    """A trace without what looks like a secret; one that a recorder of this project made holds none."""
    return replace(
        trace,
        exchanges=tuple(scrub(_without_named(exchange)) for exchange in trace.exchanges),
        values={name: _shapeless(value) for name, value in trace.values.items()},
        script=_shapeless(trace.script),
        stopped=_shapeless(trace.stopped),
    )


def scrub(exchange: Exchange) -> Exchange:
    """The exchange without anything that has the shape of a key or a token."""
    return replace(
        exchange,
        url=_shapeless(exchange.url),
        path=_shapeless(exchange.path),
        query=_shapeless_pairs(exchange.query),
        request_headers=_shapeless_pairs(exchange.request_headers),
        request_body=_shapeless_bytes(exchange.request_body),
        response_headers=_shapeless_pairs(exchange.response_headers),
        frames=tuple(replace(frame, payload=_shapeless_bytes(frame.payload)) for frame in exchange.frames),
        close_reason=_shapeless(exchange.close_reason),
        detail=_shapeless(exchange.detail),
    )


def _credentials(exchange: Exchange) -> Iterator[tuple[str, str]]:
    """Credentials of a request for this API, as (where it stands, value without scheme)."""
    for name, value in exchange.request_headers:
        bare = value.rpartition(" ")[2] if name == "authorization" else value.strip()
        if name in _KEY_HEADERS and bare and bare not in _MARKS:
            yield name, bare
        offered = [_SUBPROTOCOL.match(part.strip()) for part in value.split(",")]
        if name == "sec-websocket-protocol":
            yield from ((name, found.group(2)) for found in offered if found)
    for name, value in exchange.query:
        if name in _CREDENTIAL_QUERIES and value and value not in _MARKS:
            yield name, value


def _kind(name: str, value: str, exchange: Exchange) -> str:
    """What stands for a credential, as far as one exchange that used it tells."""
    if value.startswith(_ADMIN) or _is_placeholder(value):
        return UNKNOWN
    if _is_token(name, value):
        return REDACTED_TOKEN
    return REDACTED_KEY if _is_taken(exchange) else UNKNOWN


def _is_placeholder(value: str) -> bool:
    """Whether a value is what somebody put in the place of a credential."""
    return _TAKEN_OUT.search(value) is not None


def _is_token(name: str, value: str) -> bool:
    return name == "access_token" or re.fullmatch(r"ey[\w-]+\.[\w-]+\.[\w-]+", value) is not None


def _is_taken(exchange: Exchange) -> bool:
    """Whether an answer shows that its credential was good: it was let in to what is not open to everybody."""
    status = exchange.status
    return status is not None and (status == 101 or 200 <= status < 300) and exchange.path != "/"


def _minted(exchange: Exchange) -> str:
    """The token in an answer of `POST /access-token`."""
    if exchange.path.rstrip("/") != "/access-token" or exchange.status != 200:
        return ""
    try:
        answer = exchange.json()
    except (ValueError, RecursionError):
        return ""
    token = answer.get("token") if isinstance(answer, dict) else None
    return token if isinstance(token, str) and not _is_placeholder(token) else ""


def _without_named(exchange: Exchange, redactor: Redactor | None = None) -> Exchange:
    """The exchange without the values of headers and parameters that are secrets by their name."""
    redactor = redactor or Redactor()
    head, mark, query = exchange.url.partition("?")
    written = "&".join(_clean_parameter(part, redactor) for part in query.split("&"))
    return replace(
        exchange,
        url=head + mark + written,
        query=_nameless(exchange.query, _CREDENTIAL_QUERIES),
        request_headers=_nameless(exchange.request_headers, _KEY_HEADERS),
        response_headers=_nameless(exchange.response_headers, frozenset()),
    )


def _clean_parameter(written: str, redactor: Redactor) -> str:
    """One parameter of a URL as it was written; only the value of a secret is changed."""
    name, _, value = written.partition("=")
    bare, plain = unquote_plus(name).lower(), unquote_plus(value)
    if bare in _CREDENTIAL_QUERIES:
        clean = redactor.value(plain)
        return written if clean == plain else f"{name}={quote(clean, safe='')}"
    is_secret = value and _SECRET_NAME.search(bare) and plain not in _MARKS
    return f"{name}={quote(UNKNOWN, safe='')}" if is_secret else written


def _nameless(pairs: Iterable[tuple[str, str]], known: frozenset[str]) -> tuple[tuple[str, str], ...]:
    return tuple(
        (name, UNKNOWN if name.lower() not in known and _SECRET_NAME.search(name) and value not in _MARKS else value)
        for name, value in pairs
    )


def _shapeless(text: str) -> str:
    for shape, mark in _SHAPES:
        text = shape.sub(mark, text)
    return text


def _shapeless_bytes(payload: bytes) -> bytes:
    for shape, mark in _SHAPES_OF_BYTES:
        payload = shape.sub(mark, payload)
    return payload


def _shapeless_pairs(pairs: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple((name, _shapeless(value)) for name, value in pairs)
