"""Words of a run: target, plan, verdicts, rows and the summary. Values only; nothing here does I/O."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from contralto_conformance.trace import KEY_ACCOUNTS, KEY_CONCURRENCY

DEFAULT_MODEL = "sonic-3"
DEFAULT_PATIENCE_S = 10.0
DEFAULT_TOKEN_PREFIX = "keypool-token."  # noqa: S105  (a word of the protocol)
DEFAULT_CONCURRENCY = 4
"""Cases at once against a server on this machine."""
REMOTE_CONCURRENCY = 1
"""Cases at once elsewhere: the smallest plan allows two contexts at once, and one case may need both."""


class Verdict(StrEnum):
    """What a run says of one requirement under one API version."""

    PASS = "pass"  # noqa: S105  (a verdict)
    FAIL = "fail"
    WARN = "warn"
    SKIPPED = "skipped"
    BLOCKED = "blocked"
    KNOWN_FAILURE = "known-failure"
    UNEXPECTED_PASS = "unexpected-pass"  # noqa: S105  (a verdict)
    NOT_VERIFIED = "not-verified"
    ERROR = "error"

    @property
    def total(self) -> str:
        """Which of the three totals it counts in: `met`, `violated` or `not_verified`.

        A blocked requirement is not verified: its own truth is unknown as long as its dependency fails.
        """
        if self is Verdict.PASS:
            return "met"
        if self in _VIOLATED:
            return "violated"
        return "not_verified"


_VIOLATED = frozenset({Verdict.FAIL, Verdict.WARN, Verdict.KNOWN_FAILURE, Verdict.UNEXPECTED_PASS})


@dataclass(frozen=True)
class Target:
    """The server under test.

    url: base URL with any base path, no trailing slash needed (`https://host/v1/cartesia`).
    api_key: sent as the credential; never in repr, identity, events or reports.
    model: model id of generated requests. voice: voice id to use; None discovers one from `GET /voices`.
    agent, managed_agent: ids of an agent of either generation to call; None discovers one from the lists of agents.
    patience_s: the longest silence that one step waits for; a step as a whole may take three times that.
    tokens: of other teams, if it is a proxy: by `forbidden` (may not use the service), `limited` (over its rate limit)
    and `keyless` (no usable key). token_prefix: of the subprotocol that carries a token. upstream_keys: with which it
    calls the service behind it, in the order of their numbers. key_accounts: whose they are, as numbers; none if nobody
    said. key_concurrency: requests and sockets that each may carry at once. proxy_log: where the proxy writes its log.
    """

    url: str
    api_key: str = field(repr=False)
    model: str = DEFAULT_MODEL
    voice: str | None = None
    patience_s: float = DEFAULT_PATIENCE_S
    agent: str | None = None
    managed_agent: str | None = None
    tokens: Mapping[str, str] = field(default_factory=dict, repr=False)
    token_prefix: str = DEFAULT_TOKEN_PREFIX
    upstream_keys: tuple[str, ...] = field(default=(), repr=False)
    key_accounts: tuple[int, ...] = ()
    key_concurrency: int | None = None
    proxy_log: Path | None = None

    @property
    def proxy_facts(self) -> dict[str, str]:
        """What is known of a proxy's keys, as values of traces."""
        facts = {KEY_ACCOUNTS: ",".join(map(str, self.key_accounts))} if self.key_accounts else {}
        return facts | ({KEY_CONCURRENCY: str(self.key_concurrency)} if self.key_concurrency is not None else {})

    @property
    def base_url(self) -> str:
        """URL without user info, query, fragment and trailing slash; fit to be shown."""
        parts = urlsplit(self.url)
        return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path.rstrip("/"), "", ""))

    @property
    def is_local(self) -> bool:
        """True for a loopback host, which bills nobody and has no plan to exceed."""
        host = urlsplit(self.url).hostname or ""
        try:
            return host == "localhost" or ip_address(host).is_loopback
        except ValueError:
            return False

    @property
    def socket_url(self) -> str:
        """`base_url` with `ws` for `http` and `wss` for `https`."""
        return "ws" + self.base_url.removeprefix("http")


@dataclass(frozen=True)
class Identity:
    """Who was examined, without secrets.

    url: base URL. auth: how the key was accepted (`bearer` or `x-api-key`). reported: the answer to `GET /`
    if it was a JSON object (`{"ok": true, "version": "..."}`), else empty. server: the `server` response
    header, or "".
    """

    url: str
    auth: str = ""
    reported: Mapping[str, Any] = field(default_factory=dict)
    server: str = ""


@dataclass(frozen=True)
class Plan:
    """What a run is going to do.

    versions: dates under test, oldest first. requirements: ids to judge, in file order. only: the patterns
    they came from; empty means all. cases: names of the scripted cases to play (each version plays those that
    apply to it).
    fuzz, sessions: whether the generated tests run. seed: of everything random. max_time_s: for the whole
    run.
    strict: a violated SHOULD counts as a failure. concurrency: cases played at once. withheld: names of cases that are
    not played because they make, change and delete things in the account. back_to_back: the suite plays the service
    behind the proxy under test too.
    """

    versions: tuple[str, ...]
    requirements: tuple[str, ...]
    cases: tuple[str, ...]
    only: tuple[str, ...] = ()
    fuzz: bool = True
    sessions: bool = True
    seed: int = 0
    max_time_s: float | None = None
    strict: bool = False
    concurrency: int = DEFAULT_CONCURRENCY
    withheld: tuple[str, ...] = ()
    back_to_back: bool = False


@dataclass(frozen=True)
class Finding:
    """One violation in one trace.

    trace: `Trace.key` of where it was seen. expected, got, where: as the oracle said it.
    """

    trace: str
    expected: str
    got: str
    where: str


@dataclass(frozen=True)
class Row:
    """Verdict on one requirement under one API version.

    level: must, should or observed. reason: one sentence for a verdict that is not pass, fail or warn.
    findings: why it failed, in the order of the traces. judged: traces that offered something to judge.
    traces: their keys. failed: keys of those with findings. blocked_by: requirement whose failure hides this
    one.
    """

    requirement: str
    version: str
    level: str
    verdict: Verdict
    reason: str = ""
    findings: tuple[Finding, ...] = ()
    judged: int = 0
    traces: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()
    blocked_by: str | None = None


@dataclass(frozen=True)
class Totals:
    """Numbers of requirements (times versions) met, violated and not verified."""

    met: int = 0
    violated: int = 0
    not_verified: int = 0


@dataclass(frozen=True)
class Summary:
    """A run in figures.

    by_level: totals per level (`must`, `should`, `observed`), all versions together. by_version: the same per
    version.
    verdicts: how often each verdict was given. cases: traces recorded. duration_s: of the whole run.
    interrupted: "" or why the run ended early (`interrupted`, `time limit of 30 s reached`).
    exit_code: 0 everything judged is as expected, 1 the target violates a requirement, 2 the run could not
    judge.
    exit_reason: that in one sentence.
    """

    by_level: Mapping[str, Totals]
    by_version: Mapping[str, Mapping[str, Totals]]
    verdicts: Mapping[str, int]
    cases: int
    duration_s: float
    seed: int
    spec_digest: str
    suite_version: str
    identity: Identity
    interrupted: str
    exit_code: int
    exit_reason: str

    @property
    def total(self) -> Totals:
        """All levels together."""
        return Totals(
            met=sum(t.met for t in self.by_level.values()),
            violated=sum(t.violated for t in self.by_level.values()),
            not_verified=sum(t.not_verified for t in self.by_level.values()),
        )
