from __future__ import annotations

import itertools
from collections.abc import Iterator

import contralto_spec
from contralto_conformance import oracle

from .builders import OLD, Socket, chunk, done, error, flush_done, on_socket, phonemes, words

SPEC = contralto_spec.load()
Step = tuple[str, str]
Walk = tuple[Step, ...]


class Table:
    def __init__(self, version):
        self.protocol = SPEC.asyncapi(version)["channels"]["tts"]["x-protocol"]
        self.initial = self.protocol["initial"]
        self.states = self.protocol["states"]
        self.names = {by: [s["name"] for s in self.protocol["symbols"][by]] for by in ("client", "server")}
        self.next = {
            (row["by"], row["step"], before): before if row["to"] == "same" else row["to"]
            for row in self.protocol["steps"]
            for before in row["from"]
        }

    def after(self, walk):
        state = self.initial
        for by, symbol in walk:
            state = self.next[by, symbol, state]
        return state

    def walks(self, length, state=None) -> Iterator[tuple[Walk, str]]:
        state = state or self.initial
        yield (), state
        if not length:
            return
        for by, symbol in itertools.chain.from_iterable(((b, s) for s in n) for b, n in self.names.items()):
            after = self.next.get((by, symbol, state))
            if after is not None:
                for rest, last in self.walks(length - 1, after):
                    yield ((by, symbol), *rest), last


class Player:
    def __init__(self, walk, version):
        self.version = version
        said = {s for b, s in walk if b == "server"}
        self.flags = {}
        if "timestamps" in said:
            self.flags["add_timestamps"] = True
        if "phoneme_timestamps" in said:
            self.flags["add_phoneme_timestamps"] = True
        self.socket = Socket(version=version)
        self.section = 1
        self.begun = False
        self.closing = False

    def play(self, step, *, at_once=False):
        by, symbol = step
        if by == "client":
            self.client(symbol)
        else:
            self.server(symbol, at_once)

    def client(self, symbol):
        if symbol == "cancel":
            self.socket.cancel("a")
            self.closing = True
            return
        members = {
            "input": {"continue": True},
            "flush": {"continue": True, "flush": True},
            "last_input": {"continue": False},
        }[symbol]
        text = "" if self.begun and symbol != "input" else "Good morning. "
        self.socket.send("a", text, **members, **self.flags)
        self.begun = True
        self.closing |= symbol == "last_input"

    def server(self, symbol, at_once):
        if symbol == "chunk":
            m = chunk("a", flush_id=self.section)
        elif symbol == "timestamps":
            m = words("a", ("Good", 0.0, 0.1))
        elif symbol == "phoneme_timestamps":
            m = phonemes("a", ("g", 0.0, 0.1))
        elif symbol == "flush_done":
            m = flush_done("a", self.section)
            self.section += 1
        elif symbol == "done":
            if not self.closing and not at_once:
                self.socket.wait(1.0)
            m = done("a")
        else:
            m = error("a", legacy=self.version == OLD, status_code=429)
        self.socket.say(m)

    def trace(self):
        self.socket.served("y").served("z")
        return on_socket(self.socket, version=self.version)


def findings(trace):
    contract = oracle.contract(trace.api_version)
    out = {}
    for name, check in oracle.CHECKS.items():
        if name.startswith("tts.ws.") and contract.holds(name):
            v = check.judge(trace, contract)
            if v:
                out[name] = v
    return out


if __name__ == "__main__":
    pass
