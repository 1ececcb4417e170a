"""Cases back into the text of a case file, so that a generated one can be read, kept and played again."""

from __future__ import annotations

import base64
from collections.abc import Iterable
from typing import Any

import yaml

from contralto_conformance.cases.model import (
    FILLER_PIECE,
    Act,
    Answer,
    Audio,
    Await,
    AwaitClose,
    AwaitError,
    Barrier,
    Case,
    Close,
    Connect,
    File,
    HangUp,
    LetGo,
    Manner,
    Pause,
    Ping,
    Repeat,
    Request,
    Save,
    Send,
    SendAudio,
    SendBinary,
    SendFragments,
    SendRaw,
    Step,
    Upstream,
    WaitIdle,
    Walk,
)


def to_yaml(case: Case) -> str:
    """A case file with this one case; the loader reads it back as an equal case."""
    suite, _, name = case.name.rpartition("/")
    entry: dict[str, Any] = {"name": name, "about": case.about}
    entry |= {"since": case.since} if case.since else {}
    entry |= {"until": case.until} if case.until else {}
    entry |= {"cost": case.cost} if case.cost != "cheap" else {}
    entry |= {"tags": sorted(case.tags)} if case.tags else {}
    steps = "".join(f"      - {_flow(_step(step))}\n" for step in case.steps)
    head = yaml.safe_dump(entry, sort_keys=False, allow_unicode=True, width=1000)
    lines = head.rstrip("\n").split("\n")
    body = "\n    ".join(lines)
    return f"suite: {suite}\ncases:\n  - {body}\n    steps:\n{steps}"


def _flow(value: dict[str, Any]) -> str:
    """One step on one line: `send: {transcript: Yes., context_id: $a}`."""
    return "\n        ".join(
        f"{name}: "
        + yaml.safe_dump(content, default_flow_style=True, sort_keys=False, allow_unicode=True, width=100000)
        .removesuffix("\n")
        .removesuffix("\n...")
        .rstrip("\n")
        for name, content in value.items()
    )


def _step(step: Step) -> dict[str, Any]:
    match step:
        case Request():
            return {"request": _request(step)}
        case Walk():
            query = {"query": _repeated(step.query)} if step.query else {}
            walk = {"label": step.label, "path": step.path, **query, "max_pages": step.max_pages}
            return {"walk": walk}
        case Connect():
            return {"connect": _connect(step)}
        case Save(values=values):
            return {"save": {name: f"{label}#{pointer}" for name, (label, pointer) in values.items()}}
        case Audio():
            return {"audio": _audio(step)}
        case Pause(seconds_s=seconds_s):
            return {"pause_s": seconds_s}
        case LetGo():
            return {"let_go": True}
        case Repeat():
            return {"repeat": _repeat(step)}
        case Upstream():
            return {"upstream": _upstream(step)}
        case _:
            on = {"on": step.on} if step.on else {}
            return {**_on_socket(step), **on}


def _on_socket(step: Step) -> dict[str, Any]:
    match step:
        case Send(message=message):
            return {"send": dict(message)}
        case SendRaw(text=text):
            return {"send_raw": text}
        case SendBinary(payload=payload):
            return {"send_binary": base64.b64encode(payload).decode()}
        case SendAudio():
            return {"send_audio": _send_audio(step)}
        case SendFragments(pieces=pieces):
            return {"send_fragments": list(pieces)}
        case Await(members=members):
            return {"await": dict(members)}
        case AwaitError():
            return {"await_error": True}
        case AwaitClose():
            return {"await_close": True}
        case Barrier():
            return {"barrier": True}
        case Ping():
            return {"ping": True}
        case WaitIdle(part=part):
            return {"wait_idle": part}
        case Close(code=code, reason=reason):
            return {"close": True if (code, reason) == (1000, "") else {"code": code, "reason": reason}}
        case HangUp():
            return {"hang_up": True}
        case _:
            raise AssertionError(f"step without a text form: {step!r}")


def _repeat(step: Repeat) -> dict[str, Any]:
    times = f"${step.times}" if isinstance(step.times, str) else step.times
    plus = {"plus": step.plus} if step.plus else {}
    return {"times": times, **plus, "steps": [_step(inner) for inner in step.steps]}


def _upstream(step: Upstream) -> dict[str, Any]:
    made: dict[str, Any] = {"answer": _answer(step.answer)} if step.answer is not None else {}
    made |= {"socket": [_act(act) for act in step.socket]} if step.socket is not None else {}
    made |= {"accept_after_s": step.accept_after_s} if step.accept_after_s else {}
    made |= {"faults": list(step.faults)} if step.faults else {}
    return made | ({"down": True} if step.is_down else {})


def _answer(answer: Answer) -> dict[str, Any]:
    pieces = [piece.decode() for piece in answer.pieces]
    body: dict[str, Any] = {"body": pieces[0]} if len(pieces) == 1 else {"pieces": pieces}
    if answer.pieces and set(answer.pieces) == {FILLER_PIECE}:
        body = {"filler_pieces": len(pieces)}
    made: dict[str, Any] = {"status": answer.status, **(body if pieces else {})}
    made |= {"headers": [list(pair) for pair in answer.headers]} if answer.headers else {}
    rest = {
        "pause_s": answer.pause_s,
        "delay_s": answer.delay_s,
        "cut": answer.is_cut,
        "times": answer.times,
        "key": answer.key,
        "read_after_s": answer.read_after_s,
        "dropped": answer.is_dropped,
    }
    return made | {name: value for name, value in rest.items() if value}


def _act(act: Act) -> dict[str, Any]:
    values: dict[str, Any] = {
        "send": act.text,
        "send_binary": base64.b64encode(act.payload).decode(),
        "echo": act.count,
        "await": act.count,
        "ping": act.payload.decode("utf-8", "replace"),
        "pause_s": act.seconds_s,
        "close": {"code": act.code, "reason": act.text},
        "drop": True,
    }
    return {act.kind: values[act.kind]}


def _audio(step: Audio) -> dict[str, Any]:
    made: dict[str, Any] = {"name": step.name}
    if step.source is not None:
        made |= {"from": step.source}
    elif step.tone_hz:
        made |= {"tone_ms": step.length_ms, "tone_hz": step.tone_hz}
    else:
        made |= {"silence_ms": step.length_ms}
    return made | {"encoding": step.encoding, "sample_rate": step.sample_rate}


def _send_audio(step: SendAudio) -> dict[str, Any]:
    made: dict[str, Any] = {"audio": list(step.names)}
    made |= {"piece_ms": step.piece_ms} if step.piece_ms is not None else {}
    made |= {"piece_bytes": step.piece_bytes} if step.piece_bytes is not None else {}
    made |= {"paced": True} if step.paced else {}
    return made | ({"message": dict(step.message)} if step.message is not None else {})


def _connect(step: Connect) -> dict[str, Any]:
    made: dict[str, Any] = {"label": step.label, "path": step.path}
    made |= {"query": _repeated(step.query)} if step.query else {}
    made |= {"headers": dict(step.headers)} if step.headers else {}
    made |= {"subprotocols": list(step.subprotocols)} if step.subprotocols else {}
    made |= {"raw_query": step.raw_query} if step.raw_query else {}
    made |= {"compressed": True} if step.is_compressed else {}
    return made | _identity(step)


def _request(step: Request) -> dict[str, Any]:
    made: dict[str, Any] = {"label": step.label, "method": step.method, "path": step.path}
    made |= {"query": _repeated(step.query)} if step.query else {}
    made |= {"headers": dict(step.headers)} if step.headers else {}
    made |= {"json": step.json} if step.json is not None else {}
    made |= {"body": step.body} if step.body is not None else {}
    made |= {"form": _repeated((name, _field(value)) for name, value in step.form)} if step.form else {}
    made |= {"hold": True} if step.hold else {}
    made |= {"filler_bytes": step.filler_bytes} if step.filler_bytes else {}
    made |= {"more_headers": [list(pair) for pair in step.more_headers]} if step.more_headers else {}
    made |= {"raw_query": step.raw_query} if step.raw_query else {}
    made |= {"manner": _manner(step.manner)} if step.manner is not None else {}
    made |= {"always": True} if step.always else {}
    return made | _identity(step)


def _manner(manner: Manner) -> dict[str, Any]:
    made: dict[str, Any] = {"expects_continue": True} if manner.expects_continue else {}
    made |= {"leave_after_bytes": manner.leave_after_bytes} if manner.leave_after_bytes is not None else {}
    made |= {"rest_s": manner.rest_s} if manner.rest_s else {}
    return made | ({"pause_s": manner.pause_s} if manner.pause_s else {})


def _field(value: str | File) -> Any:
    if isinstance(value, str):
        return value
    content = base64.b64encode(value.content).decode() if value.content is not None else None
    sources = {"from": value.answer, "text": value.text, "base64": content, "tone_s": value.tone_s}
    return {
        "file": value.name,
        "type": value.media_type,
        **{name: source for name, source in sources.items() if source is not None},
    }


def _identity(step: Request | Connect) -> dict[str, str]:
    made = {"auth": step.auth} if step.auth != "default" else {}
    return made | ({"version": step.version} if step.version != "header" else {})


def _repeated(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """Pairs by name; a name that stands several times has a list."""
    made: dict[str, Any] = {}
    for name, value in pairs:
        made.setdefault(name, []).append(value)
    return {name: values[0] if len(values) == 1 else values for name, values in made.items()}
