"""Examples: generated requests and sessions that failed, kept as case files and tried first by the next run.

A folder holds one folder per API version, and in it one case file per example, named after its content. A file is what
`contralto check URL --cases FILE` plays; the requirements that it violated stand in its first lines. Files stay until
somebody removes them, so that what was mended is tried again as well.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from email import message_from_bytes
from email.message import Message
from pathlib import Path

from contralto_conformance.cases import loader
from contralto_conformance.cases.model import Case, File, Request
from contralto_conformance.cases.writer import to_yaml
from contralto_conformance.runner.model import Row
from contralto_conformance.trace import Exchange, Trace
from contralto_spec import SpecError

GENERATED = ("fuzz/", "sessions/")
"""How the names of generated cases begin."""

_OWN_HEADERS = ("content-type", "accept")
"""Headers of a generated request that the request itself brought along."""


class Examples:
    """The folder of examples of a run. is_tried: whether the run begins with what it holds."""

    def __init__(self, folder: Path, *, is_tried: bool = True) -> None:
        self._folder = folder
        self._is_tried = is_tried

    def stored(self, version: str) -> tuple[list[tuple[Case, str]], list[str]]:
        """Examples of a version, each with its text, by name of the file; and what is wrong with files that cannot be
        played."""
        cases: list[tuple[Case, str]] = []
        problems: list[str] = []
        for path in sorted((self._folder / version).glob("*.yaml")) if self._is_tried else ():
            try:
                (suite,) = loader.load([path])
                text = path.read_text(encoding="utf-8")
            except SpecError as error:
                problems.append(f"`{path}` cannot be played: {error.findings[0]}")
                continue
            cases += [(case, text) for case in suite.cases]
        return cases, problems

    def keep(self, rows: Iterable[Row], traces: Sequence[Trace]) -> tuple[Row, ...]:
        """The rows, those with a generated finding naming the file in which it is kept. Raises OSError."""
        by_key = {trace.key: trace for trace in traces if trace.case.startswith(GENERATED)}
        kept: list[Row] = []
        violated: dict[Path, tuple[str, list[str]]] = {}
        for row in rows:
            texts = (_text_of(by_key[f.trace], f.where) for f in row.findings if f.trace in by_key)
            text = next((text for text in texts if text), "")
            if text and row.verdict.total == "violated":
                path = self._path(row.version, text)
                violated.setdefault(path, (text, []))[1].append(row.requirement)
                row = replace(row, example=str(path))
            kept.append(row)
        for path, (text, names) in violated.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("".join(f"# violated: {name}\n" for name in names) + text, encoding="utf-8")
        return tuple(kept)

    def _path(self, version: str, text: str) -> Path:
        name = loader.parse(text, "example").cases[0].name.replace("/", "-")
        return self._folder / version / f"{name}-{hashlib.blake2b(text.encode(), digest_size=4).hexdigest()}.yaml"


def _text_of(trace: Trace, where: str) -> str:
    """The case file of what was found; "" for what none can hold."""
    case = case_of(trace, where)
    if case is None:
        return ""
    text = to_yaml(case)
    try:
        loader.parse(text, "example")
    except SpecError:
        return ""
    return text


def case_of(trace: Trace, where: str) -> Case | None:
    """The case that repeats what was found in a generated trace: the session, or the one request that `where` names.

    None for a request that no case file can hold.
    """
    if trace.script:
        return loader.parse(trace.script, "example").cases[0]
    exchange = next((e for e in trace.exchanges if f"`{e.label}`" in where), None)
    request = None if exchange is None else _request(exchange)
    if request is None:
        return None
    about = f"generated request: {trace.variant} input"
    return Case(trace.case, about, (request,), cost="paid", tags=trace.tags | {"generated"})


def _request(exchange: Exchange) -> Request | None:
    headers = {name: _literal(value) for name, value in exchange.request_headers if name in _OWN_HEADERS}
    form: tuple[tuple[str, str | File], ...] = ()
    body: str | None = None
    if headers.get("content-type", "").startswith("multipart/form-data"):
        form = tuple(_fields(exchange))
        headers.pop("content-type")
        if not form:
            return None
    elif exchange.request_body:
        try:
            body = _literal(exchange.request_body.decode())
        except UnicodeDecodeError:
            return None
    return Request(
        label="request-1",
        method=exchange.method,
        path=_literal(exchange.path),
        query=tuple((_literal(name), _literal(value)) for name, value in exchange.query),
        body=body,
        form=form,
        headers=headers,
    )


def _fields(exchange: Exchange) -> Iterator[tuple[str, str | File]]:
    head = b"content-type: " + (exchange.request_header("content-type") or "").encode() + b"\r\n\r\n"
    parts = message_from_bytes(head + exchange.request_body).get_payload()
    for part in parts if isinstance(parts, list) else ():
        if isinstance(part, Message):
            content = part.get_payload(decode=True)
            name = part.get_param("name", header="content-disposition")
            if isinstance(content, bytes) and isinstance(name, str):
                yield _literal(name), _field(part, content)


def _field(part: Message, content: bytes) -> str | File:
    file_name = part.get_filename()
    if file_name is None:
        try:
            return _literal(content.decode())
        except UnicodeDecodeError:
            file_name = "file"
    return File(_literal(file_name), part.get_content_type(), content=content)


def _literal(text: str) -> str:
    """Text as a case has it, in which a dollar sign begins a variable."""
    return text.replace("$", "$$")
