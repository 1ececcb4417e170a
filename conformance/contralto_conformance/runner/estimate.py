"""What a plan will do and cost at most, reckoned before anything is sent."""

from __future__ import annotations

from collections.abc import Mapping

from contralto_conformance.cases.model import Case, Connect, Request, Walk
from contralto_conformance.runner.costs import Costs
from contralto_conformance.runner.generated import Generated
from contralto_conformance.runner.model import Estimate, Plan
from contralto_spec import Spec


def estimate(plan: Plan, cases: Mapping[str, Case], spec: Spec) -> Estimate:
    """What the plan does in one round, all versions together."""
    total = Estimate()
    for version in plan.versions:
        total += of_version(plan, cases, spec, version)
    return total


def of_version(plan: Plan, cases: Mapping[str, Case], spec: Spec, version: str) -> Estimate:
    """What the plan does under one of its versions."""
    costs = Costs(spec, version)
    total = Estimate()
    for name in plan.cases:
        if cases[name].applies_to(version):
            total += Estimate(1, 0, requests_of(cases[name]), costs.of_case(cases[name]))
    generated = Generated(plan, spec)
    for name in generated.names(version):
        pieces, piece = generated.price(name, costs)
        total += Estimate(0, pieces, pieces, piece * pieces)
    return total


def requests_of(case: Case) -> int:
    """How many requests and sockets a case makes at most."""
    pages = sum(step.max_pages for step in case.steps if isinstance(step, Walk))
    return pages + sum(isinstance(step, Request | Connect) for step in case.steps)
