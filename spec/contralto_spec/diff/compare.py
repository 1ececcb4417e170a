"""Two contracts, compared: what both have is compared part by part, each component once, in its own place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from contralto_spec.placed import Json, mapping

from .access import Document
from .collect import Collector, changes_of
from .http import HttpComparison, paired, section_of
from .likeness import canonical, renamed_schemas
from .model import Difference, Spot
from .schemas import SchemaComparison
from .sockets import SocketComparison


@dataclass(frozen=True, slots=True)
class Contract:
    """What is compared: a name for people, and an OpenAPI document, an AsyncAPI document or both."""

    name: str
    openapi: dict[str, Json] | None = None
    asyncapi: dict[str, Json] | None = None


class NothingInCommon(ValueError):
    """Two contracts of different kinds; the message says which."""


def compare(before: Contract, after: Contract, *, texts: bool = False) -> Difference:
    """Every difference from one contract to another.

    texts: descriptions, summaries, titles and examples count too. Markers of versions and sources never do. A document
    that only one of the two has is left out, and a note says so. Raises NothingInCommon if that leaves nothing.
    """
    collectors: list[Collector] = []
    notes: list[str] = []
    for kind, old, new in (
        ("openapi", before.openapi, after.openapi),
        ("asyncapi", before.asyncapi, after.asyncapi),
    ):
        if old is not None and new is not None:
            collector = Collector(kind, Document(old), Document(new), texts)
            _compare_documents(collector)
            collectors.append(collector)
        elif old is not None or new is not None:
            owner = before.name if old is not None else after.name
            title = "OpenAPI" if kind == "openapi" else "AsyncAPI"
            notes.append(f"only `{owner}` has an {title} document, which was left out")
    if not collectors:
        raise NothingInCommon(f"`{before.name}` and `{after.name}` are documents of different kinds")
    return Difference(before.name, after.name, changes_of(collectors), tuple(notes))


def _compare_documents(collector: Collector) -> None:
    old, new = (mapping(document.data.get("components")) for document in (collector.before, collector.after))
    schemas_old, schemas_new = mapping(old.get("schemas")), mapping(new.get("schemas"))
    removed = {name: value for name, value in schemas_old.items() if name not in schemas_new}
    added = {name: value for name, value in schemas_new.items() if name not in schemas_old}
    renamed = renamed_schemas(removed, added)
    prefix = "#/components/schemas/"
    collector.renamed.update({prefix + name: prefix + to for name, (to, _) in renamed.items()})

    pairs = list(paired(collector.before, collector.after))
    collector.moved.update({left.label: right.label for left, right in pairs if left is not None and right is not None})
    http, sockets = HttpComparison(collector), SocketComparison(collector)
    http.compare(pairs)
    sockets.compare()
    _schemas(collector, removed, added, renamed)
    _shared(collector, http, sockets, old, new)


def _schemas(
    collector: Collector,
    removed: Mapping[str, Json],
    added: Mapping[str, Json],
    renamed: Mapping[str, tuple[str, float]],
) -> None:
    comparison = SchemaComparison(collector)
    at = ("components", "schemas")
    for name in removed.keys() - renamed.keys():
        collector.emit("schema-removed", Spot("schemas", name, (*at, name), (*at, name)), name, None)
    for name in added.keys() - {to for to, _ in renamed.values()}:
        collector.emit("schema-added", Spot("schemas", name, (*at, name), (*at, name)), None, name)
    old = mapping(mapping(collector.before.data.get("components")).get("schemas"))
    new = mapping(mapping(collector.after.data.get("components")).get("schemas"))
    for name in old:
        to = renamed[name][0] if name in renamed else name
        if to not in new or (name in removed and name not in renamed):
            continue
        spot = Spot("schemas", to, (*at, name), (*at, to))
        reference, other = f"#/components/schemas/{name}", f"#/components/schemas/{to}"
        uses = collector.reached(reference, other)
        if name in renamed:
            collector.emit("schema-renamed", spot, name, to, uses, renamed[name][1])
        comparison.compare(old[name], new[to], spot, uses)


def _shared(
    collector: Collector,
    http: HttpComparison,
    sockets: SocketComparison,
    old: Mapping[str, Json],
    new: Mapping[str, Json],
) -> None:
    """Components other than schemas, where both sides have them; one that only one side has counts where it is used."""
    nouns = {
        "parameters": ("parameter", http.parameter),
        "requestBodies": ("request body", http.body),
        "responses": ("answer", http.answer),
        "headers": ("header", http.header),
        "messages": ("message", sockets.message),
    }
    for section, (noun, compared) in nouns.items():
        left, right = mapping(old.get(section)), mapping(new.get(section))
        for name in left.keys() & right.keys():
            at = ("components", section, name)
            before, before_at = collector.before.resolve(left[name], at)
            after, after_at = collector.after.resolve(right[name], at)
            spot = Spot(section_of(section), f"{noun} {name}", before_at, after_at)
            reference = f"#/components/{section}/{name}"
            compared(before, after, spot, collector.reached(reference, reference))
    left, right = mapping(old.get("securitySchemes")), mapping(new.get("securitySchemes"))
    for name in left.keys() | right.keys():
        at = ("components", "securitySchemes", name)
        spot = Spot("shared", f"security scheme {name}", at, at)
        if name not in right:
            collector.emit("scheme-removed", spot, name, None)
        elif name not in left:
            collector.emit("scheme-added", spot, None, name)
        else:
            before, after = _scheme_facts(left[name]), _scheme_facts(right[name])
            if canonical(before) != canonical(after):
                collector.emit("scheme-changed", spot, before, after)
            collector.compare_texts(mapping(left[name]), mapping(right[name]), spot)


def _scheme_facts(value: Json) -> dict[str, Json]:
    return {key: item for key, item in mapping(value).items() if key != "description" and not key.startswith("x-")}
