"""Turns what the user asked for into a plan: versions, requirements, cases."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from fnmatch import fnmatchcase

from contralto_conformance.cases.model import Case, Connect
from contralto_conformance.cases.variables import AGENTS, names_in
from contralto_conformance.fuzz import exercised
from contralto_conformance.runner.judge import watches
from contralto_conformance.runner.model import DEFAULT_CONCURRENCY, Plan, Waiver
from contralto_conformance.runner.profiles import Profile, profile
from contralto_spec import Spec

SESSIONS_CASE = "sessions/tts-ws"
CHANGES_ACCOUNT = "changes-account"
"""Tag of cases that make, change and delete things."""

NO_CHANGES = "its cases make, change and delete things in the account; `--allow changes` plays them"
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
    played: Profile | None = None,
    unclaimed: Mapping[str, str] | None = None,
    waivers: Sequence[Waiver] = (),
    budget: float | None = None,
) -> Plan:
    """The plan of a run.

    versions: dates, none for all described ones; raises contralto_spec.UnknownVersion. only: requirement ids
    or globs, none for all that bind a server; raises UnknownPattern. Cases that no chosen requirement
    looks at are left out. changes: whether cases are played that change the account (`CHANGES_ACCOUNT`); calls: whether
    those are that call agents. played: the profile, the usual one if left out. unclaimed: features that the target does
    not offer. waivers: violations that are known. budget: credits that the run may cost at most.
    """
    played = played or profile()
    unclaimed = unclaimed or {}
    chosen = [spec.described(date).date for date in versions] or [v.date for v in spec.described_versions]
    dates = tuple(sorted(set(chosen)))
    requirements = select(spec, only)
    if not only:
        requirements = tuple(name for name in requirements if spec.requirement(name).party == "server")
    needed = [
        r
        for r in requirements
        if any(spec.requirement(r).applies_to(date) for date in dates) and spec.requirement(r).feature not in unclaimed
    ]
    wanted = tuple(
        name
        for name, case in cases.items()
        if any(map(case.applies_to, dates)) and any(watches(r, name) for r in needed)
    )
    withheld = {name: why for name in wanted if (why := _withheld(cases[name], played, changes, calls))}
    calls_generated = [name for name in fuzz_names(spec, dates) if fuzz and any(watches(r, name) for r in needed)]
    has_sessions = sessions and any(watches(r, SESSIONS_CASE) for r in needed)
    if not played.sizes.calls:
        withheld |= dict.fromkeys(calls_generated, played.reason)
    if has_sessions and not played.sizes.sessions:
        withheld[SESSIONS_CASE] = played.reason
    return Plan(
        versions=dates,
        requirements=requirements,
        cases=tuple(name for name in wanted if name not in withheld),
        withheld=withheld,
        only=tuple(only),
        fuzz=bool(calls_generated and played.sizes.calls),
        sessions=bool(has_sessions and played.sizes.sessions),
        seed=seed,
        max_time_s=max_time_s,
        strict=strict,
        concurrency=concurrency,
        profile=played.name,
        sizes=played.sizes,
        repeats=played.repeats,
        unclaimed=unclaimed,
        waivers=tuple(waivers),
        budget=budget,
    )


def _withheld(case: Case, played: Profile, changes: bool, calls: bool) -> str:
    """Why a case is not played; "" if it is."""
    if not played.plays(case):
        return played.reason
    if CHANGES_ACCOUNT in case.tags and not changes:
        return NO_CHANGES
    return NO_CALLS if calls_agents(case) and not calls else ""


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


def fuzz_names(spec: Spec, versions: Iterable[str]) -> tuple[str, ...]:
    """Case names of the generated HTTP tests: `fuzz/<operationId>`."""
    names = [name for date in versions for name in exercised(spec.openapi(date))]
    return tuple(f"fuzz/{name}" for name in dict.fromkeys(names))
