"""What a gateway can be told before it starts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

BASE_PATH = "/v1/cartesia"
TOKEN_SUBPROTOCOL = "keypool-token."  # noqa: S105  (how the subprotocol begins)


@dataclass(frozen=True)
class Key:
    """A key of the service. account: whose it is; concurrency: requests and sockets at once, None for any number."""

    value: str = field(repr=False)
    account: str = "main"
    concurrency: int | None = None


@dataclass(frozen=True)
class Team:
    """Who calls. account: whose keys serve it. may_use: whether it may use the service at all. is_over: whether it is
    over its rate limit."""

    account: str = "main"
    may_use: bool = True
    is_over: bool = False


@dataclass(frozen=True)
class GatewaySettings:
    """Everything that decides how one gateway behaves.

    upstream: HOST:PORT of the service. teams: by their tokens. keys: of the service, in the order in which they are
    tried. set_aside_s: how long a key is not used that the service refused.
    """

    upstream: str
    teams: Mapping[str, Team] = field(repr=False)
    keys: tuple[Key, ...] = field(repr=False)
    base_path: str = BASE_PATH
    set_aside_s: float = 60.0
