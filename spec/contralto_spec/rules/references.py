"""Rules of `$ref` and of the components that references lead to."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from contralto_spec.bundle import reached_components
from contralto_spec.placed import Json, location_of, mapping, pointer, sequence, text
from contralto_spec.view import View

from .registry import Hit, checks


@checks("unresolved-ref")
def unresolved_refs(view: View) -> Iterator[Hit]:
    """A reference that leads nowhere."""
    for location, reference in view.references:
        target = location_of(reference)
        if target is None:
            continue
        if view.at(target) is None:
            section = view.at(target[:-1]) if target else None
            near = difflib.get_close_matches(str(target[-1]), map(str, mapping(section[1])), n=1) if section else []
            hint = f"did you mean `{pointer((*target[:-1], near[0]))}`?" if near else ""
            yield Hit(location, f"`{reference}` does not exist", hint)
    for location, schema in view.schemas:
        for tag, reference in mapping(mapping(schema.get("discriminator")).get("mapping")).items():
            target = location_of(text(reference))
            if target is not None and view.at(target) is None:
                yield Hit((*location, "discriminator", "mapping", tag), f"`{reference}` does not exist")


@checks("endless-ref")
def endless_refs(view: View) -> Iterator[Hit]:
    """A schema, or a chain of references, of which no value can be written down."""
    for location, reference in view.references:
        target = location_of(reference)
        if target is not None and view.at(target) is not None and view.resolve(reference) is None:
            seen = [reference]
            following = view.at(target)
            while following and isinstance(following[1], dict) and text(following[1].get("$ref")) not in ("", *seen):
                seen.append(following[1]["$ref"])
                step = location_of(seen[-1])
                following = view.at(step) if step is not None else None
            if following and isinstance(following[1], dict) and following[1].get("$ref") in seen:
                yield Hit(location, f"`{reference}` leads only to references that lead back to it")
    schemas = mapping(view.components.get("schemas"))
    finite: set[str] = set()
    while True:
        more = {name for name, schema in schemas.items() if name not in finite and _ends(schema, schemas, finite)}
        if not more:
            break
        finite |= more
    for name in schemas:
        if name not in finite:
            yield Hit(("components", "schemas", name), f"schema `{name}` needs a value of itself inside, without end")


def _ends(schema: Json, schemas: dict[str, Json], finite: set[str], depth: int = 0) -> bool:
    """Whether a value of the schema can end, given the schemas that are known to."""
    if not isinstance(schema, dict) or depth > 50:
        return True
    target = location_of(text(schema.get("$ref")))
    if target and target[:2] == ("components", "schemas") and len(target) == 3:
        name = str(target[2])
        if name in schemas and name not in finite:
            return False
    needed = [*sequence(schema.get("allOf"))]
    properties = mapping(schema.get("properties"))
    needed += [
        properties[name] for name in sequence(schema.get("required")) if isinstance(name, str) and name in properties
    ]
    least = schema.get("minItems")
    if isinstance(least, int) and least > 0:
        needed.append(schema.get("items"))
    if not all(_ends(part, schemas, finite, depth + 1) for part in needed):
        return False
    for key in ("oneOf", "anyOf"):
        branches = sequence(schema.get(key))
        if branches and not any(_ends(branch, schemas, finite, depth + 1) for branch in branches):
            return False
    return True


@checks("unused-component")
def unused_components(view: View) -> Iterator[Hit]:
    """A component that nothing leads to; of our own documents the versions are looked at together."""
    if view.own:
        return
    reached = reached_components(view.root)
    for section in ("schemas", "parameters", "responses", "requestBodies", "headers", "examples", "messages"):
        for name in mapping(view.components.get(section)):
            if (section, name) not in reached:
                yield Hit(("components", section, name), f"nothing refers to `{name}`")
