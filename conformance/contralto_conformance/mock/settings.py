"""What a mock can be told before it starts."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from .dialects import BASE_PATHS, check_dialect

DEFAULT_API_KEY = "sk_car_test"
DEFAULT_ADMIN_KEY = "sk_car_admin_test"

Pace = Literal["immediate", "realtime"]
Plan = Literal["free", "pro", "startup", "scale"]
VoiceEngine = Literal["tones", "espeak"]

JOURNAL_SIZE = 1000
MAX_CONNECTIONS = 10_000

MAX_RATE = 1_000_000
"""Requests that a rate may name; each of them is remembered for the length of its window."""

_RATE = re.compile(r"(\d{1,7})/(\d{1,6}(?:\.\d{1,6})?)")


@dataclass(frozen=True)
class MockSettings:
    """Everything that decides how one mock behaves; two mocks of equal settings answer alike."""

    api_keys: tuple[str, ...] = (DEFAULT_API_KEY, DEFAULT_ADMIN_KEY)
    """Accepted keys; all others are refused with 401. Those beginning with `sk_car_admin_` are for administration."""

    spent_keys: tuple[str, ...] = ()
    """Accepted keys of an account that has used up its credits: what costs is refused to them with 402."""

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

    voice_engine: VoiceEngine = "tones"
    """`tones` speaks a note for a word, which the mock knows again when it hears it; `espeak` speaks words that people
    understand and the mock does not, with what the extra `speech` brings."""

    defects: tuple[str, ...] = ()
    """Ids of the requirements to violate, see `mock.defects.catalogue()`."""

    time_scale: float = 1.0
    """Factor on all waiting times (context expiry, idle close, text buffer, pace); > 0."""

    idle_timeout_s: float | None = None
    """Seconds after which any idle socket is closed; None: as documented for each channel. `time_scale` works on it."""

    clock: Callable[[], float] = time.time
    """Seconds since the epoch, for the life of access tokens."""

    plan: Plan | None = None
    """Whose limits on what runs at once hold; None: no limits."""

    quota: float | None = None
    """Credits that paid calls may use until they are refused with 402; None: any number."""

    rate: str | None = None
    """Requests in a span of seconds, such as `20/1`, beyond which 429 is answered; None: any number."""

    faults: tuple[str, ...] = ()
    """What goes wrong on purpose, see `mock.faults`."""

    allow_fault_header: bool = False
    """Whether a request may ask for a fault of its own by the header `X-Contralto-Fault`."""

    admin: bool = False
    """Whether clients on the loopback may steer the mock by the routes below `/_contralto/`."""

    journal_size: int = JOURNAL_SIZE
    """Exchanges that the journal keeps, newest last; 0 keeps none."""

    journal_file: Path | None = None
    """Where the journal is written as HAR when the mock ends."""

    tls: bool = False
    """Whether TLS is served on a second port, with a certificate made on the spot."""

    tls_port: int = 0
    """The port of TLS; 0 takes a free one."""

    ca_file: Path | None = None
    """Where the certificate of the authority is written that clients need to trust; None: in a directory that is
    removed when the mock ends."""

    max_connections: int = MAX_CONNECTIONS
    """Connections that may be open; more are answered with 503 and closed."""

    request_timeout_s: float = 60.0
    """Time in which the head of a request must have come, and then its body; > 0."""

    @property
    def rate_window(self) -> tuple[int, float] | None:
        """Requests and seconds of `rate`."""
        if self.rate is None:
            return None
        requests, _, seconds = self.rate.partition("/")
        return int(requests), float(seconds)

    def __post_init__(self) -> None:
        """Raises ValueError that names the setting and what it may be."""
        if not self.api_keys or not all(self.api_keys):
            raise ValueError("`api_keys` must hold at least one key, and no empty one")
        if self.pace not in ("immediate", "realtime"):
            raise ValueError(f"`pace` must be `immediate` or `realtime`, got `{self.pace}`")
        self._check_voice_engine()
        if not self.time_scale > 0:
            raise ValueError(f"`time_scale` must be greater than 0, got {self.time_scale}")
        if self.plan is not None and self.plan not in get_args(Plan):
            raise ValueError(f"`plan` must be one of {', '.join(get_args(Plan))}, got `{self.plan}`")
        if self.idle_timeout_s is not None and not self.idle_timeout_s > 0:
            raise ValueError(f"`idle_timeout_s` must be greater than 0, got {self.idle_timeout_s}")
        if not all(self.spent_keys) or set(self.spent_keys) & set(self.api_keys):
            raise ValueError("`spent_keys` must hold no empty key, and none of `api_keys`")
        if self.quota is not None and not self.quota >= 0:
            raise ValueError(f"`quota` must be a number of credits from 0 on, got {self.quota}")
        if self.rate is not None:
            self._check_rate(self.rate)
        if self.journal_size < 0:
            raise ValueError(f"`journal_size` must be 0 or more, got {self.journal_size}")
        if self.journal_file is not None and not self.journal_size:
            raise ValueError("`journal_file` wants a journal; give `journal_size` a number above 0")
        if not 0 <= self.tls_port <= 65535:
            raise ValueError(f"`tls_port` must be 0 to 65535, got {self.tls_port}")
        if not self.tls and (self.tls_port or self.ca_file is not None):
            raise ValueError("`tls_port` and `ca_file` are of no use without `tls`")
        if self.max_connections < 1:
            raise ValueError(f"`max_connections` must be 1 or more, got {self.max_connections}")
        if not self.request_timeout_s > 0:
            raise ValueError(f"`request_timeout_s` must be greater than 0, got {self.request_timeout_s}")
        if self.dialect is not None:
            check_dialect(self.dialect)
            if not self.prefix:
                object.__setattr__(self, "prefix", BASE_PATHS.get(self.dialect, ""))
        prefix = "/" + self.prefix.strip("/") if self.prefix.strip("/") else ""
        if any(mark in prefix for mark in "?# %"):
            raise ValueError(f"`prefix` must be a plain path such as `/v1/cartesia`, got `{self.prefix}`")
        object.__setattr__(self, "prefix", prefix)

    def _check_voice_engine(self) -> None:
        if self.voice_engine not in get_args(VoiceEngine):
            known = " or ".join(f"`{engine}`" for engine in get_args(VoiceEngine))
            raise ValueError(f"`voice_engine` must be {known}, got `{self.voice_engine}`")
        if self.voice_engine == "espeak":
            from .sound.espeak import check_installed  # with what only this engine needs

            check_installed()

    @staticmethod
    def _check_rate(rate: str) -> None:
        parts = _RATE.fullmatch(rate)
        if parts is None or not 1 <= int(parts[1]) <= MAX_RATE or not float(parts[2]) > 0:
            message = f"`rate` must be requests (1 to {MAX_RATE}) and seconds above 0 such as `20/1`, got `{rate}`"
            raise ValueError(message)
