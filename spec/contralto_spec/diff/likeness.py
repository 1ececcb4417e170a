"""How alike two parts are, for renamings: the same in both directions, and never a guess without a number."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher

from contralto_spec.yaml_source import Json

TEXTS = frozenset({"description", "summary", "title", "example", "examples", "externalDocs"})
_MAX_DEPTH = 6
_LIKE_MEMBER = 0.8
_LIKE_SCHEMA = 0.7
_FEW_FACTS = 4


def canonical(value: Json) -> str:
    """A value as text that is equal exactly when the values are."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, default=str)


def facts(value: Json) -> frozenset[str]:
    """What a schema says, as a set of sentences, without its texts."""
    return frozenset(_facts(value, "", 0))


def _facts(value: Json, path: str, depth: int) -> Iterator[str]:
    if depth > _MAX_DEPTH:
        yield f"{path}: …"
    elif isinstance(value, dict):
        yield f"{path}: object"
        for key, child in value.items():
            # Below `properties` every key is a name, also one that looks like a text.
            if path.endswith("/properties") or (key not in TEXTS and not key.startswith("x-")):
                yield from _facts(child, f"{path}/{key}", depth + 1)
    elif isinstance(value, list):
        for child in value:
            yield from _facts(child, f"{path}[]", depth + 1)
    else:
        yield f"{path}={value!r}"


def overlap(left: frozenset[str], right: frozenset[str]) -> float:
    """The share of what either says that both say."""
    return len(left & right) / len(left | right) if left or right else 1.0


def name_likeness(left: str, right: str) -> float:
    """How alike two names are, 0 to 1."""
    first, second = sorted((left.lower(), right.lower()))
    return SequenceMatcher(None, first, second, autojunk=False).ratio()


def renamed_members(removed: Mapping[str, Json], added: Mapping[str, Json]) -> dict[str, tuple[str, float]]:
    """Old name to new name and confidence. Name and shape count alike; texts help where names do not."""
    left = {name: facts(value) for name, value in removed.items()}
    right = {name: facts(value) for name, value in added.items()}
    scores = {}
    for old, old_facts in left.items():
        for new, new_facts in right.items():
            shape = overlap(old_facts, new_facts)
            if shape >= _LIKE_MEMBER - 0.2:
                score = (shape + name_likeness(old, new)) / 2
                if score >= _LIKE_MEMBER:
                    scores[old, new] = score
    return _best(scores)


def renamed_schemas(removed: Mapping[str, Json], added: Mapping[str, Json]) -> dict[str, tuple[str, float]]:
    """Old name to new name and confidence. The shape counts most; a shape that says little needs a like name."""
    left = {name: facts(value) for name, value in removed.items()}
    right = {name: facts(value) for name, value in added.items()}
    scores = {}
    for old, old_facts in left.items():
        for new, new_facts in right.items():
            shape = overlap(old_facts, new_facts)
            if shape < _LIKE_SCHEMA - 0.1:
                continue
            name = name_likeness(old, new)
            score = 0.7 * shape + 0.3 * name
            if score >= _LIKE_SCHEMA and (name >= 0.5 or min(len(old_facts), len(new_facts)) > _FEW_FACTS):
                scores[old, new] = score
    return _best(scores)


def _best(scores: Mapping[tuple[str, str], float]) -> dict[str, tuple[str, float]]:
    taken: dict[str, tuple[str, float]] = {}
    used: set[str] = set()
    # The order does not depend on which side is the older one, so that a comparison can be read backwards.
    for (old, new), score in sorted(scores.items(), key=lambda item: (-item[1], *sorted(item[0]))):
        if old not in taken and new not in used:
            taken[old] = (new, round(score, 2))
            used.add(new)
    return taken
