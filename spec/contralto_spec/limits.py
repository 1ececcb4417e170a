"""What the documents say of plans and of idle sockets (`x-limits` of the channels)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from .reader import Spec


@dataclass(frozen=True)
class PlanLimits:
    """How much a plan allows at once (docs-concurrency).

    contexts: of speech, over sockets and HTTP together. tts_sockets: open sockets of speech, busy or idle. stt: open
    sockets and requests of speech to text. calls: with agents.
    """

    contexts: int
    tts_sockets: int
    stt: int
    calls: int


@cache
def plans(spec: Spec) -> Mapping[str, PlanLimits]:
    """The limits of every plan by its name, the smallest plan first.

    Plans are sold to accounts and not to versions, so the newest documents count.
    """
    limits = {name: channel["x-limits"] for name, channel in spec.asyncapi(spec.latest.date)["channels"].items()}
    contexts = limits["tts"]["contexts"]["by_plan"]
    sockets = limits["tts"]["sockets"]["per_context_of_the_plan"]
    return {
        plan: PlanLimits(
            contexts=int(contexts[plan]),
            tts_sockets=int(contexts[plan]) * int(sockets),
            stt=int(limits["stt"]["concurrency"]["by_plan"][plan]),
            calls=int(limits["line_agent"]["concurrency"]["by_plan"][plan]),
        )
        for plan in sorted(contexts, key=contexts.__getitem__)
    }


@cache
def idle_limits(spec: Spec, date: str) -> Mapping[str, float]:
    """Seconds after which an idle socket is closed, by the path of its channel (`/agents/stream/{agent_id}`)."""
    channels = spec.asyncapi(date)["channels"].values()
    return {
        channel["address"]: float(channel["x-limits"]["idle_close"]["after_s"])
        for channel in channels
        if "idle_close" in channel.get("x-limits", {})
    }
