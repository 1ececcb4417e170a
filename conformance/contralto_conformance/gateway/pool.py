"""Tokens of teams and keys of the service: who may call, and with what."""

from __future__ import annotations

import contextlib
import time
from collections import Counter
from collections.abc import Callable, Iterator
from urllib.parse import parse_qsl

from .exchange import Call, Refusal, no_key, refused_token
from .hooks import Hooks
from .settings import TOKEN_SUBPROTOCOL, GatewaySettings, Key

_OPEN_PATHS = ("/", "/agents/templates")
"""What the service answers to anybody."""


class Pool:
    """Admits callers and lends keys. Everything is called in the loop of the gateway."""

    def __init__(self, settings: GatewaySettings, hooks: Hooks, clock: Callable[[], float] = time.monotonic) -> None:
        self._settings = settings
        self._hooks = hooks
        self._clock = clock
        self._in_use: Counter[str] = Counter()
        self._lent = 0
        self._aside: dict[str, float] = {}
        self._made: dict[str, str] = {}  # access tokens that the service made, and the account of each

    @contextlib.contextmanager
    def lent(self, call: Call) -> Iterator[None]:
        """Admits the caller and lends the call a key for as long as it lasts. Raises Refusal."""
        self._admit(call)
        self._lend(call)
        try:
            yield
        finally:
            if call.key is not None:
                self._in_use[call.key.value] -= 1

    def _admit(self, call: Call) -> None:
        """Finds out who calls. Raises Refusal."""
        call.token = self._hooks.token(call, _token(call))
        if call.token is None and call.is_socket:
            # A browser shows an access token in the query of an upgrade; those of others open nothing.
            shown = dict(parse_qsl(call.query)).get("access_token")
            call.token = shown if shown in self._made else None
        refusal: Refusal | None = None
        if call.token is not None and call.token in self._made:
            call.is_made = True
        elif call.token is not None and call.token in self._settings.teams:
            call.team = self._settings.teams[call.token]
            if not call.team.may_use:
                refusal = Refusal(403, "not_permitted", "Forbidden", "the team may not use this service")
            elif call.team.is_over:
                headers = (("retry-after", "1"),)
                refusal = Refusal(429, "team_rate_limit", "Too many requests", "the team is over its limit", headers)
        elif not self._is_open(call):
            refusal = refused_token()
        refusal = self._hooks.admit(call, refusal)
        if refusal is not None:
            raise refusal

    def _is_open(self, call: Call) -> bool:
        return not call.is_socket and (call.method == "OPTIONS" or (call.method == "GET" and call.path in _OPEN_PATHS))

    def _lend(self, call: Call) -> None:
        """Chooses the key of a call of a team. Raises Refusal."""
        if call.team is None:
            return
        account = call.team.account
        free = [key for key in self._settings.keys if key.account == account and self._is_usable(key)]
        self._lent += 1
        key = min(free, key=lambda each: self._in_use[each.value]) if free else None
        if free and len({self._in_use[each.value] for each in free}) == 1:
            key = free[self._lent % len(free)]
        call.memo["keys"] = self._settings.keys
        call.key = self._hooks.key(call, key)
        if call.key is None:
            raise no_key()
        self._in_use[call.key.value] += 1

    def hear(self, call: Call, status: int) -> None:
        """The service answers the call by this status. Raises Refusal if that refuses the key, which is set aside."""
        if call.key is None or not self._hooks.is_refused_key(call, status):
            return
        if self._hooks.sets_aside(call):
            self._aside[call.key.value] = self._clock() + self._settings.set_aside_s
        raise no_key("the service refused the key")

    def learn(self, call: Call, token: str) -> None:
        """The service has made this access token for the caller."""
        if call.team is not None:
            self._made[token] = call.team.account

    def _is_usable(self, key: Key) -> bool:
        is_free = key.concurrency is None or self._in_use[key.value] < key.concurrency
        return is_free and self._aside.get(key.value, 0.0) <= self._clock()


def _token(call: Call) -> str | None:
    scheme, _, value = (call.header("authorization") or "").partition(" ")
    if scheme.lower() == "bearer":
        return value.strip()
    shown = call.header("x-api-key")
    if shown is None and call.is_socket:
        offers = call.subprotocols
        shown = next((o[len(TOKEN_SUBPROTOCOL) :] for o in offers if o.startswith(TOKEN_SUBPROTOCOL)), None)
        return shown if shown is not None else dict(parse_qsl(call.query)).get("api_key")
    return shown
