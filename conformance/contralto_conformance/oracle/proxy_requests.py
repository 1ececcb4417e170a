"""Checks of what a proxy makes of requests on their way to the service (spec/requirements/proxy.yaml)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from urllib.parse import unquote_plus

from contralto_conformance.oracle.contracts import Contract
from contralto_conformance.oracle.legs import STANDARD_HEADERS, at, is_socket, key_number, raw_path, raw_query, single
from contralto_conformance.oracle.reading import show
from contralto_conformance.oracle.registry import Finding, Verdict, check
from contralto_conformance.trace import (
    KEY_ACCOUNTS,
    KEY_CONCURRENCY,
    PROXY_LOG,
    REDACTED_KEY,
    REDACTED_TOKEN,
    REDACTED_UPSTREAM,
    Exchange,
    Trace,
)

_HOP_BY_HOP = frozenset({"keep-alive", "proxy-authorization", "proxy-connection", "te", "trailer", "upgrade"})
_IN_QUERY = frozenset({"api_key", "access_token"})


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


@check("proxy.query-passes-unchanged", cases="proxy/http/query")
def query_passes_unchanged(trace: Trace, contract: Contract) -> Verdict:
    found = [(sent, upstream) for sent, upstream in single(trace) if _parts(sent)]
    if not found:
        return None
    return [
        Finding(f"`{'&'.join(_parts(sent))}`", f"`{raw_query(upstream)}`", at(upstream))
        for sent, upstream in found
        if _parts(sent) != _parts(upstream)
    ]


def _parts(exchange: Exchange) -> list[str]:
    """The query as written, without what holds a credential, and without the version, which another check looks at."""
    return [
        part
        for part in raw_query(exchange).split("&")
        if part and not _is_credential(part) and unquote_plus(part.partition("=")[0]) != "cartesia_version"
    ]


def _is_credential(part: str) -> bool:
    return unquote_plus(part.partition("=")[0]) in _IN_QUERY or "[redacted" in unquote_plus(part)


@check("proxy.version-passes-unchanged", cases="proxy/http/versions")
def version_passes_unchanged(trace: Trace, contract: Contract) -> Verdict:
    found = list(single(trace))
    if not found:
        return None
    findings = []
    for sent, upstream in found:
        for what, of in (("header", _version_headers), ("query parameter", _version_parameters)):
            if of(sent) != of(upstream):
                findings.append(
                    Finding(f"version in the {what}: {show(of(sent))}", show(of(upstream)), at(upstream)),
                )
    return findings


def _version_headers(exchange: Exchange) -> list[str]:
    return [value for name, value in exchange.request_headers if name == "cartesia-version"]


def _version_parameters(exchange: Exchange) -> list[str]:
    return [value for name, value in exchange.query if name == "cartesia_version"]


# -- credentials -----------------------------------------------------------------------------------------------------


@check("proxy.team-token-stays-here", cases="proxy/*")
def team_token_stays_here(trace: Trace, contract: Contract) -> Verdict:
    found = list(_with_team_token(trace))
    if not found:
        return None
    return [
        Finding("no team token", f"the token in {place}", at(upstream))
        for _, upstream in found
        for place, value in _shown(upstream)
        if REDACTED_KEY in value
    ]


def _with_team_token(trace: Trace) -> Iterator[tuple[Exchange, Exchange]]:
    """Requests that showed the token of a team, and what arrived of each."""
    return ((sent, upstream) for sent, upstream in single(trace) if any(REDACTED_KEY in w for _, w in _shown(sent)))


def _shown(exchange: Exchange) -> Iterator[tuple[str, str]]:
    """Where a request can show a credential, and what stands there."""
    for name, value in exchange.request_headers:
        yield f"the header `{name}`", value
    for name, value in exchange.query:
        yield f"the query parameter `{name}`", value


@check("proxy.one-upstream-credential", cases="proxy/*")
def one_upstream_credential(trace: Trace, contract: Contract) -> Verdict:
    found = list(_with_team_token(trace))
    if not found:
        return None
    return [
        Finding("one credential", f"{len(places)}: {', '.join(places) or 'none'}", at(upstream))
        for _, upstream in found
        if len(places := list(_of_the_proxy(upstream))) != 1
    ]


def _of_the_proxy(upstream: Exchange) -> Iterator[str]:
    return (place for place, value in _shown(upstream) if REDACTED_UPSTREAM in value or REDACTED_TOKEN in value)


@check("proxy.client-credentials-removed", cases="proxy/tokens/both-credentials")
def client_credentials_removed(trace: Trace, contract: Contract) -> Verdict:
    found = [(set(_own_credentials(sent)), upstream) for sent, upstream in _with_team_token(trace)]
    found = [(credentials, upstream) for credentials, upstream in found if credentials]
    if not found:
        return None
    return [
        Finding("no credential of the client", f"it stands in {place}", at(upstream))
        for credentials, upstream in found
        for place, value in _shown(upstream)
        if any(credential in value for credential in credentials)
    ]


def _own_credentials(sent: Exchange) -> Iterator[str]:
    """Credentials that a client shows beside the token of its team."""
    shown = [value for name, value in sent.request_headers if name == "x-api-key"]
    shown += [value for name, value in sent.query if name in _IN_QUERY]
    yield from (value for value in shown if value and "[redacted" not in value)


@check("proxy.tokens-never-logged", cases="proxy/tokens/logged")
def tokens_never_logged(trace: Trace, contract: Contract) -> Verdict:
    """Says nothing where no log was read, or nothing was written into it."""
    log = trace.values.get(PROXY_LOG, "")
    is_shown = any(
        REDACTED_KEY in value
        for exchange in trace.exchanges
        for place, value in _shown(exchange)
        if "query" in place or "subprotocol" in place
    )
    if not log or not is_shown:
        return None
    return [
        Finding("no token", f"a token in line {number}: {show(line)}", "the log of the proxy")
        for number, line in enumerate(log.splitlines(), 1)
        if REDACTED_KEY in line
    ]


@check("proxy.account-resources-stay-reachable", cases="proxy/tokens/one-account")
def account_resources_stay_reachable(trace: Trace, contract: Contract) -> Verdict:
    """Judges proxies of which it is known that they have keys of several accounts."""
    accounts = trace.values.get(KEY_ACCOUNTS, "").split(",")
    used = [(upstream, key_number(upstream)) for _, upstream in single(trace)]
    known = [(upstream, accounts[n - 1]) for upstream, n in used if n is not None and n <= len(accounts)]
    if len(set(accounts)) < 2 or len(known) < 2:
        return None
    return [
        Finding("a key of the same account", "one of another", at(upstream))
        for upstream, account in known
        if account != known[0][1]
    ]


@check("proxy.key-concurrency-respected", cases="proxy/tokens/at-once")
def key_concurrency_respected(trace: Trace, contract: Contract) -> Verdict:
    """Judges proxies of which it is known what a key may carry."""
    limit = trace.values.get(KEY_CONCURRENCY, "")
    used = [(upstream, key_number(upstream)) for upstream in trace.upstream or ()]
    spans = [(upstream, number) for upstream, number in used if number is not None]
    if not limit or len(spans) < 2:
        return None
    findings = []
    for upstream, number in spans:
        at_once = sum(
            other == number and each.started_s <= upstream.started_s < each.started_s + each.elapsed_s
            for each, other in spans
        )
        if at_once > int(limit):
            findings.append(Finding(f"at most {limit} at once with one key", str(at_once), at(upstream)))
    return findings


# -- headers ---------------------------------------------------------------------------------------------------------


@check("proxy.hop-by-hop-headers-stay", cases="proxy/http/headers")
def hop_by_hop_headers_stay(trace: Trace, contract: Contract) -> Verdict:
    findings: list[Finding] = []
    is_judged = False
    for sent, upstream in single(trace):
        if is_socket(sent):
            continue
        for here, there, where in (
            (sent.request_headers, upstream.request_headers, at(upstream)),
            (upstream.response_headers, sent.response_headers, f"answer `{sent.label}`"),
        ):
            bound = _bound(here)
            is_judged = is_judged or bool(bound)
            findings += [
                Finding(f"no `{name}` of the other connection", f"`{name}: {value}`", where)
                for name, value in there
                if (name, value) in bound or (name == "connection" and _words(value) & {each for each, _ in bound})
            ]
    return findings if is_judged else None


def _bound(headers: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
    """Those of the headers that belong to their connection alone."""
    named = set[str]().union(*(_words(value) for name, value in headers if name == "connection"))
    return {(name, value) for name, value in headers if name in (_HOP_BY_HOP | named) - {"connection"}}


def _words(value: str) -> set[str]:
    return {word.strip().lower() for word in value.split(",")}


@check("proxy.unknown-headers-pass", cases="proxy/http/headers")
def unknown_headers_pass(trace: Trace, contract: Contract) -> Verdict:
    findings: list[Finding] = []
    is_judged = False
    for sent, upstream in single(trace):
        for here, there, where in (
            (sent.request_headers, upstream.request_headers, at(upstream)),
            (upstream.response_headers, sent.response_headers, f"answer `{sent.label}`"),
        ):
            unknown = [pair for pair in here if _is_unknown(pair, here)]
            is_judged = is_judged or bool(unknown)
            findings += [
                Finding(f"`{name}: {value}`", "another value" if _has(there, name) else f"no `{name}`", where)
                for name, value in unknown
                if (name, value) not in there
            ]
    return findings if is_judged else None


def _is_unknown(pair: tuple[str, str], headers: Iterable[tuple[str, str]]) -> bool:
    name, value = pair
    return name not in STANDARD_HEADERS and "[redacted" not in value and pair not in _bound(headers)


def _has(headers: Iterable[tuple[str, str]], name: str) -> bool:
    return any(each == name for each, _ in headers)
