"""Turns what the user asked for into a plan: versions, requirements, cases."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from fnmatch import fnmatchcase

from contralto_conformance.cases.model import Case
from contralto_conformance.fuzz import Depth, exercised
from contralto_conformance.fuzz.channels import session_names
from contralto_conformance.runner.examples import GENERATED
from contralto_conformance.runner.judge import watches
from contralto_conformance.runner.model import DEFAULT_CONCURRENCY, Plan
from contralto_spec import Spec

CHANGES_ACCOUNT = "changes-account"
"""Tag of cases that make, change and delete things."""


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
    outward: bool = False,
    depth: Depth = "standard",
) -> Plan:
    """The plan of a run.

    versions: dates, none for all described ones; raises contralto_spec.UnknownVersion. only: requirement ids
    or globs, none for all that bind a server; raises UnknownPattern. Cases that no chosen requirement
    looks at are left out. changes: whether cases are played, and requests generated, that change the account
    (`CHANGES_ACCOUNT`). outward: whether requests are generated that reach people. depth: how much is
    generated.
    """
    chosen = [spec.described(date).date for date in versions] or [v.date for v in spec.described_versions]
    dates = tuple(sorted(set(chosen)))
    requirements = select(spec, only)
    if not only:
        requirements = tuple(name for name in requirements if spec.requirement(name).party == "server")
    needed = [r for r in requirements if any(spec.requirement(r).applies_to(date) for date in dates)]
    wanted = tuple(
        name
        for name, case in cases.items()
        if any(map(case.applies_to, dates))
        # A generated case that stands in a file is there to be played again.
        if name.startswith(GENERATED) or any(watches(r, name) for r in needed)
    )
    withheld = () if changes else tuple(name for name in wanted if CHANGES_ACCOUNT in cases[name].tags)
    requests = fuzz_names(spec, dates, changes=changes, outward=outward)
    return Plan(
        versions=dates,
        requirements=requirements,
        cases=tuple(name for name in wanted if name not in withheld),
        withheld=withheld,
        only=tuple(only),
        fuzz=fuzz and any(_watches_generated(r, requests) for r in needed),
        sessions=sessions and any(_watches_generated(r, socket_names(spec, dates)) for r in needed),
        seed=seed,
        max_time_s=max_time_s,
        strict=strict,
        concurrency=concurrency,
        changes=changes,
        outward=outward,
        depth=depth,
    )


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


def _watches_generated(requirement: str, names: Sequence[str]) -> bool:
    return any(watches(requirement, name) for name in names)
