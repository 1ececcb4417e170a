"""Requirements of a team's own, judged beside those of the suite.

A folder holds `requirements.yaml` in the format of `spec/requirements/`, `checks.py` with one `@check` for each of
them, and, where needed, `cases.yaml` in the format of the case files and `sources.yaml` in that of `spec/sources.yaml`.
What stands there may build on the suite (depend on its requirements, look at its cases, name its sources) and replaces
nothing of it. `checks.py` is executed: load only folders that you trust as you trust your own tests.
"""

from __future__ import annotations

import hashlib
import importlib.util
import sys
import traceback
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import jsonschema_rs

from contralto_conformance.cases import loader
from contralto_conformance.cases.model import Case
from contralto_conformance.oracle.registry import CHECKS, Check, adding, collecting
from contralto_spec import FactSource, Finding, Requirement, Spec, SpecError
from contralto_spec.data import data_schema
from contralto_spec.reader import near_names, requirement_of
from contralto_spec.yaml_source import Source, read_yaml

_GENERATED = ("fuzz/", "sessions/")


@dataclass(frozen=True)
class Extended:
    """The spec and the cases of the suite with what the folders add."""

    spec: Spec
    cases: Mapping[str, Case]


@contextmanager
def extended(folders: Sequence[Path], spec: Spec, cases: Mapping[str, Case]) -> Iterator[Extended]:
    """The suite with these folders; their checks judge until the context is left.

    Raises SpecError with all problems of the folder that has some; each names its file and line.
    """
    checks: dict[str, Check] = {}
    for folder in folders:
        reader = _Folder(folder, spec, cases, {**CHECKS, **checks})
        reader.read()
        if reader.findings:
            raise SpecError(reader.findings)
        spec, cases = spec.extended(reader.requirements), {**cases, **reader.cases}
        checks |= reader.checks
    with adding(checks):
        yield Extended(spec, cases)


@dataclass
class _Folder:
    """One folder while it is read. spec, known_cases, known_checks: what is there without it."""

    path: Path
    spec: Spec
    known_cases: Mapping[str, Case]
    known_checks: Mapping[str, Check]
    findings: list[Finding] = field(default_factory=list)
    sources: dict[str, FactSource] = field(default_factory=dict)
    requirements: dict[str, Requirement] = field(default_factory=dict)
    cases: dict[str, Case] = field(default_factory=dict)
    checks: dict[str, Check] = field(default_factory=dict)

    def read(self) -> None:
        """Everything; what follows from a file that cannot be read is not complained about."""
        if not self.path.is_dir():
            self._find(Finding(str(self.path), 0, 0, "own-folder", "is no folder"))
            return
        self._read_sources()
        entries = self._read_requirements()
        self._read_cases()
        if not self.findings:
            self._read_checks()
        if not self.findings:
            self._reconcile(*entries)

    def _find(self, finding: Finding) -> None:
        self.findings.append(finding)

    def _document(self, name: str, schema: str, *, is_needed: bool = False) -> Source | None:
        file = self.path / name
        if not is_needed and not file.exists():
            return None
        try:
            source = read_yaml(file, str(file))
        except SpecError as error:
            self.findings += error.findings
            return None
        validator = jsonschema_rs.validator_for(data_schema(schema))
        problems = [
            source.finding(tuple(error.instance_path), f"{schema}-schema", str(error.message))
            for error in validator.iter_errors(source.data)
        ]
        self.findings += problems
        return None if problems else source

    def _read_sources(self) -> None:
        source = self._document("sources.yaml", "sources")
        for name, entry in source.data["sources"].items() if source else ():
            if source and name in self.spec.sources:
                at = ("sources", name)
                self._find(source.finding(at, "own-source", f"`{name}` is a source of the suite", "rename it"))
            self.sources[name] = FactSource(name, **entry)

    def _read_requirements(self) -> tuple[Source | None, dict[str, int]]:
        """The document, and the place of each requirement in its list."""
        source = self._document("requirements.yaml", "requirements", is_needed=True)
        places: dict[str, int] = {}
        if source is None:
            return None, places
        known = {**self.spec.sources, **self.sources}
        for index, entry in enumerate(source.data["requirements"]):
            at = ("requirements", index)
            name = entry["id"]
            if name in places:
                self._find(source.finding((*at, "id"), "own-id", f"requirement `{name}` stands twice", "rename one"))
            elif name in self.spec.requirements:
                message = f"requirement `{name}` exists already"
                self._find(source.finding((*at, "id"), "own-id", message, "begin its id with a name of your own"))
            places.setdefault(name, index)
            unknown = [key for key in entry["sources"] if key not in known]
            for key in unknown:
                message = f"source `{key}` does not exist{near_names(key, known)}"
                self._find(source.finding((*at, "sources"), "own-source", message, "describe it in sources.yaml"))
            if not unknown:
                self.requirements[name] = requirement_of(source.data["area"], entry, known)
        self._check_references(source)
        return source, places

    def _check_references(self, source: Source) -> None:
        ids = {*self.spec.requirements, *(entry["id"] for entry in source.data["requirements"])}
        for index, entry in enumerate(source.data["requirements"]):
            at = ("requirements", index)
            for upper in entry.get("depends_on", ()):
                if upper not in ids:
                    message = f"requirement `{upper}` does not exist{near_names(upper, ids)}"
                    self._find(source.finding((*at, "depends_on"), "own-depends-on", message))
            for bound in ("since", "until"):
                if bound in entry and entry[bound] not in {version.date for version in self.spec.versions}:
                    message = f"API version `{entry[bound]}` does not exist"
                    self._find(source.finding((*at, bound), "own-version", message))

    def _read_cases(self) -> None:
        file = self.path / "cases.yaml"
        if not file.exists():
            return
        try:
            suite = loader.read(file, str(file))
        except SpecError as error:
            self.findings += error.findings
            return
        if any(name.partition("/")[0] == suite.name for name in self.known_cases):
            message = f"suite `{suite.name}` exists already"
            self._find(Finding(str(file), 1, 1, "suite-twice", message, "rename it"))
        self.cases = dict(loader.cases_of([suite]))

    def _read_checks(self) -> None:
        file = self.path / "checks.py"
        # A name that the modules of another folder cannot have; dataclasses look for their module by it.
        name = f"contralto_own_{hashlib.sha256(str(file.resolve()).encode()).hexdigest()[:12]}"
        specification = importlib.util.spec_from_file_location(name, file)
        if not file.is_file() or specification is None or specification.loader is None:
            self._find(Finding(str(file), 0, 0, "unreadable", "cannot be read: there is no such file"))
            return
        module = importlib.util.module_from_spec(specification)
        sys.modules[name] = module
        with collecting() as self.checks:
            try:
                specification.loader.exec_module(module)
            except Exception as fault:  # noqa: BLE001  (whatever the module of somebody else raises is told with its place)
                message = f"{type(fault).__name__}: {fault}"
                self._find(Finding(str(file), _line_of(fault, file), 1, "own-checks", message))

    def _reconcile(self, source: Source | None, places: Mapping[str, int]) -> None:
        """Requirements and checks against each other, and what the checks look at against the cases."""
        file = str(self.path / "checks.py")
        names = {**loader.cases_of(loader.bundled()), **self.known_cases, **self.cases}
        for name, check in self.checks.items():
            line = getattr(getattr(check.judge, "__code__", None), "co_firstlineno", 0)
            if name in self.known_checks:
                message = f"requirement `{name}` has a check already"
                self._find(Finding(file, line, 1, "own-check", message, "judge requirements of your own"))
            elif name not in self.requirements:
                message = f"requirement `{name}` does not exist{near_names(name, self.requirements)}"
                self._find(Finding(file, line, 1, "own-check", message, "describe it in requirements.yaml"))
            if not any(check.wants(case) for case in names) and not any(c.startswith(_GENERATED) for c in check.cases):
                message = f"no case is called {' or '.join(f'`{glob}`' for glob in check.cases)}"
                self._find(Finding(file, line, 1, "own-check", message, "write one in cases.yaml"))
        for name, index in places.items():
            if source and name not in self.checks and self.requirements[name].party == "server":
                at = ("requirements", index, "id")
                message = f"requirement `{name}` has no check"
                self._find(source.finding(at, "own-id", message, f'write one in checks.py: `@check("{name}", ...)`'))


def _line_of(fault: Exception, file: Path) -> int:
    """The last line of that file that took part in the fault."""
    code_name = str(file.absolute())
    if isinstance(fault, SyntaxError) and fault.filename == code_name:
        return fault.lineno or 0
    lines: list[Any] = [f.lineno for f in traceback.extract_tb(fault.__traceback__) if f.filename == code_name]
    return int(lines[-1]) if lines else 0
