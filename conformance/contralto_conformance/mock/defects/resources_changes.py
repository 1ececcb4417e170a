"""Defects of what is made, changed and deleted."""

from __future__ import annotations

import json
from typing import Any

from contralto_conformance.mock.errors import Fault
from contralto_conformance.mock.exchange import Call, Reply
from contralto_conformance.mock.hooks import Hooks

from .registry import defect
from .rewriting import instead, with_json

_DICTS = "/pronunciation-dicts"


def _content(reply: Reply) -> dict[str, Any]:
    """The JSON object of an answer; an empty one if it holds none."""
    if reply.media_type != "application/json" or not isinstance(reply.body, bytes):
        return {}
    content = json.loads(reply.body)
    return content if isinstance(content, dict) else {}


def _sent(call: Call) -> dict[str, Any]:
    """The JSON object of a request; an empty one if it holds none."""
    try:
        content = json.loads(call.body)
    except ValueError:
        return {}
    return content if isinstance(content, dict) else {}


def _is_refusal(reply: Reply) -> bool:
    return 400 <= reply.status < 500


@defect("resources.created-can-be-fetched", "gives what is made another name")
class NamedOtherwise(Hooks):
    def request(self, call: Call, asked: dict[str, Any]) -> dict[str, Any]:
        made = call.method == "POST" and isinstance(asked.get("name"), str) and call.path.startswith(_DICTS)
        return {**asked, "name": f"{asked['name']} (1)"} if made else asked


@defect("resources.created-can-be-fetched:late", "does not know at first what was just made")
class KnownLate(Hooks):
    def __init__(self) -> None:
        self._fresh: set[str] = set()

    def reply(self, call: Call, reply: Reply) -> Reply:
        if call.method == "POST" and call.path.startswith(_DICTS) and "id" in _content(reply):
            self._fresh.add(f"{call.path}/{_content(reply)['id']}")
        elif call.method == "GET" and call.path in self._fresh:
            self._fresh.remove(call.path)
            return instead(call, reply, 404, "there is no such thing")
        return reply


@defect("resources.deletes-are-empty", "answers a delete with 200 and an empty object")
class DeletedObject(Hooks):
    def reply(self, call: Call, reply: Reply) -> Reply:
        if call.method == "DELETE" and reply.status == 204:
            reply.status, reply.media_type, reply.body = 200, "application/json", b"{}"
        return reply


@defect("resources.deletes-are-empty:later", "answers a delete with 202")
class DeletedLater(Hooks):
    def reply(self, call: Call, reply: Reply) -> Reply:
        if call.method == "DELETE" and reply.status == 204:
            reply.status = 202
        return reply


class _Deleting(Hooks):
    """Knows what was deleted, and what it was."""

    def __init__(self) -> None:
        self.deleted: set[str] = set()
        self.shown: dict[str, bytes] = {}

    def reply(self, call: Call, reply: Reply) -> Reply:
        if call.method == "DELETE" and reply.status < 300:
            self.deleted.add(call.path)
        elif call.method == "GET" and reply.status == 200 and isinstance(reply.body, bytes):
            self.shown[call.path] = reply.body
        return reply


@defect("resources.deleted-is-gone", "still shows what was deleted")
class StillThere(_Deleting):
    def reply(self, call: Call, reply: Reply) -> Reply:
        reply = super().reply(call, reply)
        if call.method == "GET" and reply.status == 404 and call.path in self.deleted & set(self.shown):
            reply.status, reply.media_type, reply.body = 200, "application/json", self.shown[call.path]
        return reply


@defect("resources.deleted-is-gone:410", "answers 410 to what was deleted")
class Gone(_Deleting):
    def reply(self, call: Call, reply: Reply) -> Reply:
        reply = super().reply(call, reply)
        gone = call.method == "GET" and reply.status == 404 and call.path in self.deleted
        return instead(call, reply, 410, "this was deleted") if gone else reply


@defect("resources.update-keeps-the-rest", "forgets the entries of a dictionary that is renamed")
class RestForgotten(Hooks):
    def request(self, call: Call, asked: dict[str, Any]) -> dict[str, Any]:
        renamed = call.method == "PATCH" and call.path.startswith(_DICTS)
        return {"items": [], **asked} if renamed else asked


@defect("resources.update-keeps-the-rest:name", "answers an update and changes no name")
class NameStays(Hooks):
    def request(self, call: Call, asked: dict[str, Any]) -> dict[str, Any]:
        renamed = call.method == "PATCH" and call.path.startswith(_DICTS)
        return {name: value for name, value in asked.items() if name != "name"} if renamed else asked


@defect("resources.null-resets-absence-keeps", "takes null for an absent gender")
class NullKeeps(Hooks):
    def request(self, call: Call, asked: dict[str, Any]) -> dict[str, Any]:
        resets = call.method == "PATCH" and "gender" in asked and asked["gender"] is None
        return {name: value for name, value in asked.items() if name != "gender"} if resets else asked


@defect("resources.null-resets-absence-keeps:absence", "resets a gender that an update does not name")
class AbsenceResets(Hooks):
    def request(self, call: Call, asked: dict[str, Any]) -> dict[str, Any]:
        return {"gender": None, **asked} if call.method == "PATCH" and call.path.startswith("/voices/") else asked


@defect("resources.empty-json-body-tolerated", "wants a body where JSON is announced")
class WantsBody(Hooks):
    def admit(self, call: Call, credential: Any, outcome: Any) -> Any:
        if call.method == "DELETE" and call.headers.get("content-type") == "application/json":
            return Fault(400, None, "the body is no JSON")
        return outcome


@defect("resources.clone-needs-a-clip", "makes a voice of nothing")
class ClonesNothing(Hooks):
    def reply(self, call: Call, reply: Reply) -> Reply:
        if call.path == "/voices/clone" and _is_refusal(reply):
            reply.status, reply.media_type = 200, "application/json"
            reply.body = json.dumps({"id": call.new_id(), "name": "Nobody"}).encode()
        return reply


@defect("resources.clone-needs-a-clip:later", "takes a clone without a clip and promises to look at it later")
class ClonesLater(Hooks):
    def reply(self, call: Call, reply: Reply) -> Reply:
        if call.path == "/voices/clone" and _is_refusal(reply):
            reply.status, reply.media_type, reply.body = 202, None, b""
        return reply


@defect("resources.unknown-accent-refused", "overlooks an accent that it does not know")
class AccentOverlooked(Hooks):
    def request(self, call: Call, asked: dict[str, Any]) -> dict[str, Any]:
        unknown = call.method == "PATCH" and " " in str(asked.get("accent", ""))
        return {name: value for name, value in asked.items() if name != "accent"} if unknown else asked


@defect("resources.secrets-never-echoed", "shows the secret of a tool")
class ToolTells(Hooks):
    def __init__(self) -> None:
        self._headers: dict[str, Any] = {}

    def reply(self, call: Call, reply: Reply) -> Reply:
        if call.path == "/v1/agents/tools" and call.method == "POST":
            self._headers[str(_content(reply).get("id"))] = _sent(call).get("api_schema", {}).get("request_headers")
        headers = self._headers.get(call.path.rpartition("/")[2])
        if call.method != "GET" or reply.status != 200 or not headers:
            return reply
        return with_json(reply, lambda tool: tool["api_schema"].update(request_headers=headers))


@defect("resources.secrets-never-echoed:password", "answers the password of a trunk when it is linked")
class TrunkTells(Hooks):
    def reply(self, call: Call, reply: Reply) -> Reply:
        linked = call.path == "/agents/phone-numbers/providers" and call.method == "POST"
        credentials = _sent(call).get("inbound", {}).get("credentials") if linked else None
        if not credentials or reply.status >= 300:
            return reply
        return with_json(reply, lambda provider: provider["inbound"].update(credentials=credentials))


@defect("resources.webhook-secret-once", "shows the secret of a webhook whenever it is fetched")
class WebhookTells(Hooks):
    def __init__(self) -> None:
        self._secrets: dict[str, str] = {}

    def reply(self, call: Call, reply: Reply) -> Reply:
        if call.path == "/agents/webhooks" and call.method == "POST" and "secret" in _content(reply):
            self._secrets[str(_content(reply)["id"])] = str(_content(reply)["secret"])
        secret = self._secrets.get(call.path.rpartition("/")[2])
        if call.method != "GET" or reply.status != 200 or secret is None:
            return reply
        return with_json(reply, lambda webhook: webhook.update(secret=secret))


@defect("resources.webhook-secret-once:never", "does not tell the secret of a webhook that is made")
class SecretNeverTold(Hooks):
    def reply(self, call: Call, reply: Reply) -> Reply:
        made = call.path == "/agents/webhooks" and call.method == "POST"
        return with_json(reply, lambda webhook: webhook.pop("secret", None)) if made else reply


class _Versions(Hooks):
    """Knows the first version of each managed agent, and how often it was changed."""

    def __init__(self) -> None:
        self.first: dict[str, str] = {}
        self.changes: dict[str, int] = {}

    def reply(self, call: Call, reply: Reply) -> Reply:
        if not call.path.startswith("/v1/agents/") or reply.status >= 300:
            return reply
        if call.method == "PATCH":
            self.changes[call.path] = self.changes.get(call.path, 0) + 1
        version = _content(reply).get("version")
        if isinstance(version, dict):
            self.first.setdefault(call.path, version["id"])
            return with_json(reply, lambda agent: agent["version"].update(id=self.shown(call.path, version["id"])))
        return reply

    def shown(self, path: str, version_id: str) -> str:
        """The id that is shown in place of that of a version."""
        return version_id


@defect("resources.config-change-makes-a-version", "keeps the version of an agent whose configuration changes")
class OneVersion(_Versions):
    def shown(self, path: str, version_id: str) -> str:
        return self.first[path]


@defect("resources.config-change-makes-a-version:name", "makes a version of every change")
class ManyVersions(_Versions):
    def shown(self, path: str, version_id: str) -> str:
        return f"{self.first[path]}-{self.changes.get(path, 0)}"


# Calls.

_CALLS = "/agents/calls/"


def _is_emptied(call: Call, reply: Reply) -> bool:
    return call.method == "DELETE" and call.path.startswith(_CALLS) and reply.status == 200


@defect("resources.call-delete-redacts", "shows the numbers of a call that was emptied")
class NumbersStay(_Deleting):
    def reply(self, call: Call, reply: Reply) -> Reply:
        if _is_emptied(call, reply) and call.path in self.shown:
            kept = json.loads(self.shown[call.path])["telephony_params"]
            reply = with_json(reply, lambda record: record.update(telephony_params=kept))
        return super().reply(call, reply)


@defect("resources.call-delete-redacts:twice", "knows no call that was emptied before")
class EmptiedIsGone(_Deleting):
    def reply(self, call: Call, reply: Reply) -> Reply:
        is_again = _is_emptied(call, reply) and call.path in self.deleted
        return (
            instead(call, super().reply(call, reply), 404, "there is no such call")
            if is_again
            else super().reply(call, reply)
        )


@defect("resources.call-delete-redacts:moment", "does not say when a call was emptied")
class EmptiedAtNoTime(Hooks):
    def reply(self, call: Call, reply: Reply) -> Reply:
        is_emptied = _is_emptied(call, reply)
        return with_json(reply, lambda record: record.pop("redacted_at", None)) if is_emptied else reply


class _CancelledBatches(Hooks):
    """Refuses to cancel a batch again."""

    status = 0

    def __init__(self) -> None:
        self._cancelled: set[str] = set()

    def reply(self, call: Call, reply: Reply) -> Reply:
        is_cancel = call.path.startswith("/agents/calls/batches/") and call.path.endswith("/cancel")
        if not is_cancel or reply.status != 200:
            return reply
        if call.path in self._cancelled:
            return instead(call, reply, self.status, "the batch is cancelled already")
        self._cancelled.add(call.path)
        return reply


@defect("resources.batch-cancel-idempotent", "refuses to cancel a batch twice")
class CancelledConflicts(_CancelledBatches):
    status = 409


@defect("resources.batch-cancel-idempotent:gone", "knows no batch that was cancelled")
class CancelledIsGone(_CancelledBatches):
    status = 404


@defect("limits.outbound-calls-paced", "starts all outbound calls at once")
class AllAtOnce(Hooks):
    def __init__(self) -> None:
        self._start: str | None = None

    def reply(self, call: Call, reply: Reply) -> Reply:
        def tell(record: dict[str, Any]) -> None:
            is_outbound = (record.get("telephony_params") or {}).get("direction") == "outbound"
            if is_outbound and record.get("start_time"):
                self._start = self._start or record["start_time"]
                record["start_time"] = self._start

        is_call = call.method == "GET" and call.path.startswith(_CALLS) and reply.status == 200
        return with_json(reply, tell) if is_call else reply
