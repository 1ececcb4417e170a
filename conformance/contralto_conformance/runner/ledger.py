"""What a run makes in an account, so that nothing of it stays there.

Every answer that the drivers get goes through the ledger. A successful POST whose answer carries an id is a thing that
was made, unless the operation only computes something; how it is deleted follows from the operations of the spec. A
successful DELETE takes the thing out again. The file is written at every change, so that it also speaks for a run that
was killed.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

import jsonschema_rs

from contralto_conformance.runner.model import Made
from contralto_conformance.trace import Exchange
from contralto_conformance.whole_file import replace_file
from contralto_spec import Spec
from contralto_spec.data import data_schema

GONE = frozenset({200, 202, 204, 404, 410})
"""Statuses of a DELETE after which there is nothing left to delete."""

_HIDDEN = "[hidden]"
_MAKES = frozenset({"destructive", "paid"})
"""Kinds of operations (`x-cost`) whose answers with an id stand for something that stays."""


@dataclass(frozen=True)
class Undo:
    """How what an operation makes is deleted. path: with `{}` for the id, "" if it cannot be. is_admin: by which."""

    pattern: re.Pattern[str]
    path: str
    is_admin: bool


class Ledger:
    """The things of one run that were made and not deleted yet, in the order in which they were made. For any thread.

    file: where they are written down; None for nowhere. url: of the target. run: what its things are called. is_secret:
    whether a text holds what may stand in no file.
    """

    def __init__(
        self,
        spec: Spec,
        url: str,
        *,
        run: str = "",
        file: Path | None = None,
        is_secret: Callable[[str], bool] = lambda text: False,
    ) -> None:
        self._spec = spec
        self._url = url
        self._run = run
        self._is_secret = is_secret
        self._made: dict[tuple[str, str], Made] = {}
        self._undo: dict[str, tuple[Undo, ...]] = {}
        self._lock = threading.Lock()
        self._is_written = False
        self.file = file
        self.fault = ""

    @property
    def made(self) -> tuple[Made, ...]:
        """What there is to delete."""
        with self._lock:
            return tuple(self._made.values())

    def of_case(self, version: str, case: str) -> tuple[Made, ...]:
        """What one case has made."""
        return tuple(made for made in self.made if (made.version, made.case) == (version, case))

    def page(self, version: str, case: str) -> Callable[[Exchange], None]:
        """What hears every exchange of one case."""
        return lambda exchange: self.heard(version, case, exchange)

    def heard(self, version: str, case: str, exchange: Exchange) -> None:
        """Takes note of what an exchange made or deleted, or may have made: the request was sent, its answer lost."""
        if exchange.method == "DELETE" and exchange.status in GONE:
            self._drop([made for made in self.made if made.delete.rstrip("/") == exchange.path.rstrip("/")])
        elif exchange.method == "POST" and (undo := self._undo_of(version, exchange.path)) is not None:
            identity = _id_of(exchange) if 200 <= (exchange.status or 0) < 300 else None
            if identity is None and _is_in_doubt(exchange):
                problem = f"its answer did not come; see whether there is one called `{self._run}`"
                unknown = f"unknown-{len(self.made) + 1}"
                self._add(Made(exchange.path, unknown, "", version, case, undo.is_admin, problem))
            elif identity is not None:
                delete = _delete_path(exchange.path, undo.path, identity)
                if self._is_secret(identity):
                    self._add(
                        Made(exchange.path, _HIDDEN, "", version, case, undo.is_admin, "its id holds a credential")
                    )
                else:
                    self._add(Made(exchange.path, identity, delete, version, case, undo.is_admin))

    def put(self, made: Made) -> None:
        """Takes a thing in, as it stands in an earlier ledger."""
        self._add(made)

    def deleted(self, made: Made) -> None:
        """Takes a thing out."""
        self._drop([made])

    def kept(self, made: Made, problem: str) -> None:
        """Notes why a thing could not be deleted."""
        self.put(replace(made, problem=problem))

    def close(self) -> None:
        """Removes the file if nothing is left."""
        with self._lock:
            if not self._made and self._is_written and self.file is not None:
                self.file.unlink(missing_ok=True)
                self._is_written = False

    def _add(self, made: Made) -> None:
        with self._lock:
            self._made[made.what, made.id] = made
            self._write()

    def _drop(self, gone: list[Made]) -> None:
        if gone:
            with self._lock:
                for made in gone:
                    self._made.pop((made.what, made.id), None)
                self._write()

    def _write(self) -> None:
        if self.file is None or self.fault:
            return
        try:
            replace_file(self.file, render(self._url, self._run, tuple(self._made.values())).encode())
            self._is_written = True
        except OSError as error:
            self.fault = f"the ledger `{self.file}` cannot be written: {(error.strerror or str(error)).lower()}"

    def _undo_of(self, version: str, path: str) -> Undo | None:
        if version not in self._undo:
            self._undo[version] = undoes(self._spec.openapi(version))
        return next((undo for undo in self._undo[version] if undo.pattern.fullmatch(path.rstrip("/"))), None)


def undoes(document: Mapping[str, Any]) -> tuple[Undo, ...]:
    """How what the POST operations of an OpenAPI document make is deleted.

    What is made at `/things` or `/things/clone` is deleted at `/things/{id}`. The latter only where `/things/clone` has
    no things of its own, which could be fetched at `/things/clone/{id}`.
    """
    deletes = {_parent(path) for path, item in document["paths"].items() if "delete" in item and path.endswith("}")}
    fetches = {_parent(path) for path, item in document["paths"].items() if "get" in item and path.endswith("}")}
    found = []
    for path, item in document["paths"].items():
        operation = item.get("post")
        name = path.rstrip("/")
        if operation is None or operation.get("x-cost") not in _MAKES or name.endswith("}"):
            continue
        makes_things = "application/json" in _success(operation)
        if name in deletes:
            delete = f"{name}/{{}}"
        elif _parent(name) in deletes and name not in fetches:
            delete = f"{_parent(name)}/{{}}"
        elif name in fetches and makes_things:
            delete = ""
        else:
            continue
        is_admin = operation.get("security") == [{"AdminApiKey": []}]
        found.append(Undo(re.compile(_any_parameters(name)), delete, is_admin))
    return tuple(found)


def _success(operation: Mapping[str, Any]) -> Mapping[str, Any]:
    answers = [answer for status, answer in operation.get("responses", {}).items() if status.startswith("2")]
    content: Mapping[str, Any] = answers[0].get("content", {}) if answers else {}
    return content


def _any_parameters(path: str) -> str:
    return "[^/]+".join(map(re.escape, re.split(r"\{[^}]*\}", path)))


def _parent(path: str) -> str:
    return path.rstrip("/").rpartition("/")[0]


def _delete_path(made_at: str, template: str, identity: str) -> str:
    """The path that deletes, with the parameters of the path at which it was made."""
    if not template:
        return ""
    length = template.count("/")
    begin = "/".join(made_at.rstrip("/").split("/")[:length])
    return f"{begin}/{quote(identity, safe='')}"


def _is_in_doubt(exchange: Exchange) -> bool:
    """Whether a request was sent whose success nobody told."""
    if exchange.status is None:
        return exchange.ending == "deadline"
    return 200 <= exchange.status < 300 and exchange.ending != "complete"


def _id_of(exchange: Exchange) -> str | None:
    try:
        found = exchange.json()["id"]
    except (ValueError, KeyError, TypeError):
        return None
    return found if isinstance(found, str) and found else None


def render(url: str, run: str, made: tuple[Made, ...]) -> str:
    """The ledger as a document, see `spec/schemas/ledger.schema.json`."""
    document = {
        "format": "contralto-ledger",
        "format_version": 1,
        "url": url,
        "run": run,
        "made": [asdict(thing) for thing in made],
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


@dataclass(frozen=True)
class Stored:
    """A ledger file that was read."""

    url: str
    run: str
    made: tuple[Made, ...]


def stored(document: Any) -> Stored:
    """A ledger from its document. Raises ValueError that says what is wrong with it."""
    for error in jsonschema_rs.Draft202012Validator(data_schema("ledger")).iter_errors(document):
        place = "/".join(map(str, error.instance_path))
        raise ValueError(f"it is no ledger of contralto: {f'{place}: ' if place else ''}{error.message}")
    return Stored(document["url"], document["run"], tuple(Made(**entry) for entry in document["made"]))
