"""Generated tests: schemathesis over the OpenAPI document, hypothesis state machines over the sockets.

Both are synchronous libraries that drive asynchronous drivers, so each runs in a thread with an event loop of
its own (see `runner.threads`), and hands over what it recorded as it goes.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

Depth = Literal["small", "standard", "deep"]
"""How much is generated; what each one means stands in `SIZES`."""


@dataclass(frozen=True)
class Size:
    """How much is generated for one version.

    sessions: the most on each channel. usual, others: requests per operation and kind, of those in `EXERCISED` and of
    those beside them. takes_turns: whether only some of those beside them get more than boundaries; the seed decides.
    paid: the most valid requests of an operation that costs money. boundaries: the most requests per operation with
    values at the boundaries of its schema. chains: how often a thing is made, read, changed and deleted again, for each
    kind of thing; chain_steps: the requests of that.
    """

    sessions: int
    usual: int
    others: int
    paid: int
    boundaries: int
    chains: int
    chain_steps: int = 4
    takes_turns: bool = True


SIZES: Mapping[Depth, Size] = {
    "small": Size(sessions=4, usual=3, others=1, paid=2, boundaries=0, chains=0),
    "standard": Size(sessions=12, usual=10, others=2, paid=5, boundaries=3, chains=2),
    "deep": Size(sessions=60, usual=50, others=20, paid=10, boundaries=200, chains=6, chain_steps=8, takes_turns=False),
}

EXERCISED = ("getStatus", "createAccessToken", "listVoices", "getVoice", "ttsBytes", "ttsSse")
"""Ids of the operations that most requests are made for: they change nothing of an account, and their areas have
checks."""

OUTWARD = frozenset(
    {"createOutboundCall", "createCallBatch", "retryCallBatch", "createOrganizationInvites"}
    | {"provisionPhoneNumber", "importPhoneNumber"}
)
"""Ids of operations that ring a telephone, write to people, or rent a number."""

_ADMINISTRATION: list[dict[str, list[str]]] = [{"AdminApiKey": []}]

CHANGING = "they change the account; `--allow changes` calls them"
REACHING_OUT = "they reach people or rent numbers, which generated requests do on this machine alone"
ADMINISTERING = "they want an administrative key"


@dataclass(frozen=True)
class Operations:
    """Which operations of a document requests are made for. left_out: the others, by the reason."""

    called: tuple[str, ...]
    left_out: Mapping[str, tuple[str, ...]]


def exercised(document: Mapping[str, Any], *, changes: bool = False, outward: bool = False) -> Operations:
    """The operations of an OpenAPI document that requests are made for, `EXERCISED` first.

    changes: whether those are among them that make, change and delete things. outward: whether those are that reach
    out (`OUTWARD`).
    """
    described = {
        operation["operationId"]: operation
        for item in document["paths"].values()
        for operation in item.values()
        if isinstance(operation, dict) and "operationId" in operation
    }
    called = [name for name in EXERCISED if name in described]
    left_out: dict[str, list[str]] = {}
    for name, operation in described.items():
        if name in called:
            continue
        reason = (
            ADMINISTERING
            if operation.get("security") == _ADMINISTRATION
            else REACHING_OUT
            if name in OUTWARD and not outward
            else CHANGING
            if operation.get("x-cost") == "destructive" and not changes
            else ""
        )
        if reason:
            left_out.setdefault(reason, []).append(name)
        else:
            called.append(name)
    return Operations(tuple(called), {reason: tuple(names) for reason, names in left_out.items()})


def use_own_cache() -> None:
    """Keeps hypothesis' files (character tables, worth 2 s per run) out of the working directory.

    They go to `$XDG_CACHE_HOME/contralto/hypothesis`; HYPOTHESIS_STORAGE_DIRECTORY wins if it is set.
    """
    from hypothesis.configuration import set_hypothesis_home_dir

    if os.environ.get("HYPOTHESIS_STORAGE_DIRECTORY"):
        return
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    set_hypothesis_home_dir(cache / "contralto" / "hypothesis")
