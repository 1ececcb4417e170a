"""Which function checks which rule, and what `spec/rules.yaml` says of it."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from contralto_spec.data import data_root
from contralto_spec.findings import Finding
from contralto_spec.placed import Location, Place, place_of
from contralto_spec.view import View
from contralto_spec.yaml_source import read_yaml

Subject = Literal["file", "openapi", "asyncapi", "own", "facts"]


@dataclass(frozen=True, slots=True)
class Rule:
    """One entry of `rules.yaml`."""

    id: str
    about: str
    hint: str
    severity: Literal["error", "warning"]
    applies_to: tuple[Subject, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """Where a document breaks a rule, and how; `hint` only where it says more than the rule's own."""

    location: Location
    message: str
    hint: str = ""


Check = Callable[[View], Iterator[Hit]]
CHECKS: dict[str, Check] = {}


def checks(rule_id: str) -> Callable[[Check], Check]:
    """Registers the function that checks one rule of documents."""

    def register(check: Check) -> Check:
        CHECKS[rule_id] = check
        return check

    return register


@cache
def rules() -> dict[str, Rule]:
    """Every rule by its id, in the order of `rules.yaml`."""
    entries = read_yaml(data_root() / "rules.yaml").data["rules"]
    return {
        item["id"]: Rule(item["id"], item["about"], item["hint"], item["severity"], tuple(item["applies_to"]))
        for item in entries
    }


def finding(rule_id: str, at: Place | None, message: str, hint: str = "") -> Finding:
    """A finding of a rule, with the rule's own severity, and its hint if there is no better one."""
    rule = rules()[rule_id]
    return Finding(*(at or ("", 0, 0)), rule_id, message, hint or rule.hint, rule.severity)


def check_document(view: View, only: Container[str] | None = None) -> Iterator[Finding]:
    """Findings of all rules that apply to the document, or of those of them that are named."""
    for rule_id, check in CHECKS.items():
        if only is not None and rule_id not in only:
            continue
        applies = rules()[rule_id].applies_to
        if view.kind not in applies and not (view.own and "own" in applies):
            continue
        for hit in check(view):
            yield finding(rule_id, place_of(view.root, hit.location), hit.message, hit.hint)
