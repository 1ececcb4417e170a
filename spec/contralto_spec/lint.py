"""The linter: all findings about the hand-written spec, or about one document of somebody else.

Three layers of our own: every file against its JSON Schema; the facts against each other; the finished documents of
every version and dialect against the rules of documents. A finding names the file and line that put the value there,
overlays included. All findings are shown together.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import jsonschema_rs

from .bundle import KINDS, PRUNED_SECTIONS, Build, build
from .files import Files
from .findings import Finding
from .foreign import read_foreign
from .placed import Object, place_of

# Importing a module registers its rules.
from .rules import facts, operations, references, registry, schemas, sockets, validity  # noqa: F401
from .view import Kind, View
from .yaml_source import Source

_SCHEMAS = {
    "versions.yaml": "versions.schema.json",
    "sources.yaml": "sources.schema.json",
    "rules.yaml": "rules.schema.json",
    "official-sdk.yaml": "official-sdk.schema.json",
    "prices.yaml": "prices.schema.json",
    "requirements/*.yaml": "requirements.schema.json",
    "overlays/*/*.yaml": "overlay.schema.json",
    "dialects/*.yaml": "overlay.schema.json",
    "open-questions/*.yaml": "open-questions.schema.json",
}


def lint(root: Path | None = None) -> list[Finding]:
    """All findings about the hand-written spec, sorted by place; empty when it is sound."""
    files = Files(root)
    findings: list[Finding] = []
    for name in ("versions.yaml", "sources.yaml", "official-sdk.yaml", "prices.yaml"):
        files.get(name)
    for pattern, schema in _SCHEMAS.items():
        for source in files.matching(pattern):
            findings.extend(_against_schema(source, files.base / "schemas" / schema))
    if not findings and not files.findings:
        findings.extend(facts.fact_findings(files))
        findings.extend(document_findings(build(files), files))
    return sorted({*files.findings, *findings})


def lint_file(path: Path) -> list[Finding]:
    """All findings about an OpenAPI or AsyncAPI document of somebody else. Raises SpecError if it cannot be read."""
    document, findings = read_foreign(path)
    kind: Kind = "asyncapi" if "asyncapi" in document else "openapi"
    return sorted({*findings, *registry.check_document(View(kind, document))})


def known_rules() -> list[registry.Rule]:
    """Every rule, in the order of `rules.yaml`."""
    return list(registry.rules().values())


def _against_schema(source: Source, schema_path: Path) -> Iterator[Finding]:
    validator = jsonschema_rs.validator_for(json.loads(schema_path.read_text(encoding="utf-8")))
    for error in validator.iter_errors(source.data):
        at = (source.name, *source.place(tuple(error.instance_path)))
        yield registry.finding("schema", at, f"{error.message} (rule of spec/schemas/{schema_path.name})")


def document_findings(built: Build, files: Files) -> Iterator[Finding]:
    """Findings about the documents of all versions and dialects. What several of them share is found once."""
    yield from built.findings
    versions = files.get("versions.yaml")
    dates = [item["date"] for item in versions.tree["versions"]] if versions else []
    for document in built.assemblies.values():
        for hit in validity.range_hits(document, dates):
            yield registry.finding("version-marker", place_of(document, hit.location), hit.message)
    for documents in built.editions.values():
        for kind in KINDS:
            yield from registry.check_document(View(kind, documents[kind], own=True))
    yield from _unused(built)


def _unused(built: Build) -> Iterator[Finding]:
    """Components that no version and no dialect uses, by the place of the hand-written definition."""
    used = set().union(*built.used.values())
    seen: set[tuple[str, str]] = set()
    for document in built.assemblies.values():
        for section in PRUNED_SECTIONS:
            values = document.get("components", {}).get(section)
            for name in values if isinstance(values, Object) else ():
                if (section, name) not in used and (section, name) not in seen:
                    seen.add((section, name))
                    yield registry.finding("unused-component", values.keys_at.get(name), f"nothing refers to `{name}`")
