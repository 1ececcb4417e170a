"""What the parts of the gateway say to each other about one request."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from .settings import Key, Team

Headers = list[tuple[str, str]]
"""In wire order, names in lower case."""


@dataclass
class Call:
    """One request of a client. path: below the base path, escapes as sent; query: as sent, without `?`.

    base: the path of the gateway below which the API stands.
    token: the credential that counts, None for none. is_made: whether it is an access token that the service made.
    memo: a place for hooks.
    """

    method: str
    path: str
    query: str
    headers: Headers
    is_socket: bool = False
    base: str = ""
    token: str | None = None
    team: Team | None = None
    is_made: bool = False
    key: Key | None = None
    memo: dict[str, Any] = field(default_factory=dict)

    def header(self, name: str) -> str | None:
        """First header of that name; None if absent."""
        return next((value for each, value in self.headers if each == name), None)

    @property
    def subprotocols(self) -> list[str]:
        """Those that the client offers."""
        offers = [value for name, value in self.headers if name == "sec-websocket-protocol"]
        return [offer.strip() for value in offers for offer in value.split(",") if offer.strip()]


@dataclass(eq=False)  # not frozen: Python itself writes into what is raised
class Refusal(Exception):
    """An error of the gateway itself. code: a machine-readable word; headers go onto the answer."""

    status: int
    code: str
    title: str
    message: str
    headers: tuple[tuple[str, str], ...] = ()


def refused_token() -> Refusal:
    """No team has this token."""
    return Refusal(401, "token_invalid", "Unauthorized", "the team token is missing or unknown")


def upstream_failed(why: str) -> Refusal:
    """The service cannot be reached, or does not answer."""
    return Refusal(502, "upstream_failed", "Upstream failed", f"the service did not answer: {why}")


def no_key(why: str = "no key of the service can be used at present") -> Refusal:
    """No key is left that can be used."""
    return Refusal(503, "no_available_keys", "No available keys", why)
