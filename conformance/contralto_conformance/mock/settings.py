"""What a mock can be told before it starts."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from .dialects import BASE_PATHS, check_dialect

DEFAULT_API_KEY = "sk_car_test"
DEFAULT_ADMIN_KEY = "sk_car_admin_test"

Pace = Literal["immediate", "realtime"]


@dataclass(frozen=True)
class MockSettings:
    """Everything that decides how one mock behaves; two mocks of equal settings answer alike."""

    api_keys: tuple[str, ...] = (DEFAULT_API_KEY, DEFAULT_ADMIN_KEY)
    """Accepted keys; all others are refused with 401. Those beginning with `sk_car_admin_` are for administration."""

    prefix: str = ""
    """Path below which the API is served, such as `/v1/cartesia`; empty for none."""

    dialect: str | None = None
    """Dialect to speak (`keypool`, `carter`); None: the service itself. Decides the prefix unless one is set."""

    api_version: str | None = None
    """API version of a request that names none; None: the newest, with legacy errors."""

    seed: int = 0
    """Decides pitch and pace of the speech, request ids and access tokens."""

    pace: Pace = "immediate"
    """`realtime` sends audio no faster than it plays, `immediate` as fast as the peer reads."""

    defects: tuple[str, ...] = ()
    """Ids of the requirements to violate, see `mock.defects.catalogue()`."""

    time_scale: float = 1.0
    """Factor on all waiting times (context expiry, idle close, text buffer, pace); > 0."""

    clock: Callable[[], float] = time.time
    """Seconds since the epoch, for the life of access tokens."""

    def __post_init__(self) -> None:
        """Raises ValueError that names the setting and what it may be."""
        if not self.api_keys or not all(self.api_keys):
            raise ValueError("`api_keys` must hold at least one key, and no empty one")
        if self.pace not in ("immediate", "realtime"):
            raise ValueError(f"`pace` must be `immediate` or `realtime`, got `{self.pace}`")
        if not self.time_scale > 0:
            raise ValueError(f"`time_scale` must be greater than 0, got {self.time_scale}")
        if self.dialect is not None:
            check_dialect(self.dialect)
            if not self.prefix:
                object.__setattr__(self, "prefix", BASE_PATHS.get(self.dialect, ""))
        prefix = "/" + self.prefix.strip("/") if self.prefix.strip("/") else ""
        if any(mark in prefix for mark in "?# %"):
            raise ValueError(f"`prefix` must be a plain path such as `/v1/cartesia`, got `{self.prefix}`")
        object.__setattr__(self, "prefix", prefix)
