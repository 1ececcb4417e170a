"""Credentials: in which header they go, how they stay out of sight, and when a token is renewed. No I/O."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

BEARER = "authorization"
"""The header that carries the credential as `Bearer`; in any other it stands alone."""
CREDENTIAL_HEADERS = frozenset({BEARER, "x-api-key"})

REDACTED = "[redacted]"
REFRESH_BEFORE_S = 30.0
"""A token is renewed this long before it expires, or a quarter of its life before, whichever is shorter."""
MAX_SECRETS = 256
"""How many credentials are remembered, the newest, to be found in what the service echoes."""
MIN_SECRET_CHARS = 4
"""Nothing shorter is taken for a secret: replacing it would only garble texts."""


class Credential:
    """An API key or access token. Its text is in `secret` and shows nowhere else; `header` is where it goes.

    `renewable`: a provider gave it, and gives another when asked again.
    """

    __slots__ = ("header", "renewable", "secret")

    def __init__(self, secret: str, header: str = BEARER, *, renewable: bool = False) -> None:
        if not secret.isascii() or not secret.isprintable() or " " in secret:
            raise ValueError("the credential has a blank or a character that no key has; was it pasted in full?")
        self.secret = secret
        self.header = header
        self.renewable = renewable

    def __repr__(self) -> str:
        return f"Credential({REDACTED})"

    def headers(self) -> dict[str, str]:
        """The header that carries it."""
        return {self.header: f"Bearer {self.secret}" if self.header == BEARER else self.secret}

    def scrub(self, data: bytes) -> bytes:
        """`data` without the secret, should a server have echoed it."""
        secret = self.secret.encode()
        return data.replace(secret, REDACTED.encode()) if secret in data else data


class Secrets:
    """Every credential that one client has sent lately. May be used by several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return f"Secrets({REDACTED})"

    def note(self, headers: Mapping[str, str], names: Iterable[str] = CREDENTIAL_HEADERS) -> None:
        """Remembers the credentials among the headers of a request, those of `names`, all in lower case."""
        for name in names:
            if value := headers.get(name):
                self.add(value.partition(" ")[2] or value)

    def add(self, secret: str) -> None:
        """Remembers one."""
        if secret in self._known or len(secret) < MIN_SECRET_CHARS:
            return
        with self._lock:
            self._known = (*self._known, secret)[-MAX_SECRETS:]

    def scrub(self, data: bytes) -> bytes:
        """`data` without any of them, should a server have echoed one; the same object if there is none in it."""
        for secret in self._known:
            raw = secret.encode()
            if raw in data:
                data = data.replace(raw, REDACTED.encode())
        return data

    def scrubbed(self, headers: Mapping[str, str]) -> Mapping[str, str]:
        """Headers of an answer without any of them."""
        values = "\n".join(headers.values())
        found = [secret for secret in self._known if secret in values]
        if not found:
            return headers
        clean = {name.lower(): value for name, value in headers.items()}
        for secret in found:
            clean = {name: value.replace(secret, REDACTED) for name, value in clean.items()}
        return clean


@dataclass(frozen=True, slots=True)
class AccessToken:
    """What a token provider may give: a token, and for how many seconds from now the service takes it.

    With `expires_in_s` None, as with a token given as plain text, it is used until the service refuses it.
    """

    token: str = field(repr=False)
    expires_in_s: float | None = None

    def __post_init__(self) -> None:
        if self.expires_in_s is not None and not self.expires_in_s > 0:
            raise ValueError(f"`expires_in_s` must be above 0 or None, not {self.expires_in_s!r}")


class Issued(Protocol):
    """The answer of an operation that makes tokens."""

    @property
    def token(self) -> str:
        """The token."""


class TokenCache:
    """The token that a provider gave last, and until when it is good. `clock` gives seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._current: Credential | None = None
        self._refresh_at_s: float | None = None

    def now_s(self) -> float:
        """The time on the clock of this cache."""
        return self._clock()

    def fresh(self) -> Credential | None:
        """The token, unless there is none or it is time for another."""
        if self._refresh_at_s is not None and self._clock() >= self._refresh_at_s:
            return None
        return self._current

    def put(self, answer: object, asked_at_s: float) -> Credential:
        """Keeps what a provider gave when asked at `asked_at_s`. Raises ValueError if that is no token."""
        if isinstance(answer, str):
            answer = AccessToken(answer)
        if not isinstance(answer, AccessToken) or not answer.token:
            raise ValueError(f"the token provider gave {_kind(answer)}, expected a token as `str` or an `AccessToken`")
        life_s = answer.expires_in_s
        self._refresh_at_s = None if life_s is None else asked_at_s + life_s - min(REFRESH_BEFORE_S, life_s / 4)
        self._current = Credential(answer.token, renewable=True)
        return self._current

    def drop(self, credential: Credential) -> None:
        """The service refused `credential`: it is not used again."""
        if self._current is credential:
            self._current = None


def _kind(answer: object) -> str:
    return "an empty token" if isinstance(answer, AccessToken) else f"a value of type {type(answer).__name__}"
