"""Families of operations: what makes a thing, and what reads, changes and deletes it by the id that came back.

The documents of the service have no links, so they are inferred here from paths: what `POST /x` made stands at
`/x/{id}`. Only an id that a generated request has made itself is followed. So nothing that was there before is changed
or deleted.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

_METHODS = ("get", "patch", "put", "delete", "post")


@dataclass(frozen=True)
class Family:
    """Operations on one kind of thing.

    makes: id of the operation that makes one. uses: ids of the others, each with its parameter that takes the id of the
    thing. deletes: path of the operation that deletes one, with a `{}` for its id; "" if there is none.
    """

    makes: str
    uses: Mapping[str, str]
    deletes: str

    @property
    def names(self) -> tuple[str, ...]:
        """Ids of all operations."""
        return self.makes, *self.uses


def families(document: Mapping[str, Any], called: Collection[str]) -> Iterator[Family]:
    """The families among these operations of an OpenAPI document."""
    paths: Mapping[str, Any] = document["paths"]
    for path, item in paths.items():
        made = item.get("post", {}).get("operationId")
        if made not in called or "{" in path:
            continue
        base = path.rstrip("/")
        for above in (base, base.rpartition("/")[0]):
            uses, deletes = _uses(paths, above, called)
            if uses and above:
                yield Family(made, uses, deletes)
                break


def _uses(paths: Mapping[str, Any], base: str, called: Collection[str]) -> tuple[dict[str, str], str]:
    uses: dict[str, str] = {}
    deletes = ""
    for path, item in paths.items():
        if not path.startswith(f"{base}/{{") or path.count("{") != 1:
            continue
        parameter = path[len(base) + 2 :].partition("}")[0]
        for method in _METHODS:
            name = item.get(method, {}).get("operationId")
            if name in called:
                uses[name] = parameter
                if method == "delete" and path == f"{base}/{{{parameter}}}":
                    deletes = f"{base}/{{}}"
    return uses, deletes


def link(document: Mapping[str, Any], found: Collection[Family]) -> None:
    """Writes the links of these families into the answers of a document."""
    by_name = {
        operation["operationId"]: operation
        for item in document["paths"].values()
        for operation in item.values()
        if isinstance(operation, dict) and "operationId" in operation
    }
    for family in found:
        links = {
            name: {"operationId": name, "parameters": {parameter: "$response.body#/id"}}
            for name, parameter in family.uses.items()
        }
        for status, answer in by_name[family.makes]["responses"].items():
            if str(status).startswith("2"):
                answer["links"] = links
