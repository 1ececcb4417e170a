"""Words of a run: target, plan, verdicts, rows and the summary. Values only; nothing here does I/O."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fnmatch import fnmatchcase
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from contralto_conformance.fuzz import Depth
from contralto_conformance.trace import KEY_ACCOUNTS, KEY_CONCURRENCY

DEFAULT_MODEL = "sonic-3"
DEFAULT_PROFILE = "standard"
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
    admin_key: a key for administration; spent_key: a key of an account without credits; both as secret as api_key, ""
    for none. plan: name of the account's plan, whose limits the run then fills; None if it is not known.
    idle_timeout_s: after how many seconds the target closes any idle socket; None: as documented for each channel.
    patience_s: the longest silence that one step waits for; a step as a whole may take three times that. name: what
    reports call it, "" for its URL.
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
    name: str = ""
    admin_key: str = field(default="", repr=False)
    spent_key: str = field(default="", repr=False)
    plan: str | None = None
    idle_timeout_s: float | None = None
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
    header, or "". name: what its operator calls it, or "".
    """

    url: str
    auth: str = ""
    reported: Mapping[str, Any] = field(default_factory=dict)
    server: str = ""
    name: str = ""

    @property
    def shown(self) -> str:
        """URL, with the name before it if there is one."""
        return f"{self.name}, {self.url}" if self.name else self.url


@dataclass(frozen=True)
class Waiver:
    """Violations that the operator of a target knows of.

    pattern: requirement id or glob. versions: dates for which it holds, () for all. reason: why they are accepted.
    until: its last day, ISO 8601. has_ended: whether that day is over. where: its place, `target.yaml:12`.
    """

    pattern: str
    reason: str
    until: str
    versions: tuple[str, ...] = ()
    has_ended: bool = False
    where: str = ""

    def covers(self, requirement: str, version: str) -> bool:
        """Whether it speaks of that requirement under that version."""
        return fnmatchcase(requirement, self.pattern) and (not self.versions or version in self.versions)


@dataclass(frozen=True)
class Cost:
    """What something costs. credits: most likely; at_most: the highest price, and every doubt against the caller.

    usd: dollars of the balance for agents. unpriced: requests whose price no source states.
    """

    credits: float = 0.0
    at_most: float = 0.0
    usd: float = 0.0
    unpriced: int = 0

    def __add__(self, other: Cost) -> Cost:
        return Cost(
            self.credits + other.credits,
            self.at_most + other.at_most,
            self.usd + other.usd,
            self.unpriced + other.unpriced,
        )

    def __mul__(self, times: float) -> Cost:
        return Cost(self.credits * times, self.at_most * times, self.usd * times, round(self.unpriced * times))


NOTHING = Cost()


@dataclass(frozen=True)
class Estimate:
    """What a run will do at most. cases: scripted ones, once for each version; generated: tests that are made up.

    requests: sockets opened included.
    """

    cases: int = 0
    generated: int = 0
    requests: int = 0
    cost: Cost = NOTHING

    def __add__(self, other: Estimate) -> Estimate:
        return Estimate(
            self.cases + other.cases,
            self.generated + other.generated,
            self.requests + other.requests,
            self.cost + other.cost,
        )


@dataclass(frozen=True)
class Made:
    """A thing that a case made in the account. what: the path it was made at. delete: path at which it is deleted, ""
    if the API offers none. version, case: where it was made. is_admin: whether only an admin key deletes it. problem:
    why it could not be deleted, "" if nobody has tried.
    """

    what: str
    id: str
    delete: str
    version: str
    case: str
    is_admin: bool = False
    problem: str = ""


@dataclass(frozen=True)
class Plan:
    """What a run is going to do.

    versions: dates under test, oldest first. requirements: ids to judge, in file order. only: the patterns
    they came from; empty means all. cases: names of the scripted cases to play (each version plays those that
    apply to it).
    fuzz, sessions: whether the generated tests run. seed: of everything random. max_time_s: for the whole
    run.
    strict: a violated SHOULD counts as a failure. concurrency: cases played at once. withheld: cases that would show
    something but are not played, generated ones included, by name: why not. changes: whether generated requests may
    make, change and delete things in the account. outward: whether they may reach people. depth: how much is generated.
    profile: name of the row of `profiles.yaml` it was made by. repeats: whether it is carried out again and again, with
    new seeds, until the time is up. unclaimed: features that the target does not offer: why not. waivers: violations
    that are known. back_to_back: the suite plays the service behind the proxy under test too. budget: credits that it
    may cost at most, None for any.
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
    withheld: Mapping[str, str] = field(default_factory=dict)
    changes: bool = True
    outward: bool = False
    depth: Depth = "standard"
    profile: str = DEFAULT_PROFILE
    repeats: bool = False
    unclaimed: Mapping[str, str] = field(default_factory=dict)
    waivers: tuple[Waiver, ...] = ()
    back_to_back: bool = False
    budget: float | None = None


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

    level: must, should or observed. reason: one sentence for a verdict that is not pass, fail or warn; of these only
    where there is more to say, such as that a waiver has ended.
    findings: why it failed, in the order of the traces. judged: traces that offered something to judge.
    traces: their keys. failed: keys of those with findings. blocked_by: requirement whose failure hides this
    one. example: path of the case file that repeats a generated failure, or "".
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
    example: str = ""


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
    exit_reason: that in one sentence. profile: what the run played. rounds: how often. spent: what it cost; None where
    nothing was asked of a server. left_behind: what it made in the account and could not delete. ledger: file that
    lists those, "" if there is none. cpu_s: time of the processor that the process took meanwhile, all threads
    together; 0 if it was not measured.
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
    profile: str = ""
    rounds: int = 1
    spent: Cost | None = None
    left_behind: tuple[Made, ...] = ()
    ledger: str = ""
    cpu_s: float = 0.0

    @property
    def own_share(self) -> float | None:
        """Share of the duration in which the suite itself worked and did not wait, 0 to 1; None if it is not known."""
        return min(1.0, self.cpu_s / self.duration_s) if self.cpu_s and self.duration_s else None

    @property
    def total(self) -> Totals:
        """All levels together."""
        return Totals(
            met=sum(t.met for t in self.by_level.values()),
            violated=sum(t.violated for t in self.by_level.values()),
            not_verified=sum(t.not_verified for t in self.by_level.values()),
        )
