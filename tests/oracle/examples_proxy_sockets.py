"""Examples of what proxies make of sockets."""

from __future__ import annotations

from .builders import Socket, chunk
from .examples import Examples
from .legs import legs

E = Examples()


def talk(text: bytes = b'{"a": 1}', binary: bytes = b"\0\1") -> Socket:
    """A message each way, and a binary one."""
    return Socket().frame("sent", "text", text).frame("sent", "binary", binary).say(chunk("a"))


ID = "proxy.frames-pass-unchanged"
E.met(ID, "the same messages", legs((talk(), talk())))
E.violated(ID, "another payload", legs((talk(), talk(binary=b"\0"))))
E.violated(ID, "another kind", legs((Socket().frame("sent", "binary", b"a"), Socket().frame("sent", "text", b"a"))))
E.violated(ID, "another answer", legs((Socket().say({"b": 1}), Socket().say({"a": 1}))))
E.nothing(ID, "no message", legs((Socket(), Socket())))
E.nothing(ID, "an upgrade that was refused", legs((Socket(status=401, body=b"{}"), Socket(status=401, body=b"{}"))))
