"""Checks of what a proxy makes of messages and of the end of sockets (spec/requirements/proxy.yaml)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from contralto_conformance.oracle.contracts import Contract
from contralto_conformance.oracle.exchanges import collect
from contralto_conformance.oracle.legs import at, is_socket, single, unasked_extensions
from contralto_conformance.oracle.reading import as_object, show_bytes
from contralto_conformance.oracle.registry import Finding, Verdict, check
from contralto_conformance.trace import Exchange, Frame, Trace

_IDS = frozenset({"context_id", "flush_id", "request_id"})
_NEVER_SENT = frozenset({1005, 1006, 1015})
"""Codes that stand for what was not said; no close frame may hold them (rfc6455)."""

Leg = tuple[Sequence[Frame], Sequence[Frame], str]
"""Messages that one side sent, those that came out on the other, and the place where they came out."""


def _open(trace: Trace) -> Iterator[tuple[Exchange, Exchange]]:
    """Sockets that are open on both sides, and that the client could read."""
    found = ((e, u) for e, u in single(trace) if is_socket(e) and e.status == u.status == 101)
    return (pair for pair in found if not unasked_extensions(pair[0]))


def _legs(trace: Trace) -> list[Leg]:
    """Both directions of all sockets on which something was said."""
    both = [
        leg
        for client, upstream in _open(trace)
        for leg in (
            (client.sent(), upstream.sent(), at(upstream)),
            (upstream.received(), client.received(), f"`{client.label}`"),
        )
    ]
    return [leg for leg in both if leg[0] or leg[1]]


def _place(frame: Frame, where: str) -> str:
    return f"{where}, +{frame.time_s:.3f} s"


@check("proxy.frames-pass-unchanged", cases="proxy/sockets/*")
def frames_pass_unchanged(trace: Trace, contract: Contract) -> Verdict:
    """Where messages begin and end is judged by proxy.message-boundaries-kept, JSON that says the same by
    proxy.json-never-rewritten."""
    found = _legs(trace)
    if not found:
        return None
    return [
        Finding("a message that was sent", f"{frame.kind} {show_bytes(frame.payload)}", _place(frame, where))
        for went, came, where in found
        if not _is_regrouped(went, came)
        for frame in came
        if not _is_known(frame, went) and _rewritten(frame, went) is None
    ]


def _is_known(frame: Frame, went: Sequence[Frame]) -> bool:
    return any((frame.kind, frame.payload) == (each.kind, each.payload) for each in went)


def _is_regrouped(went: Sequence[Frame], came: Sequence[Frame]) -> bool:
    """Whether the same bytes came, in other messages."""
    return [f.payload for f in went] != [f.payload for f in came] and _joined(went) == _joined(came)


def _joined(frames: Sequence[Frame]) -> bytes:
    return b"".join(frame.payload for frame in frames)


def _rewritten(frame: Frame, went: Sequence[Frame]) -> Frame | None:
    """The message of which this one says the same in other bytes, or with other ids; None if there is none."""
    value = as_object(frame.payload) if frame.kind == "text" else None
    if value is None:
        return None
    for each in went:
        before = as_object(each.payload) if each.kind == "text" else None
        if (
            before is not None
            and before.keys() == value.keys()
            and all(value[name] == before[name] for name in value if name not in _IDS)
        ):
            return each
    return None


@check("proxy.json-never-rewritten", cases="proxy/sockets/json")
def json_never_rewritten(trace: Trace, contract: Contract) -> Verdict:
    found = [leg for leg in _legs(trace) if any(as_object(frame.payload) is not None for frame in leg[0])]
    if not found:
        return None
    return [
        Finding(show_bytes(before.payload), show_bytes(frame.payload), _place(frame, where))
        for went, came, where in found
        if not _is_regrouped(went, came)
        for frame in came
        if not _is_known(frame, went) and (before := _rewritten(frame, went)) is not None
    ]


@check("proxy.message-order-kept", cases="proxy/sockets/many")
def message_order_kept(trace: Trace, contract: Contract) -> Verdict:
    return collect(_in_order(*leg) for leg in _legs(trace))


def _in_order(went: Sequence[Frame], came: Sequence[Frame], where: str) -> Verdict:
    """Judged by the messages that were sent once and came once."""
    sent, received = (Counter(frame.payload for frame in frames) for frames in (went, came))
    once = {payload for payload, number in sent.items() if number == received[payload] == 1}
    places = {frame.payload: place for place, frame in enumerate(went) if frame.payload in once}
    known = [frame for frame in came if frame.payload in places]
    if len(known) < 2:
        return None
    return [
        Finding(f"{show_bytes(later.payload)} before it", show_bytes(earlier.payload), _place(earlier, where))
        for earlier, later in pairwise(known)
        if places[earlier.payload] > places[later.payload]
    ]


@check("proxy.message-boundaries-kept", cases="proxy/sockets/many")
def message_boundaries_kept(trace: Trace, contract: Contract) -> Verdict:
    return collect(_one_by_one(*leg) for leg in _legs(trace))


def _one_by_one(went: Sequence[Frame], came: Sequence[Frame], where: str) -> Verdict:
    if not came:
        return None
    return [
        Finding("a message as it was sent", f"cut or joined, {show_bytes(frame.payload)}", _place(frame, where))
        for frame in came
        if _is_regrouped(went, came) and not _is_known(frame, went)
    ]


# -- endings ---------------------------------------------------------------------------------------------------------


@check("proxy.client-close-reaches-upstream", cases="proxy/sockets/client-*")
def client_close_reaches_upstream(trace: Trace, contract: Contract) -> Verdict:
    found = [(code, u) for e, u in _open(trace) if (code := _closed_by_client(e)) is not None and u.ending != "closed"]
    if not found:
        return None
    return [Finding(f"a close with {code}", _end(u), at(u)) for code, u in found if u.close_code != code]


def _closed_by_client(exchange: Exchange) -> int | None:
    """Code of the close frame that the client sent before it got one."""
    first = next((frame for frame in exchange.frames if frame.kind == "close"), None)
    if first is None or first.direction != "sent" or len(first.payload) < 2:
        return None
    return int.from_bytes(first.payload[:2])


def _end(exchange: Exchange) -> str:
    if exchange.close_code is None:
        return f"no close frame, the socket ended as {exchange.ending}"
    reason = f" and the reason {exchange.close_reason!r}" if exchange.close_reason else ""
    return f"{exchange.close_code}{reason}"


@check("proxy.upstream-close-reaches-client", cases="proxy/sockets/service-*")
def upstream_close_reaches_client(trace: Trace, contract: Contract) -> Verdict:
    found = [(e, u) for e, u in _open(trace) if u.ending == "closed" and _closed_by_client(e) is None]
    if not found:
        return None
    return [
        Finding(_end(u), _end(e), f"the end of `{e.label}`")
        for e, u in found
        if (e.close_code, e.close_reason) != (u.close_code, u.close_reason)
    ]


@check("proxy.lost-upstream-becomes-a-code", cases="proxy/sockets/lost-service")
def lost_upstream_becomes_a_code(trace: Trace, contract: Contract) -> Verdict:
    if trace.case != "proxy/sockets/lost-service":
        return None  # what the service sees of a loss is the same as of a client that leaves
    found = [e for e, _ in _open(trace)]
    if not found:
        return None
    return [
        Finding("a close with a code such as 1011", _end(e), f"the end of `{e.label}`")
        for e in found
        if e.close_code is None or e.close_code in _NEVER_SENT
    ]
