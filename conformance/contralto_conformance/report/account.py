"""What a run costs and leaves behind, in words and as data."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from contralto_conformance.report.collect import Report
from contralto_conformance.report.text import clip, count, one_line
from contralto_conformance.runner.model import Cost, Estimate, Made

_SHOWN = 20


def cost_words(cost: Cost) -> str:
    """A cost for people: `about 2,746 credits (at most 4,065), 0.06 USD, 2 requests of unknown price`."""
    usual, most = round(cost.credits), round(cost.at_most + 0.4999)
    parts = [f"about {count(usual, 'credit')} (at most {most:,})" if most else "no credits"]
    if cost.usd:
        parts.append(f"{cost.usd:.2f} USD" if cost.usd >= 0.005 else "less than 0.01 USD")
    if cost.unpriced:
        parts.append(f"{count(cost.unpriced, 'request')} of unknown price")
    return ", ".join(parts)


def estimate_words(estimate: Estimate, budget: float | None) -> str:
    """What a run will do, in one sentence."""
    parts = [count(estimate.cases, "case")]
    if estimate.generated:
        parts.append(count(estimate.generated, "generated test"))
    text = f"{', '.join(parts)}, up to {count(estimate.requests, 'request')}: {cost_words(estimate.cost)}"
    return text if budget is None else f"{text}; budget {budget:,.12g} credits"


def made_words(made: Made, url: str) -> str:
    """One thing that was left behind, and how it is deleted by hand."""
    way = f"DELETE {url}{made.delete}" if made.delete else f"`{made.id}`, made at {made.what}"
    return clip(one_line(f"{way} ({made.problem or 'not deleted'}; {made.case}, {made.version})"), 300)


def account_facts(report: Report) -> tuple[tuple[str, str], ...]:
    """Lines with their labels: what was spent, and what was left behind. None for a run that asked no server."""
    summary = report.summary
    if summary.spent is None:
        return ()
    spent = cost_words(summary.spent)
    facts = [("spent", spent if report.budget is None else f"{spent}; budget {report.budget:,.12g} credits")]
    left = summary.left_behind
    if left:
        clean = f"; `contralto clean {summary.ledger}` tries again" if summary.ledger else ""
        facts.append(("left", f"{count(len(left), 'thing')} could not be deleted{clean}"))
        facts += [("", made_words(made, summary.identity.url)) for made in left[:_SHOWN]]
        if len(left) > _SHOWN:
            facts.append(("", f"and {len(left) - _SHOWN:,} more"))
    return tuple(facts)


def account_members(report: Report) -> dict[str, Any]:
    """The same as members of the JSON document."""
    summary = report.summary
    money = None
    if summary.spent is not None:
        estimate = report.estimate and estimate_members(report.estimate)
        money = {"spent": cost_members(summary.spent), "estimate": estimate, "budget": report.budget}
    return {"money": money, "left_behind": [asdict(made) for made in summary.left_behind]}


def estimate_members(estimate: Estimate) -> dict[str, Any]:
    """An estimate as members of a JSON document."""
    sizes = {"cases": estimate.cases, "generated": estimate.generated, "requests": estimate.requests}
    return {**sizes, **cost_members(estimate.cost)}


def cost_members(cost: Cost) -> dict[str, Any]:
    """A cost as members of a JSON document."""
    return {
        "credits": round(cost.credits, 2),
        "at_most": round(cost.at_most, 2),
        "usd": round(cost.usd, 4),
        "unpriced": cost.unpriced,
    }
