"""Traces of both sides of a proxy, made by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from contralto_conformance.trace import MARK_HEADER, Exchange, Trace

from .builders import Socket, trace


def legs(
    *pairs: tuple[Exchange | Socket, Sequence[Exchange | Socket] | Exchange | Socket], case: str = "proxy/http/example"
) -> Trace:
    """A trace of these exchanges of the client, each with what arrived of it at the service (one, several or none)."""
    sent: list[Exchange] = []
    arrived: list[Exchange] = []
    for number, (client, upstream) in enumerate(pairs, 1):
        mark = (MARK_HEADER, f"mark-{number}")
        sent.append(_marked(client, mark, f"request-{number}"))
        several = [upstream] if isinstance(upstream, Exchange | Socket) else upstream
        arrived += [_marked(each, mark, f"upstream-{len(arrived) + n}") for n, each in enumerate(several, 1)]
    return replace(trace(*sent, case=case), upstream=tuple(arrived))


def _marked(what: Exchange | Socket, mark: tuple[str, str], label: str) -> Exchange:
    exchange = what.exchange() if isinstance(what, Socket) else what
    return replace(exchange, label=label, request_headers=(*exchange.request_headers, mark))
