"""Cases that ask every documented operation the same question, so that no operation is forgotten.

An error that costs nothing, provoked by a key that nobody has, shows which format the operation gives it: under the
version of the run, under none, and under one that is no date. Operations are read from the documents of each version.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from contralto_conformance.cases.model import Case, Request, Suite
from contralto_spec import Spec

EVERY_OPERATION = "every-operation"
"""Tag of the cases that go through all operations of a version."""

SUITE = "versions/grid"
_MODES = ("header", "none", "invalid")
_METHODS = ("get", "post", "put", "patch", "delete")
_PARAMETER = re.compile(r"\{[^{}]+\}")
_SPEECH = ("/tts/", "/stt", "/voice-changer/")


def grid(spec: Spec) -> Suite:
    """The suite: for each described version one case on the operations of speech, and one on the others."""
    cases = []
    for version in spec.described_versions:
        asked = tuple(_operations(spec, version.date))
        for name, tags, chosen in (
            ("speech", (), [one for one in asked if one[2].startswith(_SPEECH)]),
            ("others", (EVERY_OPERATION,), [one for one in asked if not one[2].startswith(_SPEECH)]),
        ):
            cases.append(
                Case(
                    name=f"{SUITE}/{name}/{version.date}",
                    about=f"errors of {len(chosen)} operations under this version, none, and one that is no date",
                    steps=tuple(
                        Request(f"{label}-{mode}", method, path, auth="wrong", version=mode)
                        for label, method, path in chosen
                        for mode in _MODES
                    ),
                    since=version.date,
                    until=version.date,
                    cost="free",
                    tags=frozenset(tags),
                    source="versions/grid",
                )
            )
    return Suite(SUITE, tuple(cases), source="versions/grid")


def _operations(spec: Spec, version: str) -> Iterator[tuple[str, str, str]]:
    """Id, method and path of the operations that want a credential, with an unknown id in the place of parameters."""
    document = spec.openapi(version)
    for path, item in document["paths"].items():
        for method in _METHODS:
            operation = item.get(method)
            if operation is not None and _wants_credential(operation.get("security", document["security"])):
                yield operation["operationId"], method.upper(), _PARAMETER.sub("$missing", path)


def _wants_credential(security: Sequence[Mapping[str, object]]) -> bool:
    return bool(security) and {} not in security
