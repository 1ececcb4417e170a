"""Reads case files into suites. What cannot be played is a load error with file and line, never a red
test."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterable, Mapping, Sequence, Set
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs

import contralto_spec
from contralto_conformance.cases.grid import grid
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
    Suite,
    Upstream,
    WaitIdle,
    Walk,
)
from contralto_conformance.cases.variables import AGENTS, PIECE, PLAN, ROUND, UPSTREAM_URL, names_in
from contralto_conformance.cases.waves import LINEAR
from contralto_spec.data import data_root
from contralto_spec.findings import Finding, SpecError
from contralto_spec.yaml_source import Location, Source, parse_yaml, read_yaml

_ALWAYS_KNOWN = frozenset({"voice", "model", "run", "missing", UPSTREAM_URL, *AGENTS, *PLAN})


@cache
def bundled() -> tuple[Suite, ...]:
    """The suites that come with this package, those of files by name first. Raises SpecError with all problems."""
    return (*load(sorted(Path(__file__).parent.glob("*.yaml"))), grid(contralto_spec.load()))


def load(files: Iterable[Path]) -> tuple[Suite, ...]:
    """The suites of these files. Raises SpecError with all problems of all files."""
    suites: list[Suite] = []
    findings: list[Finding] = []
    for file in files:
        try:
            suites.append(read(file, f"cases/{file.name}"))
        except SpecError as error:
            findings += error.findings
    findings += _twice(suites)
    if findings:
        raise SpecError(findings)
    return tuple(suites)


def read(file: Path, name: str) -> Suite:
    """The suite of one file, which messages show by that name. Raises SpecError with all its problems."""
    return _suite(read_yaml(file, name))


def parse(text: str, name: str) -> Suite:
    """One suite from text. Raises SpecError with all its problems."""
    return _suite(parse_yaml(text, name))


def cases_of(suites: Iterable[Suite]) -> Mapping[str, Case]:
    """All cases by full name, in the order of the files."""
    return {case.name: case for suite in suites for case in suite.cases}


@cache
def _validator() -> jsonschema_rs.Draft202012Validator:
    text = (data_root() / "schemas" / "cases.schema.json").read_text(encoding="utf-8")
    return jsonschema_rs.Draft202012Validator(json.loads(text))


def _suite(source: Source) -> Suite:
    findings = [
        source.finding(tuple(error.instance_path), "case-schema", _schema_message(error))
        for error in _validator().iter_errors(source.data)
    ]
    if findings:
        raise SpecError(findings)
    suite: str = source.data["suite"]
    cases = tuple(
        _case(source, suite, ("cases", index), entry, findings) for index, entry in enumerate(source.data["cases"])
    )
    names = [case.name for case in cases]
    for index, name in enumerate(names):
        if name in names[:index]:
            message = f"case `{name}` stands twice"
            findings.append(source.finding(("cases", index, "name"), "case-twice", message, "rename one"))
    if findings:
        raise SpecError(findings)
    return Suite(suite, cases, source.name)


def _schema_message(error: Any) -> str:
    text = str(error.message)
    path = list(error.schema_path)
    if path[-2:] == ["step", "oneOf"]:
        return "a step has exactly one of the members that the schema of case files lists"
    return text if len(text) <= 200 else text[:197] + "..."


def _case(source: Source, suite: str, location: Location, entry: Mapping[str, Any], findings: list[Finding]) -> Case:
    reader = _Steps(source, findings)
    steps = tuple(reader.step((*location, "steps", index), step) for index, step in enumerate(entry["steps"]))
    line, _ = source.place(location)
    return Case(
        name=f"{suite}/{entry['name']}",
        about=entry["about"],
        steps=steps,
        since=entry.get("since"),
        until=entry.get("until"),
        cost=entry.get("cost", "cheap"),
        tags=frozenset(entry.get("tags", ())),
        source=f"{source.name}:{line}",
    )


class _Steps:
    """Reads the steps of one case in order, knowing which labels and variables exist by then."""

    def __init__(self, source: Source, findings: list[Finding]) -> None:
        self._source = source
        self._findings = findings
        self._answers: list[str] = []
        self._sockets: list[str] = []
        self._saved: set[str] = set()
        self._audio: dict[str, Audio] = {}
        self._rounds: set[str] = set()
        self._is_repeated = False

    def step(self, location: Location, entry: Mapping[str, Any]) -> Step:
        """One step; problems go to the findings."""
        kind = next(name for name in entry if name != "on")
        body = entry[kind]
        on = entry.get("on")
        if kind not in {"request", "walk", "connect", "save", "audio", "pause_s", "let_go", "repeat", "upstream"}:
            self._check_socket(location, kind, on)
        elif on is not None:
            self._find(location, "case-on", f"`{kind}` does not speak on a socket", "leave `on` out")
        if kind == "repeat":
            return self._repeat((*location, kind), body)
        more = ({PIECE} if kind == "send_audio" else set()) | ({ROUND} if self._is_repeated else set())
        self._check_variables((*location, kind), body if kind != "save" else None, more)
        if kind == "save":
            return self._save((*location, kind), body)
        if kind == "request":
            return self._request((*location, kind), body)
        if kind == "walk":
            return self._walk((*location, kind), body)
        if kind == "connect":
            return self._connect((*location, kind), body)
        if kind == "audio":
            return self._make_audio((*location, kind), body)
        if kind == "upstream":
            return self._upstream((*location, kind), body)
        return self._socket_step((*location, kind), kind, body, on)

    def _socket_step(self, location: Location, kind: str, body: Any, on: str | None) -> Step:
        match kind:
            case "send":
                return Send(body, on)
            case "send_raw":
                return SendRaw(body, on)
            case "send_binary":
                return SendBinary(self._base64(location, body), on)
            case "send_audio":
                return self._send_audio(location, body, on)
            case "send_fragments":
                return SendFragments(tuple(body), on)
            case "await":
                return Await(body, on)
            case "ping":
                return Ping(on)
            case "await_error":
                return AwaitError(on)
            case "await_close":
                return AwaitClose(on)
            case "barrier":
                return Barrier(on)
            case "close":
                return Close(on) if body is True else Close(on, body["code"], body.get("reason", ""))
            case "hang_up":
                return HangUp(on)
            case "wait_idle":
                return WaitIdle(float(body), on)
            case "let_go":
                return LetGo()
            case _:
                return Pause(float(body))

    def _repeat(self, location: Location, body: Mapping[str, Any]) -> Repeat:
        times = body["times"]
        if self._is_repeated:
            self._find(location, "case-repeat", "a repetition stands in another one")
        if isinstance(times, str) and times.removeprefix("$") not in PLAN:
            hint = f"there are: {', '.join(f'${name}' for name in sorted(PLAN))}"
            self._find((*location, "times"), "case-variable", f"`{times}` is no number of the plan", hint)
        self._is_repeated = True
        steps = tuple(self.step((*location, "steps", index), step) for index, step in enumerate(body["steps"]))
        self._is_repeated = False
        return Repeat(steps, times.removeprefix("$") if isinstance(times, str) else times, body.get("plus", 0))

    def _request(self, location: Location, body: Mapping[str, Any]) -> Request:
        label = body.get("label") or f"request-{len(self._answers) + 1}"
        self._add_label(location, label)
        form = self._form((*location, "form"), body.get("form", {}))
        self._keep(label, self._answers)
        self._check_token(location, body)
        return Request(
            label=label,
            method=body["method"],
            path=body["path"],
            query=_query(body.get("query", {})),
            json=body.get("json"),
            body=body.get("body"),
            form=form,
            headers=dict(body.get("headers", {})),
            auth=body.get("auth", "default"),
            version=body.get("version", "header"),
            hold=body.get("hold", False),
            filler_bytes=body.get("filler_bytes", 0),
            more_headers=_pairs(body.get("more_headers", ())),
            raw_query=body.get("raw_query", ""),
            manner=Manner(**body["manner"]) if "manner" in body else None,
            always=body.get("always", False),
        )

    def _upstream(self, location: Location, body: Mapping[str, Any]) -> Upstream:
        acts = body.get("socket")
        return Upstream(
            answer=_answer(body["answer"]) if "answer" in body else None,
            socket=None if acts is None else tuple(self._act((*location, "socket"), act) for act in acts),
            accept_after_s=float(body.get("accept_after_s", 0)),
            faults=tuple(body.get("faults", ())),
            is_down=body.get("down", False),
        )

    def _act(self, location: Location, entry: Mapping[str, Any]) -> Act:
        [(kind, value)] = entry.items()
        match kind:
            case "send":
                return Act("send", text=value)
            case "send_binary":
                return Act("send_binary", payload=self._base64(location, value))
            case "echo" | "await":
                return Act(kind, count=value)
            case "ping":
                return Act("ping", payload=value.encode())
            case "pause_s":
                return Act("pause_s", seconds_s=float(value))
            case "close":
                return Act("close", code=value["code"], text=value.get("reason", ""))
            case _:
                return Act("drop")

    def _form(self, location: Location, entry: Mapping[str, Any]) -> tuple[tuple[str, str | File], ...]:
        return tuple(
            (name, self._file((*location, name), item) if isinstance(item, dict) else _as_text(item))
            for name, value in entry.items()
            for item in (value if isinstance(value, list) else [value])
        )

    def _file(self, location: Location, entry: Mapping[str, Any]) -> File:
        source = entry.get("from")
        if source is not None and source not in self._answers:
            message = f"no earlier request has the label `{source}`"
            self._find((*location, "from"), "case-label", message, _list(self._answers))
        return File(
            entry["file"],
            entry.get("type", "application/octet-stream"),
            answer=source,
            text=entry.get("text"),
            content=self._base64((*location, "base64"), entry["base64"]) if "base64" in entry else None,
            tone_s=entry.get("tone_s"),
        )

    def _walk(self, location: Location, body: Mapping[str, Any]) -> Walk:
        pages = body.get("max_pages", 10)
        for number in range(1, pages + 1):
            self._add_label(location, f"{body['label']}-{number}")
            self._answers.append(f"{body['label']}-{number}")
        return Walk(body["label"], body["path"], _query(body.get("query", {})), pages)

    def _connect(self, location: Location, body: Mapping[str, Any]) -> Connect:
        label = body.get("label") or f"socket-{len(self._sockets) + 1}"
        self._add_label(location, label)
        self._keep(label, self._sockets)
        self._check_token(location, body)
        return Connect(
            label=label,
            path=body["path"],
            query=_query(body.get("query", {})),
            headers=dict(body.get("headers", {})),
            subprotocols=tuple(body.get("subprotocols", ())),
            auth=body.get("auth", "default"),
            version=body.get("version", "header"),
            raw_query=body.get("raw_query", ""),
            is_compressed=body.get("compressed", False),
        )

    def _save(self, location: Location, body: Mapping[str, str]) -> Save:
        values: dict[str, tuple[str, str]] = {}
        for name, place in body.items():
            label, _, pointer = place.partition("#")
            if label not in (*self._answers, *self._sockets):
                message = f"no earlier request or socket has the label `{label}`"
                self._find((*location, name), "case-label", message, _list([*self._answers, *self._sockets]))
            if name in _ALWAYS_KNOWN | {PIECE}:
                self._find((*location, name), "case-variable", f"`${name}` is set by the runner")
            values[name] = (label, pointer)
            self._saved.add(name)
        return Save(values)

    def _make_audio(self, location: Location, body: Mapping[str, Any]) -> Audio:
        made = Audio(
            name=body["name"],
            source=body.get("from"),
            length_ms=body.get("silence_ms", body.get("tone_ms", 0)),
            tone_hz=body.get("tone_hz", 440) if "tone_ms" in body else 0,
            encoding=body.get("encoding", "pcm_s16le"),
            sample_rate=body.get("sample_rate", 16000),
        )
        if made.source is not None and made.source not in self._answers:
            message = f"no earlier request has the label `{made.source}`"
            self._find((*location, "from"), "case-label", message, _list(self._answers))
        if made.tone_hz and made.encoding not in LINEAR:
            self._find((*location, "encoding"), "case-audio", f"no tone is made in `{made.encoding}`", _list(LINEAR))
        if made.name in self._audio:
            self._find((*location, "name"), "case-audio", f"the audio `{made.name}` is made twice", "rename one")
        self._audio[made.name] = made
        return made

    def _send_audio(self, location: Location, body: Mapping[str, Any], on: str | None) -> SendAudio:
        names = body["audio"] if isinstance(body["audio"], list) else [body["audio"]]
        for name in names:
            if name not in self._audio:
                self._find(location, "case-audio", f"no earlier step makes the audio `{name}`", _list([*self._audio]))
        forms = {(self._audio[n].encoding, self._audio[n].sample_rate) for n in names if n in self._audio}
        if len(forms) > 1:
            self._find((*location, "audio"), "case-audio", "the audio is not all of one encoding and rate")
        return SendAudio(
            names=tuple(names),
            piece_ms=body.get("piece_ms"),
            piece_bytes=body.get("piece_bytes"),
            paced=body.get("paced", False),
            message=body.get("message"),
            on=on,
        )

    def _base64(self, location: Location, text: str) -> bytes:
        try:
            return base64.b64decode(text, validate=True)
        except binascii.Error as error:
            self._find(location, "case-base64", f"is not base64: {error}")
            return b""

    def _check_socket(self, location: Location, kind: str, on: str | None) -> None:
        if not self._sockets and not self._rounds:
            self._find(location, "case-no-socket", f"`{kind}` comes before any `connect`", "connect first")
        elif on is not None and on not in self._sockets:
            self._find(location, "case-label", f"no earlier `connect` has the label `{on}`", _list(self._sockets))

    def _check_token(self, location: Location, body: Mapping[str, Any]) -> None:
        if body.get("auth") in {"access-token", "query-access-token"} and "token" not in self._saved:
            hint = "save it with `save: {token: label#/token}` before"
            self._find((*location, "auth"), "case-variable", f"`auth: {body['auth']}` needs `$token`", hint)

    def _check_variables(self, location: Location, body: Any, more: Set[str]) -> None:
        for name in sorted(names_in(body)):
            if len(name) > 1 and name not in _ALWAYS_KNOWN | self._saved | more:
                hint = "save it in an earlier step, or use `$a` to `$z` for a fresh context id"
                self._find(location, "case-variable", f"`${name}` is not known here", hint)

    def _keep(self, label: str, labels: list[str]) -> None:
        """Makes a label known to later steps; one of a repetition is not, since each round has its own."""
        if self._is_repeated:
            self._rounds.add(label)
        else:
            labels.append(label)

    def _add_label(self, location: Location, label: str) -> None:
        if label in (*self._answers, *self._sockets, *self._rounds):
            self._find(location, "case-label", f"the label `{label}` stands twice in this case", "rename one")

    def _find(self, location: Location, rule: str, message: str, hint: str = "") -> None:
        self._findings.append(self._source.finding(location, rule, message, hint))


def _answer(entry: Mapping[str, Any]) -> Answer:
    pieces = [entry["body"]] if "body" in entry else entry.get("pieces", ())
    return Answer(
        status=entry.get("status", 200),
        headers=_pairs(entry.get("headers", ())),
        pieces=tuple(piece.encode() for piece in pieces) or (FILLER_PIECE,) * entry.get("filler_pieces", 0),
        pause_s=float(entry.get("pause_s", 0)),
        delay_s=float(entry.get("delay_s", 0)),
        is_cut=entry.get("cut", False),
        times=entry.get("times"),
        key=entry.get("key"),
        read_after_s=float(entry.get("read_after_s", 0)),
        is_dropped=entry.get("dropped", False),
    )


def _pairs(entry: Iterable[Sequence[str]]) -> tuple[tuple[str, str], ...]:
    return tuple((name, value) for name, value in entry)


def _query(entry: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    pairs: list[tuple[str, str]] = []
    for name, value in entry.items():
        values = value if isinstance(value, list) else [value]
        pairs += [(name, _as_text(item)) for item in values]
    return tuple(pairs)


def _as_text(value: str | float) -> str:
    """A value of a query or a form as it is sent; a string as it is."""
    return value if isinstance(value, str) else json.dumps(value)


def _twice(suites: Sequence[Suite]) -> list[Finding]:
    names = [suite.name for suite in suites]
    return [
        Finding(suite.source, 1, 1, "suite-twice", f"suite `{suite.name}` is the name of an earlier file too")
        for index, suite in enumerate(suites)
        if suite.name in names[:index]
    ]


def _list(labels: Sequence[str]) -> str:
    return f"there are: {', '.join(labels)}" if labels else "there is none"
