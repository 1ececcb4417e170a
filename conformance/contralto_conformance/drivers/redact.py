"""Redaction: secrets leave the recorded traffic before anything else sees it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from urllib.parse import quote, quote_plus

from contralto_conformance.trace import REDACTED_KEY, REDACTED_TOKEN, Exchange, Frame

_MIN_LENGTH = 8
"""Shorter secrets are replaced only where they are a whole value; in text they would match by accident."""


class Redactor:
    """Knows the secrets of a run and puts placeholders in their place.

    A secret is found as written, percent-encoded and JSON-escaped. Secrets added while the run goes on
    (access tokens minted by a case) count from then on; nothing recorded earlier can hold them.
    """

    def __init__(self, api_key: str = "") -> None:
        self._placeholders: dict[str, str] = {}
        self._text: list[tuple[str, str]] = []
        self._bytes: list[tuple[bytes, bytes]] = []
        if api_key:
            self.add(api_key, REDACTED_KEY)

    def add(self, secret: str, placeholder: str = REDACTED_TOKEN) -> None:
        """Makes one more string a secret; empty and known ones change nothing."""
        if not secret or secret in self._placeholders:
            return
        self._placeholders[secret] = placeholder
        if len(secret) >= _MIN_LENGTH:
            forms = {secret, quote(secret, safe=""), quote_plus(secret), json.dumps(secret)[1:-1]}
            self._text += [(form, placeholder) for form in forms]
            # Longest first, so that a secret inside another one leaves no rest.
            self._text.sort(key=lambda pair: -len(pair[0]))
            self._bytes = [(form.encode(), mark.encode()) for form, mark in self._text]

    def text(self, value: str) -> str:
        """`value` without secrets."""
        for secret, placeholder in self._text:
            if secret in value:
                value = value.replace(secret, placeholder)
        return value

    def value(self, value: str) -> str:
        """A header or query value without secrets; also short ones, alone or after `Bearer `."""
        scheme, blank, rest = value.rpartition(" ")
        if rest in self._placeholders:
            return f"{scheme}{blank}{self._placeholders[rest]}"
        return self.text(value)

    def payload(self, value: bytes) -> bytes:
        """Bytes without secrets."""
        for secret, placeholder in self._bytes:
            if secret in value:
                value = value.replace(secret, placeholder)
        return value

    def pairs(self, values: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
        """Headers or query pairs without secrets."""
        return tuple((name, self.value(value)) for name, value in values)

    def body(self, frames: Sequence[Frame]) -> tuple[Frame, ...]:
        """Body pieces without secrets, also such as run across the border of two pieces.

        The placeholder stands in the piece in which the secret began.
        """
        joined = b"".join(frame.payload for frame in frames)
        if not any(secret in joined for secret, _ in self._bytes):
            return tuple(frames)
        pieces = [bytearray(frame.payload) for frame in frames]
        for secret, placeholder in self._bytes:
            _replace_across(pieces, secret, placeholder)
        return tuple(replace(frame, payload=bytes(piece)) for frame, piece in zip(frames, pieces, strict=True))

    def exchange(self, exchange: Exchange) -> Exchange:
        """One exchange without secrets; `learn` from all exchanges of the case first."""
        is_socket = exchange.transport == "websocket" and exchange.status == 101
        frames = (
            tuple(replace(frame, payload=self.payload(frame.payload)) for frame in exchange.frames)
            if is_socket
            else self.body(exchange.frames)
        )
        return replace(
            exchange,
            url=self.text(exchange.url),
            query=self.pairs(exchange.query),
            request_headers=self.pairs(exchange.request_headers),
            request_body=self.payload(exchange.request_body),
            response_headers=self.pairs(exchange.response_headers),
            frames=frames,
            close_reason=self.text(exchange.close_reason),
            detail=self.text(exchange.detail),
        )

    def learn(self, exchange: Exchange) -> None:
        """Makes the token in an answer of `POST /access-token` a secret."""
        if exchange.path != "/access-token":
            return
        try:
            answer = exchange.json()
        except ValueError:
            return
        if isinstance(answer, dict) and isinstance(answer.get("token"), str):
            self.add(answer["token"])


def _replace_across(pieces: list[bytearray], secret: bytes, placeholder: bytes) -> None:
    while (start := b"".join(pieces).find(secret)) >= 0:
        left, written = len(secret), False
        for piece in pieces:
            if start >= len(piece):
                start -= len(piece)
                continue
            taken = min(left, len(piece) - start)
            piece[start : start + taken] = b"" if written else placeholder
            written = True
            left -= taken
            start = 0
            if not left:
                break
