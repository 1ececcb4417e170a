"""Who is calling, and whether they may.

A request shows a credential in one of four places, looked at in this order: `Authorization: Bearer`, `X-API-Key`,
and on sockets the query parameters `api_key` and `access_token`. The first one counts, even when it is wrong and a
later one is right. Keys open everything; access tokens open what their grants name, until they expire. A token is
checked when a request begins: a socket outlives the token that opened it.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from .errors import Fault

GRANTS = ("tts", "stt", "agent")
DEFAULT_TOKEN_LIFE_S = 300
ADMIN_KEY_PREFIX = "sk_car_admin_"

_ADMINS_ONLY = f"administration wants an admin key (`{ADMIN_KEY_PREFIX}...`), this is a standard one"
_NO_ADMINS = "an admin key opens administration routes only; send a standard API key"

_JWT_HEADER = {"alg": "HS256", "typ": "JWT"}


@dataclass(frozen=True, slots=True)
class Credential:
    """What a request showed: the value, and where it stood (`authorization`, `x-api-key`, `api_key`,
    `access_token`)."""

    place: Literal["authorization", "x-api-key", "api_key", "access_token"]
    value: str


@dataclass(frozen=True, slots=True)
class Identity:
    """An accepted credential: a key, or a token with its grants.

    `key` is the place of the key among the accepted ones; of a token, that of the key which made it. A token for one
    agent names it in `agent_id`.
    """

    kind: Literal["key", "token"]
    grants: frozenset[str] = frozenset()
    key: int = 0
    agent_id: str | None = None


def credential_of(headers: Mapping[str, str], query: Iterable[tuple[str, str]], *, socket: bool) -> Credential | None:
    """The credential that counts; `headers` by lower-case name. Query parameters count on sockets only."""
    if "authorization" in headers:
        scheme, _, value = headers["authorization"].strip().partition(" ")
        return Credential("authorization", value.strip() if scheme.lower() == "bearer" else "")
    if "x-api-key" in headers:
        return Credential("x-api-key", headers["x-api-key"].strip())
    if socket:
        shown = dict(query)
        if "api_key" in shown:
            return Credential("api_key", shown["api_key"])
        if "access_token" in shown:
            return Credential("access_token", shown["access_token"])
    return None


class Gatekeeper:
    """Knows the keys, makes the tokens, and judges credentials."""

    def __init__(self, api_keys: Iterable[str], seed: int, clock: Callable[[], float]) -> None:
        """`clock` gives seconds since the epoch; `seed` and the keys decide how tokens are signed."""
        self._keys = {key.encode(): place for place, key in reversed(list(enumerate(api_keys)))}
        self._secret = hashlib.sha256(b"\0".join([str(seed).encode(), *sorted(self._keys)])).digest()
        self._clock = clock

    def admit(self, credential: Credential | None, grants: Collection[str], *, is_for_admins: bool = False) -> Identity:
        """The identity behind `credential` for an operation that tokens with one of `grants` may call (none: keys
        only). Keys for administration open what is for administrators, and nothing else.

        Raises Fault: 401 for a credential that is missing, malformed, unknown or expired, 403 for one without the
        grant or of the other kind.
        """
        if credential is None:
            raise _unauthorized("no API key or access token was sent; send `Authorization: Bearer <key>`")
        if not credential.value:
            raise _unauthorized(f"`{credential.place}` holds no credential; send `Authorization: Bearer <key>`")
        place = self._keys.get(credential.value.encode("utf-8", "replace"))
        if credential.place != "access_token" and place is not None:
            if credential.value.startswith(ADMIN_KEY_PREFIX) != is_for_admins:
                raise Fault(403, None, _ADMINS_ONLY if is_for_admins else _NO_ADMINS)
            return Identity("key", key=place)
        if credential.place in ("authorization", "access_token"):
            holder = self._holder_of(credential.value)
            if holder is not None:
                return _granted(holder, grants)
        raise _unauthorized(f"the credential in `{credential.place}` is unknown or has expired")

    def new_token(
        self, grants: Iterable[str], life_s: int, token_id: str, *, key: int = 0, agent_id: str | None = None
    ) -> str:
        """An access token (a JWT signed with HMAC-SHA256) with `grants`, good for `life_s` seconds from now.

        `key` is the place of the key that makes it, `agent_id` the only agent that it opens, if it is for one.
        """
        now = self._clock()
        claims: dict[str, object] = {"grants": dict.fromkeys(grants, True), "key": key}
        if agent_id is not None:
            claims["agent"] = agent_id
        claims |= {"iat": int(now), "exp": now + life_s, "jti": token_id}
        signed = f"{_part(_JWT_HEADER)}.{_part(claims)}"
        return f"{signed}.{self._signature(signed)}"

    def _holder_of(self, token: str) -> Identity | None:
        """Whom a token that we made and that has not expired stands for; None for anything else."""
        signed, _, signature = token.rpartition(".")
        if signed.count(".") != 1 or not token.isascii():
            return None
        if not hmac.compare_digest(signature, self._signature(signed)):
            return None
        try:
            text = signed.partition(".")[2]
            claims = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        except (ValueError, binascii.Error):
            return None
        if claims["exp"] <= self._clock():
            return None
        return Identity("token", frozenset(claims["grants"]), claims["key"], claims.get("agent"))

    def _signature(self, signed: str) -> str:
        return _urlsafe(hmac.new(self._secret, signed.encode(), hashlib.sha256).digest())


def _granted(holder: Identity, wanted: Collection[str]) -> Identity:
    if not wanted:
        raise Fault(403, None, "access tokens do not open this route; send an API key")
    if holder.grants.isdisjoint(wanted):
        raise Fault(403, None, f"the access token lacks the grant {' or '.join(f'`{grant}`' for grant in wanted)}")
    return holder


def _unauthorized(message: str) -> Fault:
    return Fault(401, None, message, headers=(("www-authenticate", "Bearer"),))


def _part(content: Mapping[str, object]) -> str:
    return _urlsafe(json.dumps(content, separators=(",", ":")).encode())


def _urlsafe(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()
