"""A published edition with overlays of somebody's own on it.

An overlay of one's own is written against the bundled document, in the format of `spec/overlays`: OpenAPI Overlay 1.0,
here without the sources that the spec itself asks for. Several are applied in order, each to the OpenAPI and to the
AsyncAPI document. What nothing refers to any more goes, as when the spec is bundled.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import jsonschema_rs

# Importing a module registers its rules.
from . import lint as _rules  # noqa: F401
from .bundle import KINDS, ordered, pruned, reached_components
from .data import data_root
from .findings import Finding, SpecError
from .overlay import Overlay
from .placed import Json
from .ranges import drop_hanging
from .reader import load
from .rules import registry
from .view import Kind, View
from .yaml_source import Source, read_source, read_yaml

_SCHEMA = "own-overlay.schema.json"
_OWN_RULES = ("call-name",)
"""Rules of our own documents that hold for additions, too."""
_ILL_FORMED = frozenset(
    {
        *("openapi", "message-schema", "unresolved-ref", "endless-ref", "yaml-slip", "path-parameter"),
        *("channel-messages", "state-table"),
    }
)


@dataclass(frozen=True, slots=True)
class Overlaid:
    """The two documents with the places of their values, and what was found.

    `well_formed`: a program may follow the documents' references without looking where it steps.
    """

    openapi: Json
    asyncapi: Json
    findings: tuple[Finding, ...]
    well_formed: bool


def read_overlays(paths: Sequence[Path]) -> tuple[list[Source], list[Finding]]:
    """The overlay files that can be used, and what is wrong with the others."""
    sources: list[Source] = []
    findings: list[Finding] = []
    schema = jsonschema_rs.validator_for(json.loads((data_root() / "schemas" / _SCHEMA).read_text(encoding="utf-8")))
    for path in paths:
        try:
            source = read_source(path, str(path))
        except SpecError as error:
            findings += error.findings
            continue
        wrong = [
            source.finding(tuple(error.instance_path), "overlay", error.message, "see OpenAPI Overlay 1.0")
            for error in schema.iter_errors(source.data)
        ]
        if wrong:
            # An action of the wrong shape was told; a broken path in another one is worth telling beside.
            told = {finding.line for finding in wrong}
            findings += [*wrong, *(finding for finding in Overlay(source).broken if finding.line not in told)]
        else:
            sources.append(source)
    return sources, findings


def overlaid(date: str, dialect: str | None, overlays: Sequence[Source]) -> Overlaid:
    """The documents of a version, or of a dialect of it, with the overlays applied.

    Raises UnknownVersion and UnknownDialect.
    """
    name = f"published/{load().folder(date, dialect)}"
    documents = [read_yaml(data_root() / name / f"{kind}.yaml", f"spec/{name}/{kind}.yaml").tree for kind in KINDS]
    findings: list[Finding] = []
    for source in overlays:
        overlay = Overlay(source)
        overlay.apply(documents)
        findings += overlay.findings()
    for document in documents:
        drop_hanging(document)
    reached = [reached_components(document) for document in documents]
    in_vain = _added_in_vain(documents, reached, {source.name for source in overlays})
    rules = [
        finding
        for kind, document in zip(KINDS, documents, strict=True)
        for finding in _findings(kind, document)
        if finding.rule != "unused-component" or (finding.file, finding.line, finding.column) in in_vain
    ]
    well_formed = not any(finding.rule in _ILL_FORMED for finding in rules)
    if well_formed:
        documents = [ordered(pruned(*pair)) for pair in zip(documents, reached, strict=True)]
    openapi, asyncapi = documents
    return Overlaid(openapi, asyncapi, tuple(sorted({*findings, *rules})), well_formed)


def _added_in_vain(
    documents: Sequence[Json], reached: Sequence[set[tuple[str, str]]], names: set[str]
) -> set[tuple[str, int, int]]:
    """Where overlays add components that neither document uses. What an overlay cuts off goes without a word."""
    added: set[tuple[str, int, int]] = set()
    used: set[tuple[str, int, int]] = set()
    for document, keys in zip(documents, reached, strict=True):
        for section, values in document["components"].items():
            for name, at in values.keys_at.items():
                if at[0] in names:
                    (used if (section, name) in keys else added).add(at)
    return added - used


def _findings(kind: Kind, document: Json) -> Iterator[Finding]:
    yield from registry.check_document(View(kind, document))
    yield from registry.check_document(View(kind, document, own=True), only=_OWN_RULES)
