"""Examples of what proxies make of the messages and the end of sockets."""

from __future__ import annotations

from dataclasses import replace

from contralto_conformance.trace import Exchange, Frame

from .builders import Socket, chunk
from .examples import Examples
from .legs import legs

E = Examples()
LOST = "proxy/sockets/lost-service"


def talk(text: bytes = b'{"a": 1}', binary: bytes = b"\0\1") -> Socket:
    """A message each way, and a binary one."""
    return Socket().frame("sent", "text", text).frame("sent", "binary", binary).say(chunk("a"))


def sending(*messages: bytes | str) -> Socket:
    """A socket on which the client sends these: text, or bytes for binary messages."""
    socket = Socket()
    for message in messages:
        is_text = isinstance(message, str)
        socket.frame("sent", "text" if is_text else "binary", message.encode() if isinstance(message, str) else message)
    return socket


def closing(code: int | None, reason: str = "") -> Exchange:
    """A socket that the client closes."""
    socket = Socket().exchange()
    payload = b"" if code is None else code.to_bytes(2) + reason.encode()
    return replace(socket, frames=(Frame(0.1, "sent", "close", payload),))


def closed(code: int | None, reason: str = "", *, ending: str = "closed") -> Exchange:
    """A socket that was closed by the other side."""
    socket = Socket(ending=ending, close_code=code, close_reason=reason)  # type: ignore[arg-type]
    return socket.exchange()


ID = "proxy.frames-pass-unchanged"
E.met(ID, "the same messages", legs((talk(), talk())))
E.violated(ID, "another payload", legs((talk(), talk(binary=b"\0"))))
E.violated(ID, "another kind", legs((Socket().frame("sent", "binary", b"a"), Socket().frame("sent", "text", b"a"))))
E.violated(ID, "another answer", legs((Socket().say({"b": 1}), Socket().say({"a": 1}))))
E.nothing(ID, "no message", legs((Socket(), Socket())))
E.nothing(ID, "an upgrade that was refused", legs((Socket(status=401, body=b"{}"), Socket(status=401, body=b"{}"))))
E.met(ID, "two as one", legs((sending("One.", "Two."), sending("One.Two."))))
E.met(ID, "JSON that says the same", legs((sending('{"a": 1}'), sending('{"a":1}'))))
E.violated(ID, "JSON that says something else", legs((sending('{"a": 1}'), sending('{"a": 2}'))))

ID = "proxy.json-never-rewritten"
E.met(ID, "byte for byte", legs((sending('{ "a":1 }'), sending('{ "a":1 }'))))
E.violated(ID, "other blanks", legs((sending('{ "a":1 }'), sending('{"a": 1}'))))
E.violated(ID, "another number", legs((sending('{"a": 1.0}'), sending('{"a": 1}'))))
E.violated(ID, "another id", legs((sending('{"context_id": "a", "n": 1}'), sending('{"context_id": "b", "n": 1}'))))
E.nothing(ID, "no JSON", legs((sending("a", b"b"), sending("a", b"b"))))

ID = "proxy.message-order-kept"
E.met(ID, "in order", legs((sending("1", b"2", "3"), sending("1", b"2", "3"))))
E.met(ID, "one was lost", legs((sending("1", b"2", "3"), sending("1", "3"))))
E.met(ID, "which of two that are alike is which", legs((sending("1", "2", "1", "3"), sending("1", "2", "3"))))
E.violated(ID, "overtaken", legs((sending("1", b"2", "3"), sending("1", "3", b"2"))))
E.nothing(ID, "one message", legs((sending("1"), sending("1"))))

ID = "proxy.message-boundaries-kept"
E.met(ID, "one by one", legs((sending("12", b"34"), sending("12", b"34"))))
E.violated(ID, "two as one", legs((sending("12", "34"), sending("1234"))))
E.violated(ID, "one as two", legs((sending("1234"), sending("12", "34"))))
E.nothing(ID, "nothing came", legs((sending("12"), Socket())))

ID = "proxy.client-close-reaches-upstream"
E.met(ID, "with its code", legs((closing(4001), closed(4001, ending="complete"))))
E.met(ID, "with other words", legs((closing(1000, "a"), closed(1000, "b", ending="complete"))))
E.violated(ID, "with another", legs((closing(4001), closed(1000, ending="complete"))))
E.violated(ID, "as a loss", legs((closing(1000), closed(1006, ending="complete"))))
E.nothing(ID, "without a code", legs((closing(None), closed(1005, ending="complete"))))
E.nothing(ID, "the service was first", legs((closing(1000), closed(1008))))

ID = "proxy.upstream-close-reaches-client"
E.met(ID, "with code and reason", legs((closed(1008, "why"), closed(1008, "why"))))
E.violated(ID, "with another code", legs((closed(1000, "why"), closed(1008, "why"))))
E.violated(ID, "without the reason", legs((closed(1008), closed(1008, "why"))))
E.violated(ID, "as a loss", legs((closed(None, ending="truncated"), closed(1011))))
E.nothing(ID, "the client was first", legs((closing(1000), closed(1000))))
E.nothing(ID, "the client ended it", legs((Socket(), closed(1000, ending="complete"))))

ID = "proxy.lost-upstream-becomes-a-code"
E.met(ID, "1011", legs((closed(1011, "lost"), closed(1005, ending="complete")), case=LOST))
E.met(ID, "1001", legs((closed(1001), closed(1005, ending="complete")), case=LOST))
E.violated(ID, "cut as well", legs((closed(None, ending="truncated"), closed(1005, ending="complete")), case=LOST))
E.violated(ID, "no code", legs((closed(1005), closed(1005, ending="complete")), case=LOST))
E.nothing(ID, "nobody lost anything", legs((closed(None, ending="truncated"), closed(1005, ending="complete"))))
