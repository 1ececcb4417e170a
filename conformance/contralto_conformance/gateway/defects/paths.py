"""Defects of paths and queries."""

from __future__ import annotations

from contralto_conformance.gateway.exchange import Call
from contralto_conformance.gateway.hooks import Hooks
from contralto_conformance.gateway.settings import BASE_PATH

from .registry import defect


@defect("proxy.base-path-stripped", "passes the base path on")
class KeepsBasePath(Hooks):
    def path(self, call: Call, path: str) -> str:
        return path if path.startswith("/v1/") else BASE_PATH + path


@defect("proxy.base-path-stripped:doubled-slash", "leaves the slash at the end of the base path")
class LeavesSlash(Hooks):
    def path(self, call: Call, path: str) -> str:
        return path if path.startswith("/v1/") else "/" + path


@defect("proxy.own-v1-is-kept", "strips the version of the service from its paths")
class StripsOwnVersion(Hooks):
    def path(self, call: Call, path: str) -> str:
        return path.removeprefix("/v1")
