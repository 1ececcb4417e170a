"""Defects of paths, queries and versions."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode

from contralto_conformance.gateway.exchange import Call, Headers
from contralto_conformance.gateway.hooks import Hooks
from contralto_conformance.gateway.settings import BASE_PATH

from .registry import defect


@defect("proxy.base-path-stripped", "passes the base path on")
class KeepsBasePath(Hooks):
    def path(self, call: Call, path: str) -> str:
        return path if path.startswith("/v1/") or call.is_socket else BASE_PATH + path


@defect("proxy.base-path-stripped:doubled-slash", "leaves the slash at the end of the base path")
class LeavesSlash(Hooks):
    def path(self, call: Call, path: str) -> str:
        return path if path.startswith("/v1/") or call.is_socket else "/" + path


@defect("proxy.own-v1-is-kept", "strips the version of the service from its paths")
class StripsOwnVersion(Hooks):
    def path(self, call: Call, path: str) -> str:
        return path if call.is_socket else path.removeprefix("/v1")


@defect("proxy.query-passes-unchanged", "reads the query and writes it anew")
class WritesQueryAnew(Hooks):
    def query(self, call: Call, query: str) -> str:
        return urlencode(parse_qsl(query))


@defect("proxy.query-passes-unchanged:last", "keeps the last of several parameters of one name")
class LastOfAName(Hooks):
    def query(self, call: Call, query: str) -> str:
        return "&".join({part.partition("=")[0]: part for part in query.split("&")}.values())


@defect("proxy.version-passes-unchanged", "adds a version to a request without one")
class AddsVersion(Hooks):
    def sent_headers(self, call: Call, headers: Headers) -> Headers:
        is_named = any(name == "cartesia-version" for name, _ in headers) or "cartesia_version" in call.query
        return headers if is_named else [*headers, ("cartesia-version", "2025-04-16")]


@defect("proxy.version-passes-unchanged:replaced", "asks for another version than the client")
class OtherVersion(Hooks):
    def sent_headers(self, call: Call, headers: Headers) -> Headers:
        newest = {"2024-06-10": "2024-11-13"}
        return [(n, newest.get(value, value) if n == "cartesia-version" else value) for n, value in headers]


@defect("proxy.version-passes-unchanged:query", "drops the version in the query where there is a header too")
class DropsVersionInQuery(Hooks):
    def query(self, call: Call, query: str) -> str:
        if call.header("cartesia-version") is None:
            return query
        return "&".join(part for part in query.split("&") if not part.startswith("cartesia_version="))


@defect("proxy.no-address-bypasses-the-base-path", "leaves the base path out of redirects")
class BareRedirects(Hooks):
    def location(self, call: Call, location: str) -> str:
        return location.removeprefix(BASE_PATH)


@defect("proxy.no-address-bypasses-the-base-path:leak", "passes the address of the service on in redirects")
class LeakingRedirects(Hooks):
    def answer(self, call: Call, status: int, headers: Headers) -> tuple[int, Headers]:
        there = f"http://{call.memo.get('service')}"
        leaking = [(n, there + value.removeprefix(BASE_PATH) if n == "location" else value) for n, value in headers]
        return status, leaking
