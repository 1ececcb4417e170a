"""Cases back into the text of a case file, so that a generated one can be read, kept and played again."""

from __future__ import annotations

import base64
from collections.abc import Iterable
from typing import Any

import yaml

from contralto_conformance.cases.model import (
    Await,
    AwaitClose,
    Barrier,
    Case,
    Close,
    Connect,
    File,
    Pause,
    Ping,
    Request,
    Save,
    Send,
    SendBinary,
    SendFragments,
    SendRaw,
    Step,
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
        case Pause(seconds_s=seconds_s):
            return {"pause_s": seconds_s}
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
        case SendFragments(pieces=pieces):
            return {"send_fragments": list(pieces)}
        case Await(members=members):
            return {"await": dict(members)}
        case AwaitClose():
            return {"await_close": True}
        case Barrier():
            return {"barrier": True}
        case Ping():
            return {"ping": True}
        case Close():
            return {"close": True}
        case _:
            raise AssertionError(f"step without a text form: {step!r}")


def _connect(step: Connect) -> dict[str, Any]:
    made: dict[str, Any] = {"label": step.label, "path": step.path}
    made |= {"query": _repeated(step.query)} if step.query else {}
    made |= {"headers": dict(step.headers)} if step.headers else {}
    made |= {"subprotocols": list(step.subprotocols)} if step.subprotocols else {}
    return made | _identity(step)


def _request(step: Request) -> dict[str, Any]:
    made: dict[str, Any] = {"label": step.label, "method": step.method, "path": step.path}
    made |= {"query": _repeated(step.query)} if step.query else {}
    made |= {"headers": dict(step.headers)} if step.headers else {}
    made |= {"json": step.json} if step.json is not None else {}
    made |= {"body": step.body} if step.body is not None else {}
    made |= {"form": _repeated((name, _field(value)) for name, value in step.form)} if step.form else {}
    return made | _identity(step)


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
