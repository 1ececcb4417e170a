"""Checks of what a proxy makes of requests on their way to the service (spec/requirements/proxy.yaml)."""

from __future__ import annotations

from contralto_conformance.oracle.contracts import Contract
from contralto_conformance.oracle.legs import at, raw_path, single
from contralto_conformance.oracle.registry import Finding, Verdict, check
from contralto_conformance.trace import Trace


@check("proxy.base-path-stripped", cases="proxy/http/paths")
def base_path_stripped(trace: Trace, contract: Contract) -> Verdict:
    return _same_paths(trace, own_v1=False)


@check("proxy.own-v1-is-kept", cases="proxy/http/own-v1")
def own_v1_is_kept(trace: Trace, contract: Contract) -> Verdict:
    return _same_paths(trace, own_v1=True)


def _same_paths(trace: Trace, *, own_v1: bool) -> Verdict:
    found = [pair for pair in single(trace) if pair[0].path.startswith("/v1/") == own_v1]
    if not found:
        return None
    return [
        Finding(f"`{sent.path}`", f"`{raw_path(upstream)}`", at(upstream))
        for sent, upstream in found
        if raw_path(upstream) != sent.path
    ]
