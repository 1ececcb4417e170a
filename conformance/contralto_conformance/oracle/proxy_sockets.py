"""Checks of what a proxy makes of sockets (spec/requirements/proxy.yaml)."""

from __future__ import annotations

from collections.abc import Sequence

from contralto_conformance.oracle.contracts import Contract
from contralto_conformance.oracle.legs import at, single
from contralto_conformance.oracle.reading import show_bytes
from contralto_conformance.oracle.registry import Finding, Verdict, check
from contralto_conformance.trace import Frame, Trace


@check("proxy.frames-pass-unchanged", cases="proxy/sockets/echo")
def frames_pass_unchanged(trace: Trace, contract: Contract) -> Verdict:
    found = [pair for pair in single(trace) if pair[0].status == pair[1].status == 101]
    if not any(upstream.sent() or upstream.received() for _, upstream in found):
        return None
    findings: list[Finding] = []
    for client, upstream in found:
        findings += _differences(client.sent(), upstream.sent(), at(upstream))
        findings += _differences(upstream.received(), client.received(), f"`{client.label}`")
    return findings


def _differences(went: Sequence[Frame], came: Sequence[Frame], where: str) -> list[Finding]:
    """Messages that came and are none of those that went. Order, number and what is joined are matters of others."""
    known = {(frame.kind, frame.payload) for frame in went}
    if len(went) > 1:
        known |= {(frame.kind, b"".join(each.payload for each in went)) for frame in went}
    return [
        Finding(
            "a message that was sent", f"{frame.kind} {show_bytes(frame.payload)}", f"{where}, +{frame.time_s:.3f} s"
        )
        for frame in came
        if (frame.kind, frame.payload) not in known
    ]
