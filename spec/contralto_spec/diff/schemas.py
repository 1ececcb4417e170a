"""JSON Schemas, member by member.

`null` is taken out of either side first, so that `type: [string, "null"]`, `anyOf` with a null branch and `nullable`
are one thing. A reference to the same component on both sides is left to the comparison of that component; any other
reference is followed, once per way.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from contralto_spec.placed import Json, Location, location_of, mapping, sequence, text

from .collect import Collector
from .likeness import TEXTS, canonical, facts, overlap, renamed_members
from .model import Spot, Use

_MAX_DEPTH = 48
_LIKE_BRANCH = 0.5
_ANY = frozenset({"string", "number", "integer", "boolean", "array", "object"})
_LOWER = ("minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties", "minContains")
_UPPER = ("maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties", "maxContains")
_OTHERS = ("pattern", "format", "multipleOf", "contentEncoding", "contentMediaType")
_NESTED = ("items", "contains", "propertyNames")
_CONDITION = ("if", "then", "else")
_HANDLED = TEXTS | {
    "$ref", "type", "const", "enum", "oneOf", "anyOf", "allOf", "properties", "required", "default", "deprecated",
    "additionalProperties", "unevaluatedProperties", "not", "discriminator", "uniqueItems", "nullable",
    "$schema", "$id", "$anchor", "$comment", "$defs", "definitions",
    *_LOWER, *_UPPER, *_OTHERS, *_NESTED,
}  # fmt: skip

Schema = dict[str, Json]


class SchemaComparison:
    """Compares schemas of two documents and tells a collector what differs."""

    def __init__(self, collector: Collector) -> None:
        self._to = collector
        self._way: list[tuple[Location, Location]] = []

    def compare(self, before: Json, after: Json, spot: Spot, uses: Iterable[Use]) -> None:
        """Everything that differs between two schemas at one place."""
        if canonical(before) == canonical(after) and before == after:
            return
        uses = frozenset(uses)
        old, new = _as_schema(before), _as_schema(after)
        if self._to.same_reference(old, new):
            self._plain(_beside(old), _beside(new), spot, uses)
            return
        old, old_at = self._to.before.resolve(old, spot.before)
        new, new_at = self._to.after.resolve(new, spot.after)
        if "$ref" not in mapping(before) and "$ref" not in mapping(after):
            if max(len(spot.before), len(spot.after)) > 2 * _MAX_DEPTH:
                self._to.emit("reference-changed", spot, None, None, uses)
                return
            self._resolved(old, new, spot, uses)
            return
        unresolved = _leads_nowhere(before, old_at, spot.before) or _leads_nowhere(after, new_at, spot.after)
        if unresolved:
            if mapping(before).get("$ref") != mapping(after).get("$ref"):
                self._to.emit("reference-changed", spot, before, after, uses)
            return
        pair = (old_at, new_at)
        if pair in self._way or len(self._way) >= _MAX_DEPTH:
            return
        self._way.append(pair)
        names = self._to.other_component(before, after)
        spot = Spot("schemas", names, old_at, new_at) if names else spot.at(old_at, new_at)
        self._resolved(old, new, spot, uses)
        self._way.pop()

    def _resolved(self, before: Schema, after: Schema, spot: Spot, uses: frozenset[Use]) -> None:
        old, old_null = _without_null(before)
        new, new_null = _without_null(after)
        if old_null != new_null and (_types(old) or _is_union(old)) and (_types(new) or _is_union(new)):
            self._to.emit("null-allowed" if new_null else "null-forbidden", spot, old_null, new_null, uses)
        if _is_union(old) or _is_union(new):
            self._union(old, new, spot, uses)
        elif "$ref" in old or "$ref" in new:
            # What was left of `anyOf: [{$ref}, {type: null}]`.
            self.compare(old, new, spot, uses)
        else:
            self._plain(old, new, spot, uses)

    def _union(self, before: Schema, after: Schema, spot: Spot, uses: frozenset[Use]) -> None:
        old, new = _branches(before), _branches(after)
        for left, right in self._matched(old, new, spot):
            # A union has no names for its branches, so the trail says what the branch is.
            if left is not None and right is not None:
                below = spot.at((*spot.before, *old[left][0]), (*spot.after, *new[right][0]))
                name = self._branch_name(new[right][1])
                self.compare(old[left][1], new[right][1], below.member(f"({name})") if name else below, uses)
            elif left is not None:
                below = spot.at((*spot.before, *old[left][0]), spot.after)
                self._to.emit("branch-removed", below, old[left][1], None, uses)
            elif right is not None:
                below = spot.at(spot.before, (*spot.after, *new[right][0]))
                self._to.emit("branch-added", below, None, new[right][1], uses)
        if _is_union(before) and _is_union(after):
            self._discriminator(before, after, spot, uses)
            rest = {key: value for key, value in before.items() if key not in ("oneOf", "anyOf")}
            others = {key: value for key, value in after.items() if key not in ("oneOf", "anyOf")}
            self._plain(rest, others, spot, uses)
        else:
            self._to.compare_texts(before, after, spot)
            self._to.compare_deprecation(before, after, spot, uses)
            self._default(before, after, spot, uses)

    def _matched(
        self, old: list[tuple[Location, Json]], new: list[tuple[Location, Json]], spot: Spot
    ) -> list[tuple[int | None, int | None]]:
        """Pairs of branches: the same component first, then the same tag, equal ones, and last the most alike."""
        left, right = list(range(len(old))), list(range(len(new)))
        pairs: list[tuple[int | None, int | None]] = []

        def take(i: int, j: int) -> None:
            pairs.append((i, j))
            left.remove(i)
            right.remove(j)

        for i in list(left):
            for j in right:
                if self._to.same_reference(old[i][1], new[j][1]) or old[i][1] == new[j][1]:
                    take(i, j)
                    break
        shapes_old = {i: self._to.before.resolve(_as_schema(old[i][1]), ())[0] for i in left}
        shapes_new = {j: self._to.after.resolve(_as_schema(new[j][1]), ())[0] for j in right}
        for i in list(left):
            for j in right:
                tags = _tags(shapes_old[i])
                if tags and tags == _tags(shapes_new[j]):
                    take(i, j)
                    break
        facts_old = {i: facts(shapes_old[i]) for i in left}
        facts_new = {j: facts(shapes_new[j]) for j in right}
        scores = [
            (_branch_likeness(shapes_old[i], shapes_new[j], overlap(facts_old[i], facts_new[j])), i, j)
            for i in left
            for j in right
        ]
        keys_old = {i: canonical(shapes_old[i]) for i in left}
        keys_new = {j: canonical(shapes_new[j]) for j in right}
        for score, i, j in sorted(scores, key=lambda row: (-row[0], *sorted((keys_old[row[1]], keys_new[row[2]])))):
            if score >= _LIKE_BRANCH and i in left and j in right:
                take(i, j)
        return [*pairs, *((i, None) for i in left), *((None, j) for j in right)]

    def _branch_name(self, branch: Json) -> str:
        reference = text(mapping(branch).get("$ref"))
        return reference.rsplit("/", 1)[-1] if reference else text(mapping(branch).get("title"))

    def _discriminator(self, before: Schema, after: Schema, spot: Spot, uses: frozenset[Use]) -> None:
        old, new = before.get("discriminator"), after.get("discriminator")
        below = spot.down("discriminator")
        if isinstance(old, dict) != isinstance(new, dict):
            is_new = isinstance(new, dict)
            self._to.emit("discriminator-added" if is_new else "discriminator-removed", below, old, new, uses)
            return
        # A tag that comes, goes or leads to another schema is said at its alternative; here only what it is called.
        tags_old, tags_new = _tags_by_target(old, self._to.renamed), _tags_by_target(new, {})
        renamed = any(tags_old[target] != tags_new[target] for target in tags_old.keys() & tags_new.keys())
        if mapping(old).get("propertyName") != mapping(new).get("propertyName") or renamed:
            self._to.emit("discriminator-changed", below, old, new, uses)

    def _plain(self, before: Schema, after: Schema, spot: Spot, uses: frozenset[Use]) -> None:
        self._to.compare_texts(before, after, spot)
        self._to.compare_deprecation(before, after, spot, uses)
        if not self._type(before, after, spot, uses):
            return
        self._values(before, after, spot, uses)
        self._constraints(before, after, spot, uses)
        self._default(before, after, spot, uses)
        self._members(before, after, spot, uses)
        for key in _NESTED:
            if key in before or key in after:
                self.compare(before.get(key, {}), after.get(key, {}), spot.down(key).member("[]"), uses)
        self._all_of(before, after, spot, uses)
        self._without(before, after, spot, uses)
        self._unknown(before, after, spot, uses)

    def _type(self, before: Schema, after: Schema, spot: Spot, uses: frozenset[Use]) -> bool:
        """False when the types have nothing in common, so that nothing below can be compared."""
        old, new = _allowed_types(before), _allowed_types(after)
        if old == new or not ("type" in before or "type" in after):
            return True
        wide_old = old | {"integer"} if "number" in old else old
        wide_new = new | {"integer"} if "number" in new else new
        shown_old, shown_new = before.get("type"), after.get("type")
        if wide_old == wide_new:
            return True
        if wide_old < wide_new:
            self._to.emit("type-widened", spot, shown_old, shown_new, uses)
        elif wide_new < wide_old:
            self._to.emit("type-narrowed", spot, shown_old, shown_new, uses)
        else:
            self._to.emit("type-changed", spot, before, after, uses)
            return bool(wide_old & wide_new)
        return True

    def _values(self, before: Schema, after: Schema, spot: Spot, uses: frozenset[Use]) -> None:
        if "const" in before and "const" in after:
            if canonical(before["const"]) != canonical(after["const"]):
                self._to.emit("const-changed", spot, before["const"], after["const"], uses)
            return
        old, new = _listed(before), _listed(after)
        known_old, known_new = sequence(before.get("x-known-values")), sequence(after.get("x-known-values"))
        if old is not None and new is not None:
            self._more("values-added", spot, [], _missing(new, old), uses)
            self._more("values-removed", spot, _missing(old, new), [], uses)
        elif old is not None:
            self._to.emit("values-opened", spot, old, known_new or None, uses)
        elif new is not None:
            self._to.emit("values-closed", spot, known_old or None, new, uses)
        elif known_old or known_new:
            self._more("known-values-added", spot, [], _missing(known_new, known_old), uses)
            self._more("known-values-removed", spot, _missing(known_old, known_new), [], uses)

    def _more(self, kind: str, spot: Spot, before: list[Json], after: list[Json], uses: frozenset[Use]) -> None:
        if before or after:
            self._to.emit(kind, spot, before, after, uses)

    def _constraints(self, before: Schema, after: Schema, spot: Spot, uses: frozenset[Use]) -> None:
        for key in (*_LOWER, *_UPPER):
            old, new = before.get(key), after.get(key)
            if old == new:
                continue
            if old is None or new is None:
                tighter = old is None
            elif _is_number(old) and _is_number(new):
                tighter = new > old if key in _LOWER else new < old
            else:
                self._constraint("constraint-changed", key, old, new, spot, uses)
                continue
            self._constraint("constraint-tightened" if tighter else "constraint-loosened", key, old, new, spot, uses)
        for key in _OTHERS:
            old, new = before.get(key), after.get(key)
            if old != new:
                kind = "changed" if old is not None and new is not None else "tightened" if old is None else "loosened"
                self._constraint(f"constraint-{kind}", key, old, new, spot, uses)
        if bool(before.get("uniqueItems")) != bool(after.get("uniqueItems")):
            kind = "constraint-tightened" if after.get("uniqueItems") else "constraint-loosened"
            self._constraint(kind, "uniqueItems", before.get("uniqueItems"), after.get("uniqueItems"), spot, uses)

    def _constraint(self, kind: str, key: str, before: Json, after: Json, spot: Spot, uses: frozenset[Use]) -> None:
        old = None if before is None else {key: before}
        new = None if after is None else {key: after}
        self._to.emit(kind, spot.down(key), old, new, uses)

    def _default(self, before: Schema, after: Schema, spot: Spot, uses: frozenset[Use]) -> None:
        # A default of null says no more than that the value may be left out.
        old, new = before.get("default"), after.get("default")
        if canonical(old) == canonical(new):
            return
        kind = "default-added" if old is None else "default-removed" if new is None else "default-changed"
        self._to.emit(kind, spot.down("default"), old, new, uses)

    def _members(self, before: Schema, after: Schema, spot: Spot, uses: frozenset[Use]) -> None:
        old, new = mapping(before.get("properties")), mapping(after.get("properties"))
        need_old = {name for name in sequence(before.get("required")) if isinstance(name, str)}
        need_new = {name for name in sequence(after.get("required")) if isinstance(name, str)}
        closed_old, closed_new = _is_closed(before), _is_closed(after)
        removed = {name: schema for name, schema in old.items() if name not in new}
        added = {name: schema for name, schema in new.items() if name not in old}
        renamed = renamed_members(removed, added)
        pairs = [(name, name) for name in old if name in new] + [(name, to) for name, (to, _) in renamed.items()]
        for name, to in pairs:
            below = spot.at((*spot.before, "properties", name), (*spot.after, "properties", to)).member(to)
            if name != to:
                self._to.emit("member-renamed", below, name, to, uses, renamed[name][1])
            if (name in need_old) != (to in need_new):
                kind = "member-made-required" if to in need_new else "member-made-optional"
                self._to.emit(kind, below, name in need_old, to in need_new, uses)
            self.compare(old[name], new[to], below, uses)
        for name in need_old ^ need_new:
            if name not in old and name not in new:
                kind = "member-made-required" if name in need_new else "member-made-optional"
                self._to.emit(kind, spot.member(name), name in need_old, name in need_new, uses)
        targets = {to for to, _ in renamed.values()}
        for name in removed.keys() - renamed.keys():
            kind = f"{'required' if name in need_old else 'optional'}-member-removed"
            below = spot.at((*spot.before, "properties", name), spot.after).member(name)
            self._to.emit(f"{kind}-from-closed" if closed_new else kind, below, old[name], None, uses)
        for name in added.keys() - targets:
            kind = f"{'required' if name in need_new else 'optional'}-member-added"
            below = spot.at(spot.before, (*spot.after, "properties", name)).member(name)
            self._to.emit(f"{kind}-to-closed" if closed_old else kind, below, None, new[name], uses)
        self._other_members(before, after, spot, uses)

    def _other_members(self, before: Schema, after: Schema, spot: Spot, uses: frozenset[Use]) -> None:
        if _is_closed(before) != _is_closed(after):
            self._to.emit("members-opened" if _is_closed(before) else "members-closed", spot, None, None, uses)
            return
        old, new = before.get("additionalProperties"), after.get("additionalProperties")
        if isinstance(old, dict) or isinstance(new, dict):
            left, right = (value if isinstance(value, dict) else {} for value in (old, new))
            self.compare(left, right, spot.down("additionalProperties").member("*"), uses)

    def _all_of(self, before: Schema, after: Schema, spot: Spot, uses: frozenset[Use]) -> None:
        old, new = _parts(before), _parts(after)
        for left, right in self._matched(old, new, spot):
            if left is not None and right is not None:
                below = spot.at((*spot.before, *old[left][0]), (*spot.after, *new[right][0]))
                self.compare(old[left][1], new[right][1], below, uses)
            elif left is not None:
                self._to.emit("constraint-loosened", spot.down("allOf"), {"allOf": [old[left][1]]}, None, uses)
            elif right is not None:
                self._to.emit("constraint-tightened", spot.down("allOf"), None, {"allOf": [new[right][1]]}, uses)

    def _without(self, before: Schema, after: Schema, spot: Spot, uses: frozenset[Use]) -> None:
        old, new = before.get("not"), after.get("not")
        if canonical(old) != canonical(new) and not self._to.same_reference(old, new):
            kind = "tightened" if old is None else "loosened" if new is None else "changed"
            self._constraint(f"constraint-{kind}", "not", old, new, spot, uses)

    def _unknown(self, before: Schema, after: Schema, spot: Spot, uses: frozenset[Use]) -> None:
        """Conditions, and keywords without a rule of their own: one more can only narrow, one less only widen."""
        keys = [key for key in sorted((before.keys() | after.keys()) - _HANDLED) if not key.startswith("x-")]
        for name, group in [("if", _CONDITION), *((key, (key,)) for key in keys if key not in _CONDITION)]:
            old = {key: before[key] for key in group if key in before}
            new = {key: after[key] for key in group if key in after}
            if canonical(old) != canonical(new):
                kind = "tightened" if not old else "loosened" if not new else "changed"
                self._to.emit(f"constraint-{kind}", spot.down(name), old or None, new or None, uses)


def _as_schema(value: Json) -> Schema:
    if value is False:
        return {"not": {}}
    return mapping(value)


def _beside(schema: Schema) -> Schema:
    return {key: value for key, value in schema.items() if key != "$ref"}


def _leads_nowhere(value: Json, found: Location, start: Location) -> bool:
    reference = mapping(value).get("$ref")
    return isinstance(reference, str) and (found == start or not location_of(reference))


def _types(schema: Mapping[str, Json]) -> frozenset[str]:
    named = schema.get("type")
    if isinstance(named, str):
        return frozenset({named})
    return frozenset(kind for kind in sequence(named) if isinstance(kind, str))


def _allowed_types(schema: Schema) -> frozenset[str]:
    """The types that are named, or those of the listed values, or all."""
    listed = _listed(schema)
    if _types(schema) or listed is None:
        return _types(schema) or _ANY
    return frozenset(_type_of(value) for value in listed)


def _type_of(value: Json) -> str:
    names = ((bool, "boolean"), (int, "integer"), (float, "number"), (str, "string"), (list, "array"), (dict, "object"))
    return next((name for kind, name in names if isinstance(value, kind)), "null")


def _is_union(schema: Mapping[str, Json]) -> bool:
    return bool(sequence(schema.get("oneOf")) or sequence(schema.get("anyOf")))


def _is_null(schema: Json) -> bool:
    return isinstance(schema, dict) and (
        schema.get("type") == "null" or ("const" in schema and schema["const"] is None)
    )


def _without_null(schema: Schema) -> tuple[Schema, bool]:
    """The schema without `null`, and whether null was allowed. A union of one branch becomes the branch."""
    result, allowed = dict(schema), schema.get("nullable") is True
    result.pop("nullable", None)
    kinds = sequence(schema.get("type"))
    if "null" in kinds and len(kinds) > 1:
        allowed = True
        rest = [kind for kind in kinds if kind != "null"]
        result["type"] = rest[0] if len(rest) == 1 else rest
    if isinstance(schema.get("enum"), list) and None in schema["enum"]:
        allowed = True
        result["enum"] = [value for value in schema["enum"] if value is not None]
    for key in ("oneOf", "anyOf"):
        branches = sequence(schema.get(key))
        rest = [branch for branch in branches if not _is_null(branch)]
        if rest and len(rest) < len(branches):
            allowed = True
            result[key] = rest
            if len(rest) == 1 and isinstance(rest[0], dict) and not (rest[0].keys() & result.keys()):
                del result[key]
                result = {**rest[0], **result}
    return result, allowed


def _branches(schema: Schema) -> list[tuple[Location, Json]]:
    for key in ("oneOf", "anyOf"):
        if sequence(schema.get(key)):
            return [((key, index), branch) for index, branch in enumerate(schema[key])]
    # A schema that is no union stands for its only branch; texts and defaults are compared around it.
    kept = {
        name: value for name, value in schema.items() if name not in TEXTS and name not in ("default", "deprecated")
    }
    return [((), kept)]


def _parts(schema: Schema) -> list[tuple[Location, Json]]:
    return [(("allOf", index), part) for index, part in enumerate(sequence(schema.get("allOf")))]


def _tags(schema: Schema) -> frozenset[tuple[str, str]]:
    """The fixed members that tell an alternative from its neighbours."""
    members = mapping(schema.get("properties")).items()
    return frozenset(
        (name, canonical(mapping(member)["const"])) for name, member in members if "const" in mapping(member)
    )


def _branch_likeness(before: Schema, after: Schema, shape: float) -> float:
    # Two tags that differ are two alternatives, however alike the rest is.
    if _tags(before) and _tags(after) and _tags(before) != _tags(after):
        return 0.0
    old, new = _types(before), _types(after)
    if old and old == new and old <= {"string", "integer", "number", "boolean"}:
        return max(shape, _LIKE_BRANCH)
    return shape


def _listed(schema: Schema) -> list[Json] | None:
    if "const" in schema:
        return [schema["const"]]
    return schema["enum"] if isinstance(schema.get("enum"), list) else None


def _missing(values: list[Json], others: list[Json]) -> list[Json]:
    known = {canonical(value) for value in others}
    return [value for value in values if canonical(value) not in known]


def _is_number(value: Json) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_closed(schema: Schema) -> bool:
    return schema.get("additionalProperties") is False or schema.get("unevaluatedProperties") is False


def _tags_by_target(discriminator: Json, renamed: Mapping[str, str]) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for tag, target in mapping(mapping(discriminator).get("mapping")).items():
        if isinstance(target, str):
            target = renamed.get(target, target)
            found[target] = found.get(target, frozenset()) | {tag}
    return found
