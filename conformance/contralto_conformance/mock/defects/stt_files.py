"""Defects of recordings as text."""

from __future__ import annotations

from typing import Any

from contralto_conformance.mock.exchange import Call, Reply
from contralto_conformance.mock.hooks import Hooks

from .registry import defect
from .rewriting import instead, with_json

_OWN, _ALIAS = "/stt", "/audio/transcriptions"


class _Rewrites(Hooks):
    """Rewrites the transcriptions at one path."""

    path = _OWN

    def reply(self, call: Call, reply: Reply) -> Reply:
        return with_json(reply, self.change) if call.path == self.path and reply.status == 200 else reply

    def change(self, body: dict[str, Any]) -> object:
        raise NotImplementedError


@defect("resources.stt-answers-text", "leaves the words out though they were asked for")
class NoWords(_Rewrites):
    def change(self, body: dict[str, Any]) -> object:
        return body.pop("words", None)


@defect("resources.stt-answers-text:refused", "does not know headerless audio")
class NoHeaderless(Hooks):
    def reply(self, call: Call, reply: Reply) -> Reply:
        refused = call.path == _OWN and reply.status == 200 and "encoding" in dict(call.query)
        return instead(call, reply, 400, "`file` is in no container that is known here") if refused else reply


@defect("resources.stt-words-in-order", "lists the words from the last to the first")
class LastWordFirst(_Rewrites):
    def change(self, body: dict[str, Any]) -> object:
        return body.get("words", []).reverse()


@defect("resources.stt-words-in-order:milliseconds", "counts the times of words in milliseconds")
class Milliseconds(_Rewrites):
    def change(self, body: dict[str, Any]) -> object:
        for word in body.get("words", []):
            word.update(start=word["start"] * 1000, end=word["end"] * 1000)
        return None


@defect("resources.stt-alias-agrees", "hears something else at the path for clients of OpenAI")
class OtherText(_Rewrites):
    path = _ALIAS

    def change(self, body: dict[str, Any]) -> object:
        return body.update(text="Thank you for watching.")


@defect("resources.stt-alias-agrees:missing", "serves nothing at the path for clients of OpenAI")
class NoAlias(Hooks):
    def reply(self, call: Call, reply: Reply) -> Reply:
        return instead(call, reply, 404, f"there is nothing at `{_ALIAS}`") if call.path == _ALIAS else reply
