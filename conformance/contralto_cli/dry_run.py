"""`contralto check --dry-run`: what a run would do and cost, in words; nothing is sent."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from contralto_conformance.cases.model import Case
from contralto_conformance.report.account import cost_members, cost_words, estimate_members, estimate_words
from contralto_conformance.report.console import wrap
from contralto_conformance.report.text import count
from contralto_conformance.runner.costs import Costs
from contralto_conformance.runner.estimate import of_version, requests_of
from contralto_conformance.runner.generated import Generated
from contralto_conformance.runner.model import Cost, Estimate, Plan, Target
from contralto_spec import Spec

WIDTH = 100


def document(plan: Plan, target: Target, cases: Mapping[str, Case], spec: Spec) -> dict[str, Any]:
    """The plan as data."""
    versions = {version: of_version(plan, cases, spec, version) for version in plan.versions}
    return {
        "target": {"url": target.base_url, "name": target.name},
        "profile": plan.profile,
        "requirements": len(plan.requirements),
        "budget": plan.budget,
        "concurrency": plan.concurrency,
        "versions": {version: estimate_members(found) for version, found in versions.items()},
        "total": estimate_members(_sum(versions)),
        "cases": [_case(name, plan, cases, spec) for name in plan.cases],
        "generated": [_generated(name, plan, spec) for name in _generated_names(plan, spec)],
        "withheld": dict(plan.withheld),
        "unclaimed": dict(plan.unclaimed),
        "waivers": [asdict(waiver) for waiver in plan.waivers],
    }


def as_json(plan: Plan, target: Target, cases: Mapping[str, Case], spec: Spec) -> str:
    """The same as text."""
    return json.dumps(document(plan, target, cases, spec), indent=2, ensure_ascii=False) + "\n"


def as_text(plan: Plan, target: Target, cases: Mapping[str, Case], spec: Spec) -> str:
    """The plan for people: per version, case by case, and what is left out and why."""
    versions = {version: of_version(plan, cases, spec, version) for version in plan.versions}
    total = _sum(versions)
    lines = [f"target    {target.name + ', ' if target.name else ''}{target.base_url}"]
    lines += [f"profile   {plan.profile}, {count(len(plan.requirements), 'requirement')}", ""]
    lines.append(f"{'version':<14}{'cases':>6}{'generated':>11}{'requests':>10}  credits, at most")
    lines += [_line(version, found) for version, found in versions.items()]
    if len(versions) > 1:
        lines.append(_line("all", total))
    names = {name: _case(name, plan, cases, spec) for name in plan.cases}
    names |= {name: _generated(name, plan, spec) for name in _generated_names(plan, spec)}
    if names:
        width = max(map(len, names)) + 2
        lines += ["", f"{'played':<{width}}{'versions':>8}{'requests':>10}  credits, at most"]
        lines += [
            f"{name:<{width}}{entry['versions']:>8}{entry['requests']:>10,}  {_amount(entry)}"
            for name, entry in names.items()
        ]
    lines += _left_out(plan)
    lines += ["", f"estimate  {estimate_words(total, plan.budget)}"]
    if plan.budget is not None and total.cost.at_most > plan.budget:
        lines += _wrapped(
            "The estimate is above the budget: what could exceed it will not be started, and is not verified."
        )
    return "\n".join([*lines, "Nothing was sent.", ""])


def _sum(versions: Mapping[str, Estimate]) -> Estimate:
    total = Estimate()
    for found in versions.values():
        total += found
    return total


def _line(name: str, found: Estimate) -> str:
    most = f"{found.cost.credits:,.0f}, {found.cost.at_most:,.0f}"
    return f"{name:<14}{found.cases:>6,}{found.generated:>11,}{found.requests:>10,}  {most}"


def _amount(entry: Mapping[str, Any]) -> str:
    if not entry["at_most"] and not entry["usd"] and not entry["unpriced"]:
        return "0"
    cost = Cost(entry["credits"], entry["at_most"], entry["usd"], entry["unpriced"])
    if cost.usd or cost.unpriced:
        return cost_words(cost)
    return f"{cost.credits:,.0f}, {cost.at_most:,.0f}"


def _left_out(plan: Plan) -> list[str]:
    lines: list[str] = []
    reasons: dict[str, list[str]] = {}
    for name, why in plan.withheld.items():
        reasons.setdefault(why, []).append(name)
    if reasons:
        lines += ["", "not played"]
        for why, names in reasons.items():
            shown = ", ".join(names[:8]) + (f" and {len(names) - 8} more" if len(names) > 8 else "")
            lines += _wrapped(f"{why}: {shown}")
    if plan.unclaimed:
        lines += ["", "not claimed"]
        for feature, why in plan.unclaimed.items():
            lines += _wrapped(f"{feature}: {why}")
    if plan.waivers:
        lines += ["", "known violations"]
        for waiver in plan.waivers:
            ended = "ended on" if waiver.has_ended else "until"
            lines += _wrapped(f"{waiver.pattern} {ended} {waiver.until}: {waiver.reason} ({waiver.where})")
    return lines


def _wrapped(text: str) -> list[str]:
    return [f"{'  ' if place == 0 else '    '}{line}" for place, line in enumerate(wrap(text, WIDTH - 4))]


def _case(name: str, plan: Plan, cases: Mapping[str, Case], spec: Spec) -> dict[str, Any]:
    case = cases[name]
    versions = [version for version in plan.versions if case.applies_to(version)]
    cost = Cost()
    for version in versions:
        cost += Costs(spec, version).of_case(case)
    return {
        "name": name,
        "versions": len(versions),
        "requests": requests_of(case) * len(versions),
        **cost_members(cost),
    }


def _generated_names(plan: Plan, spec: Spec) -> tuple[str, ...]:
    generated = Generated(plan, spec)
    return tuple(dict.fromkeys(name for version in plan.versions for name in generated.names(version)))


def _generated(name: str, plan: Plan, spec: Spec) -> dict[str, Any]:
    generated = Generated(plan, spec)
    versions = [version for version in plan.versions if name in generated.names(version)]
    requests, cost = 0, Cost()
    for version in versions:
        pieces, piece = generated.price(name, Costs(spec, version))
        requests, cost = requests + pieces, cost + piece * pieces
    return {"name": name, "versions": len(versions), "requests": requests, **cost_members(cost)}
