"""Checks of what is made, changed and deleted (spec/requirements/resources.yaml).

What a case makes it deletes; a trace shows the whole life of a thing, in order.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import pairwise
from typing import Any

from contralto_conformance.oracle.contracts import Contract, Operation
from contralto_conformance.oracle.exchanges import (
    answered,
    body_object,
    calls_of,
    collect,
    http,
    is_json_request,
    is_json_type,
    is_refused_orderly,
    is_served,
    is_withheld,
    parsed,
    refused_with,
    request_object,
    under_test,
    where,
)
from contralto_conformance.oracle.reading import show
from contralto_conformance.oracle.registry import Finding, Verdict, check
from contralto_conformance.trace import Exchange, Trace
from contralto_spec.placed import walk

_WRITING = frozenset({"POST", "PUT", "PATCH", "DELETE"})
_KEPT = ("name", "display_name", "description", "url")
"""Members that are told and shown in one form."""

_CHANGEABLE = (*_KEPT, "tagline", "language", "items", "metadata")
"""Members that a later answer shows as before unless somebody changes them."""

# What one of them says may follow from the other.
_TOGETHER = frozenset({"tagline", "description"})
_GONE_BEFORE = frozenset({404, 410})


def _documented(trace: Trace, contract: Contract) -> list[tuple[Exchange, Operation]]:
    """Answered requests under the version tested that meet a documented operation, in the order of the trace."""
    found = []
    for exchange in http(trace):
        operation = contract.operation(exchange.method, exchange.path) if under_test(exchange, contract) else None
        if operation is not None:
            found.append((exchange, operation))
    return found


def _path(exchange: Exchange) -> str:
    return exchange.path.rstrip("/")


def _made(trace: Trace, contract: Contract) -> Iterator[tuple[Exchange, str]]:
    """Every thing that the trace makes, with the path under which it can be fetched."""
    for exchange, _ in _documented(trace, contract):
        name = (body_object(exchange) or {}).get("id") if is_served(exchange) else None
        if exchange.method != "POST" or not isinstance(name, str):
            continue
        path = f"{_path(exchange).removesuffix('/clone')}/{name}"
        if contract.operation("GET", path) is not None:
            yield exchange, path


def _until_changed(trace: Trace, exchange: Exchange, path: str) -> Iterator[Exchange]:
    """Fetches of a path after an exchange, up to the next change of it."""
    later = list(http(trace))
    for other in later[later.index(exchange) + 1 :]:
        if other.method in _WRITING and (_path(other) == path or _path(other).startswith(f"{path}/")):
            return
        if other.method == "GET" and _path(other) == path:
            yield other


@check("resources.created-can-be-fetched", cases="resources/made/*")
def created_can_be_fetched(trace: Trace, contract: Contract) -> Verdict:
    return collect(
        _is_as_sent(fetched, request_object(made) or {})
        for made, path in _made(trace, contract)
        for fetched in _until_changed(trace, made, path)
        if under_test(fetched, contract)
    )


def _is_as_sent(fetched: Exchange, sent: Mapping[str, Any]) -> Verdict:
    if not is_served(fetched):
        return [Finding("200", answered(fetched), where(fetched))] if is_refused_orderly(fetched) else None
    shown = body_object(fetched)
    if shown is None:
        return None
    return [
        Finding(f"`{name}` as it was sent, {show(sent[name])}", show(shown.get(name)), where(fetched))
        for name in _KEPT
        if name in sent and name in shown and sent[name] != shown[name]
    ]


@check("resources.deletes-are-empty", cases="resources/made/*")
def deletes_are_empty(trace: Trace, contract: Contract) -> Verdict:
    return collect(
        [] if e.status == 204 and not e.body else [Finding("204 without a body", answered(e), where(e))]
        for e, operation in _documented(trace, contract)
        if e.method == "DELETE" and is_served(e) and operation.documents(204)
    )


@check("resources.deleted-is-gone", cases="resources/made/*")
def deleted_is_gone(trace: Trace, contract: Contract) -> Verdict:
    deleted = [
        e
        for e, operation in _documented(trace, contract)
        # Of a call the record stays, without its personal data.
        if e.method == "DELETE" and is_served(e) and operation.path != "/agents/calls/{call_id}"
    ]
    return collect(
        refused_with(fetched, 404)
        for e in deleted
        for fetched in _until_changed(trace, e, _path(e))
        if under_test(fetched, contract)
    )


@check("resources.update-keeps-the-rest", cases="resources/made/*")
def update_keeps_the_rest(trace: Trace, contract: Contract) -> Verdict:
    return collect(
        _changes_only(before, update, after)
        for before, update, after in _updates(trace, contract)
    )  # fmt: skip


def _updates(trace: Trace, contract: Contract) -> Iterator[tuple[Exchange, Exchange, Exchange]]:
    """Every update that was served, between two fetches of what it changed that were served too."""
    shown: dict[str, Exchange] = {}
    waiting: dict[str, tuple[Exchange, Exchange]] = {}
    for exchange, _ in _documented(trace, contract):
        path = _path(exchange)
        if exchange.method == "GET" and is_served(exchange):
            if path in waiting:
                yield (*waiting.pop(path), exchange)
            shown[path] = exchange
        elif exchange.method in _WRITING:
            before = shown.pop(path, None)
            waiting.pop(path, None)
            if exchange.method == "PATCH" and is_served(exchange) and before is not None:
                waiting[path] = before, exchange


def _changes_only(before: Exchange, update: Exchange, after: Exchange) -> Verdict:
    sent, old, new = request_object(update), body_object(before), body_object(after)
    if sent is None or old is None or new is None:
        return None
    touched = {*sent, *(_TOGETHER if _TOGETHER & set(sent) else ())}
    kept = [name for name in _CHANGEABLE if name not in touched and name in old]
    changed = [name for name in _KEPT if isinstance(sent.get(name), str) and name in new]
    if not kept and not changed:
        return None
    findings = [(name, old[name]) for name in kept if new.get(name) != old[name]]
    findings += [(name, sent[name]) for name in changed if new[name] != sent[name]]
    return [
        Finding(f"`{name}` {show(value)} after `{update.label}`", show(new.get(name)), where(after))
        for name, value in findings
    ]


@check("resources.null-resets-absence-keeps", cases="resources/made/voice*")
def null_resets_absence_keeps(trace: Trace, contract: Contract) -> Verdict:
    return collect(
        _has_reset(update, after)
        if "gender" in (request_object(update) or {})
        else _has_kept(before, after)
        for before, update, after in _updates(trace, contract)
        if _path(update).startswith("/voices/") and _tells_gender(before, update)
    )  # fmt: skip


def _tells_gender(before: Exchange, update: Exchange) -> bool:
    """Whether the gender was known before an update that resets it or leaves it alone."""
    return bool((body_object(before) or {}).get("gender")) and (request_object(update) or {}).get("gender") is None


def _has_reset(update: Exchange, after: Exchange) -> Verdict:
    gender = (body_object(after) or {}).get("gender")
    return [] if gender is None else [Finding(f"no gender after `{update.label}`", show(gender), where(after))]


def _has_kept(before: Exchange, after: Exchange) -> Verdict:
    old, new = (body_object(before) or {}).get("gender"), (body_object(after) or {}).get("gender")
    return [] if old == new else [Finding(f"`gender` {show(old)} as before", show(new), where(after))]


@check("resources.empty-json-body-tolerated", cases="resources/made/*")
def empty_json_body_tolerated(trace: Trace, contract: Contract) -> Verdict:
    return collect(
        [] if is_served(e) else [Finding("204, as without the header", answered(e), where(e))]
        for e, _ in _documented(trace, contract)
        if e.method == "DELETE" and is_json_request(e) and not e.request_body
        if not is_withheld(e.status) and e.status not in _GONE_BEFORE
    )


@check("resources.clone-needs-a-clip", cases="resources/made/clone-without-clip")
def clone_needs_a_clip(trace: Trace, contract: Contract) -> Verdict:
    return collect(
        [] if is_refused_orderly(e) else [Finding("a 4xx", answered(e), where(e))]
        for e in calls_of(trace, contract, "POST /voices/clone")
        if b'name="clip"' not in e.request_body and b"name=clip" not in e.request_body and not is_withheld(e.status)
    )


@check("resources.unknown-accent-refused", cases="resources/made/voice-accent")
def unknown_accent_refused(trace: Trace, contract: Contract) -> Verdict:
    return collect(
        [] if is_refused_orderly(e) else [Finding("a 4xx", answered(e), where(e))]
        for e in calls_of(trace, contract, "PATCH /voices/{id}")
        if _is_no_id((request_object(e) or {}).get("accent")) and not is_withheld(e.status) and e.status != 404
    )


def _is_no_id(accent: object) -> bool:
    """Whether a text cannot be the id of an accent, which is in lower case and without spaces."""
    return isinstance(accent, str) and " " in accent and accent != accent.lower()


_SECRETS = frozenset({"secret_value", "password", "api_key_secret", "secret"})
_SHORTEST_SECRET = 12


def _secrets(value: Any) -> Iterator[str]:
    """The secrets in a request, at any depth."""
    if isinstance(value, dict):
        for name, inner in value.items():
            if name in _SECRETS and isinstance(inner, str) and len(inner) >= _SHORTEST_SECRET:
                yield inner
            yield from _secrets(inner)
    elif isinstance(value, list):
        for item in value:
            yield from _secrets(item)


def _tells(exchange: Exchange, secret: str) -> bool:
    if secret.encode("utf-8", "replace") in exchange.body:
        return True
    # In JSON a secret may be written otherwise, with escapes.
    return any(secret in value for _, value in walk(parsed(exchange)) if isinstance(value, str))


@check("resources.secrets-never-echoed", cases=("resources/made/tool", "resources/made/provider"))
def secrets_never_echoed(trace: Trace, contract: Contract) -> Verdict:
    sent = [
        (e, set(_secrets(request_object(e))))
        for e, operation in _documented(trace, contract)
        # The secret of a webhook is owned by resources.webhook-secret-once.
        if e.method in _WRITING and is_served(e) and not operation.path.startswith("/agents/webhooks")
    ]
    secrets = {secret for _, found in sent for secret in found}
    if not secrets:
        return None
    return [
        Finding("no answer with a secret", answered(e), where(e))
        for e in http(trace)
        if any(_tells(e, secret) for secret in secrets)
    ]


@check("resources.webhook-secret-once", cases="resources/made/webhook")
def webhook_secret_once(trace: Trace, contract: Contract) -> Verdict:
    made = [e for e in calls_of(trace, contract, "POST /agents/webhooks") if is_served(e)]
    secrets = {secret for e in made for secret in _secrets(request_object(e))}
    shown = {secret for e in made for secret in _secrets(body_object(e))}
    others = [
        e
        for e in calls_of(
            trace, contract, "GET /agents/webhooks", "GET /agents/webhooks/{webhook_id}",
            "PATCH /agents/webhooks/{webhook_id}",
        )
        if is_served(e) and is_json_type(e.media_type)
    ]  # fmt: skip
    if not secrets | shown or not others:
        return None
    findings = [
        Finding("the secret in the answer that makes the webhook", answered(e), where(e))
        for e in made
        if not _is_told(e)
    ]
    return findings + [
        Finding("no secret in a later answer", answered(e), where(e))
        for e in others
        if any(_tells(e, secret) for secret in secrets | shown)
    ]


def _is_told(made: Exchange) -> bool:
    sent = (request_object(made) or {}).get("secret")
    if isinstance(sent, str) and len(sent) < _SHORTEST_SECRET:
        return True  # it could stand in any answer by chance
    return any(_tells(made, secret) for secret in (*_secrets(request_object(made)), *_secrets(body_object(made))))


@check("resources.config-change-makes-a-version", cases="resources/made/managed-agent")
def config_change_makes_a_version(trace: Trace, contract: Contract) -> Verdict:
    return collect(
        _versions_itself(before, update, after)
        for before, update, after in _updates(trace, contract)
        if _path(update).startswith("/v1/agents/") and contract.operation("PATCH", _path(update)) is not None
    )


def _versions_itself(before: Exchange, update: Exchange, after: Exchange) -> Verdict:
    sent, old, new = request_object(update) or {}, _version_id(before), _version_id(after)
    if old is None or new is None or not {"name", "config"} & set(sent):
        return None
    if "config" in sent:
        config = (body_object(before) or {}).get("config")
        if not isinstance(config, dict) or _says_nothing_new(sent["config"], config):
            return None
        return [] if old != new else [Finding(f"a new version after `{update.label}`", show(new), where(after))]
    if set(sent) != {"name"}:
        return None
    return [] if old == new else [Finding(f"version {show(old)} as before", show(new), where(after))]


def _version_id(exchange: Exchange) -> str | None:
    version = (body_object(exchange) or {}).get("version")
    found = version.get("id") if isinstance(version, dict) else None
    return found if isinstance(found, str) else None


def _says_nothing_new(asked: object, config: object) -> bool:
    """Whether a change asks for what is there already."""
    if isinstance(asked, dict) and isinstance(config, dict):
        return all(_says_nothing_new(value, config.get(name)) for name, value in asked.items())
    return asked == config


# -- calls -----------------------------------------------------------------------------------------------------------

_PERSONAL = ("transcript", "summary", "telephony_params", "metadata")
_TOO_CLOSE_S = 0.8
"""Starts may be told in whole seconds; those a second apart are never told as closer than this."""


def _repeated(trace: Trace, contract: Contract, operation: str) -> Iterator[Exchange]:
    """Every request of an operation after one of the same path that was served."""
    served: set[str] = set()
    for exchange in calls_of(trace, contract, operation):
        if _path(exchange) in served:
            yield exchange
        elif is_served(exchange):
            served.add(_path(exchange))


def _is_served_again(exchange: Exchange) -> Verdict:
    if is_served(exchange):
        return []
    refused = is_refused_orderly(exchange)
    return [Finding("no error, as the first time", answered(exchange), where(exchange))] if refused else None


@check("resources.call-delete-redacts", cases="resources/made/calls")
def call_delete_redacts(trace: Trace, contract: Contract) -> Verdict:
    operation = "DELETE /agents/calls/{call_id}"
    emptied = [e for e in calls_of(trace, contract, operation) if is_served(e)]
    again = map(_is_served_again, _repeated(trace, contract, operation))
    return collect([*map(_is_emptied, emptied), *again])


def _is_emptied(exchange: Exchange) -> Verdict:
    call = body_object(exchange)
    expected = f"the call with `redacted_at`, and without {', '.join(f'`{name}`' for name in _PERSONAL)}"
    if call is None or not isinstance(call.get("redacted_at"), str):
        return [Finding(expected, answered(exchange), where(exchange))]
    kept = [name for name in _PERSONAL if call.get(name)]
    return [Finding(expected, f"`{kept[0]}` {show(call[kept[0]])}", where(exchange))] if kept else []


@check("resources.batch-cancel-idempotent", cases="resources/made/batch")
def batch_cancel_idempotent(trace: Trace, contract: Contract) -> Verdict:
    operation = "POST /agents/calls/batches/{batch_id}/cancel"
    return collect(map(_is_served_again, _repeated(trace, contract, operation)))


@check("limits.outbound-calls-paced", cases="resources/made/calls")
def outbound_calls_paced(trace: Trace, contract: Contract) -> Verdict:
    starts: dict[str, tuple[datetime, Exchange]] = {}
    for exchange in calls_of(trace, contract, "GET /agents/calls/{call_id}"):
        call = body_object(exchange) if is_served(exchange) else None
        start = _moment(call.get("start_time")) if call is not None and _is_outbound(call) else None
        if start is not None:
            starts[_path(exchange)] = start, exchange
    ordered = sorted(starts.values(), key=lambda pair: pair[0])
    if len(ordered) < 2:
        return None
    return [
        Finding("starts of outbound calls a second apart", f"two at {second[0].isoformat()}", where(second[1]))
        for first, second in pairwise(ordered)
        if (second[0] - first[0]).total_seconds() < _TOO_CLOSE_S
    ]


def _is_outbound(call: Mapping[str, Any]) -> bool:
    telephony = call.get("telephony_params")
    return isinstance(telephony, dict) and telephony.get("direction") == "outbound"


def _moment(text: Any) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except (TypeError, ValueError):
        return None
