"""Turns what the user asked for into a plan: versions, requirements, cases."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from fnmatch import fnmatchcase

from contralto_conformance.cases.model import Case, Connect, Request
from contralto_conformance.cases.variables import AGENTS, names_in
from contralto_conformance.fuzz import exercised
from contralto_conformance.fuzz.channels import session_names
from contralto_conformance.oracle.contracts import Contract, contract
from contralto_conformance.runner.examples import GENERATED
from contralto_conformance.runner.judge import watches
from contralto_conformance.runner.model import DEFAULT_CONCURRENCY, Plan, Waiver
from contralto_conformance.runner.profiles import Profile, profile
from contralto_spec import Spec

CHANGES_ACCOUNT = "changes-account"
"""Tag of cases that make, change and delete things."""
LONG_WAIT = "long-wait"
"""Tag of cases that wait for the end of an idle socket, which takes minutes where nobody has shortened them."""
FILLS_PLAN = "fills-plan"
"""Tag of cases that need all that the plan of the account allows at once: they are played alone."""
NO_CHANGES = "its cases make, change and delete things in the account; `--allow changes` plays them"
NO_LONG_WAITS = "its cases wait until idle sockets are closed; `--long-waits` or profile full plays them"
NO_CALLS = "its cases call agents, which is billed by the minute; `--allow calls` plays them"


class UnknownPattern(ValueError):
    """An `--only` pattern that matches no requirement; the message names near ids."""


def make_plan(
    spec: Spec,
    cases: Mapping[str, Case],
    *,
    versions: Sequence[str] = (),
    only: Sequence[str] = (),
    seed: int = 0,
    max_time_s: float | None = None,
    strict: bool = False,
    fuzz: bool = True,
    sessions: bool = True,
    concurrency: int = DEFAULT_CONCURRENCY,
    changes: bool = True,
    calls: bool = True,
    outward: bool = False,
    long_waits: bool = False,
    played: Profile | None = None,
    unclaimed: Mapping[str, str] | None = None,
    waivers: Sequence[Waiver] = (),
    back_to_back: bool = False,
    budget: float | None = None,
) -> Plan:
    """The plan of a run.

    versions: dates, none for all described ones; raises contralto_spec.UnknownVersion. only: requirement ids
    or globs, none for all that bind a server; raises UnknownPattern. Cases that no chosen requirement
    looks at are left out. changes: whether cases are played, and requests generated, that change the account
    (`CHANGES_ACCOUNT`); calls: whether those are that call agents; outward: whether requests are generated that reach
    people. long_waits: whether cases are played that wait for idle sockets to be closed (`LONG_WAIT`), as the profile
    `full` plays them anyway. played: the profile, the usual one if left out. unclaimed: features that the target does
    not offer. waivers: violations that are known. back_to_back: whether the suite plays the service behind the target,
    which is then a proxy; what binds proxies is chosen with it. budget: credits that the run may cost at most.
    """
    played = played or profile()
    if long_waits:
        played = with_long_waits(played)
    unclaimed = unclaimed or {}
    chosen = [spec.described(date).date for date in versions] or [v.date for v in spec.described_versions]
    dates = tuple(sorted(set(chosen)))
    requirements = select(spec, only)
    if not only:
        parties = {"server", "proxy"} if back_to_back else {"server"}
        requirements = tuple(name for name in requirements if spec.requirement(name).party in parties)
    needed = [
        r
        for r in requirements
        if any(spec.requirement(r).applies_to(date) for date in dates)
        and spec.requirement(r).feature not in unclaimed
        and r not in spec.departures
    ]
    wanted = tuple(
        name
        for name, case in cases.items()
        if any(map(case.applies_to, dates))
        # A generated case that stands in a file is there to be played again.
        and (name.startswith(GENERATED) or any(watches(r, name) for r in needed))
        and (back_to_back or not case.needs_upstream)
    )
    in_dialect = spec.dialect_name is not None
    pairs = [(contract(date), contract(date, spec)) for date in dates] if in_dialect else []
    withheld = {
        name: why
        for name in wanted
        if (why := _withheld(cases[name], played, changes, calls) or _absent(cases[name], pairs))
    }
    requests = _watched(fuzz_names(spec, dates, changes=changes, outward=outward), needed) if fuzz else []
    sockets = _watched(socket_names(spec, dates), needed) if sessions else []
    if played.depth is None:
        withheld |= dict.fromkeys((*requests, *sockets), played.reason)
    return Plan(
        versions=dates,
        requirements=requirements,
        cases=tuple(name for name in wanted if name not in withheld),
        withheld=withheld,
        only=tuple(only),
        fuzz=bool(requests and played.depth),
        sessions=bool(sockets and played.depth),
        seed=seed,
        max_time_s=max_time_s,
        strict=strict,
        concurrency=concurrency,
        changes=changes,
        outward=outward,
        depth=played.depth or "standard",
        profile=played.name,
        repeats=played.repeats,
        unclaimed=unclaimed,
        waivers=tuple(waivers),
        back_to_back=back_to_back,
        budget=budget,
    )


def _withheld(case: Case, played: Profile, changes: bool, calls: bool) -> str:
    """Why a case is not played; "" if it is."""
    if not played.plays(case):
        return NO_LONG_WAITS if with_long_waits(played).plays(case) else played.reason
    if CHANGES_ACCOUNT in case.tags and not changes:
        return NO_CHANGES
    return NO_CALLS if calls_agents(case) and not calls else ""


def _absent(case: Case, pairs: Sequence[tuple[Contract, Contract]]) -> str:
    """Which operation or socket that a case needs a dialect has in none of the versions; "" if none is missing.

    pairs: what is usual and what is spoken under each version; none without a dialect.
    """
    missing = [_missing(case, usual, spoken) for usual, spoken in pairs if case.applies_to(usual.version)]
    return f"the dialect has no {missing[0]}" if missing and all(missing) else ""


def _missing(case: Case, usual: Contract, spoken: Contract) -> str:
    """What a case asks for that the API has and what is spoken has not; "" if nothing."""
    for step in case.all_steps():
        if isinstance(step, Request) and usual.operation(step.method, step.path):
            if spoken.operation(step.method, step.path) is None:
                return f"`{step.method} {step.path}`"
        elif isinstance(step, Connect) and usual.channel_at(step.path) and spoken.channel_at(step.path) is None:
            return f"socket at `{step.path}`"
    return ""


def with_long_waits(played: Profile) -> Profile:
    """The profile with the cases that it leaves out by the tag `LONG_WAIT` alone."""
    return replace(played, without_tags=played.without_tags - {LONG_WAIT})


def calls_agents(case: Case) -> bool:
    """Whether a case calls an agent of the account for longer than it takes to be refused or to hang up."""
    paths = [step.path for step in case.steps if isinstance(step, Connect)]
    return case.cost != "free" and any(names_in(path) & AGENTS for path in paths)


def select(spec: Spec, only: Iterable[str]) -> tuple[str, ...]:
    """Ids that match one of the patterns, in file order; all without a pattern. Raises UnknownPattern."""
    patterns = tuple(only)
    for pattern in patterns:
        if not any(fnmatchcase(name, pattern) for name in spec.requirements):
            near = difflib.get_close_matches(pattern, spec.requirements, n=3)
            hint = f"; did you mean {' or '.join(f'`{name}`' for name in near)}?" if near else ""
            raise UnknownPattern(f"`{pattern}` matches no requirement{hint}")
    return tuple(name for name in spec.requirements if not patterns or any(fnmatchcase(name, p) for p in patterns))


def fuzz_names(spec: Spec, versions: Iterable[str], *, changes: bool, outward: bool) -> tuple[str, ...]:
    """Case names of the generated HTTP tests: `fuzz/<operationId>`. changes, outward: see `Plan`."""
    called = (exercised(spec.openapi(date), changes=changes, outward=outward).called for date in versions)
    names = [name for names in called for name in names]
    return tuple(f"fuzz/{name}" for name in dict.fromkeys(names))


def socket_names(spec: Spec, versions: Iterable[str]) -> tuple[str, ...]:
    """Case names of the generated sessions: `sessions/<channel>`."""
    names = [name for date in versions for name in session_names(spec.asyncapi(date)).values()]
    return tuple(dict.fromkeys(names))


def _watched(names: Iterable[str], requirements: Sequence[str]) -> list[str]:
    return [name for name in names if any(watches(requirement, name) for requirement in requirements)]
