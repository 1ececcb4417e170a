"""From a document to a package: normalise, read, emit, derive, lay out, verify, write.

Nothing is written unless all of it could be made. What is written depends on the document and this package alone.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from contralto_generator.document import Document, load_document
from contralto_generator.emit import Files
from contralto_generator.emit.channel import emit_channels
from contralto_generator.emit.facade import emit_facade
from contralto_generator.emit.http import Http, read_http
from contralto_generator.emit.package import emit_package, emit_project, package_version, runtime_files
from contralto_generator.formatting import formatted_in, put
from contralto_generator.model.facade import Resource
from contralto_generator.model.operations import Operation, operations_of
from contralto_generator.naming import default_package, distribution_of, package_fault
from contralto_generator.output import MANIFEST, manifest_text, refuse_foreign, write
from contralto_generator.passes.normalise import Normalised, normalise
from contralto_generator.passes.unasync import UnasyncError, twins
from contralto_generator.problems import GeneratorError, Problem, has_errors
from contralto_generator.surface import surface_of
from contralto_generator.verify import (
    import_failure,
    members_in_conflict,
    missing_operations,
    missing_schemas,
    operation_problems,
    problem,
    reserved_names,
)


@dataclass(frozen=True, slots=True)
class Result:
    """What was generated: path below the output folder and text, and what was found in the document.

    `files` is empty if one of the problems is an error; warnings do no harm.
    """

    files: Files
    problems: tuple[Problem, ...]

    @property
    def ok(self) -> bool:
        """Whether there is a package."""
        return not has_errors(self.problems)


def generate(
    api_version: str | None = None,
    dialect: str | None = None,
    out: Path | None = None,
    package: str | None = None,
    *,
    overlays: Sequence[Path] = (),
) -> Result:
    """The client for a described API version, or for a dialect of it; the newest version if none is named.

    `overlays` are files in the format of OpenAPI Overlay 1.0, applied in order to the published documents. The package
    is called `contralto_client`, or `contralto_client_<dialect>_<version>_<overlay>` with what was asked for; the
    distribution has the same name with hyphens.

    The package is written to `out` if that is given, and files that an earlier generation left there and this one does
    not make are removed. Raises GeneratorError with all faults of the request: an unknown version or dialect, a package
    name that is none, a folder that holds other people's files or cannot be written.
    """
    name = package or default_package(api_version, dialect, overlays)
    faults = [fault] if (fault := package_fault(name)) else []
    problems: tuple[Problem, ...] = ()
    document = None
    try:
        document = load_document(api_version, dialect, overlays)
        problems = document.problems
    except GeneratorError as error:
        faults += error.messages
        problems = error.problems
    try:
        if out is not None:
            refuse_foreign(out, {"package": name, "dialect": dialect or ""})
    except GeneratorError as error:
        faults += error.messages
    if document is None or faults:
        raise GeneratorError(*faults, problems=problems)
    return generate_document(document, out, name)


def generate_document(document: Document, out: Path | None = None, package: str = "contralto_client") -> Result:
    """The client for any document. Arguments, effects and errors as for `generate`."""
    if fault := package_fault(package):
        raise GeneratorError(fault)
    result = _build(document, package)
    if out is not None and result.ok:
        write(result.files, out, {"package": package, "dialect": document.dialect or ""})
    return result


def _build(document: Document, package: str) -> Result:
    if not document.well_formed:
        return Result({}, document.problems)
    operations = operations_of(document.openapi)
    normalised = normalise(document.openapi, document.asyncapi)
    problems = [problem(document, item.pointer, item.code, item.message) for item in normalised.findings]
    problems += operation_problems(document, operations)
    told = {(item.file, item.line, item.column) for item in document.problems if item.severity == "error"}
    problems = [*document.problems, *(item for item in problems if (item.file, item.line, item.column) not in told)]
    http = read_http(document, normalised, operations)
    if isinstance(http, Http):
        problems += members_in_conflict(document, http) + reserved_names(document, http)
        if not has_errors(problems):
            problems += missing_operations(document, http) + missing_schemas(document, http, normalised)
    elif not has_errors(problems):
        message = " ".join(f"{http.header}: {http.detail or ''}".split())
        problems.append(problem(document, "#", "unreadable-document", message))
    if not isinstance(http, Http) or has_errors(problems):
        return Result({}, tuple(sorted(problems)))
    try:
        generated, kinds, resources = _emit(document, normalised, operations, http, package)
    except UnasyncError as error:
        return Result({}, (problem(document, "#", "no-sync-twin", str(error)),))
    with tempfile.TemporaryDirectory(prefix="contralto-") as name:
        inside = formatted_in(Path(name) / package, generated)
        runtime = runtime_files()
        failure = ""
        if not document.is_published:  # the tests import every edition of the spec, so that nobody waits for it here
            put(Path(name) / package, runtime)
            failure = import_failure(Path(name), package)
    if failure:
        return Result({}, (problem(document, "#", "not-importable", f"the package does not import: {failure}"),))
    files = {f"{package}/{path}": text for path, text in sorted((runtime | inside).items())}
    files |= emit_project(http.environment, package, document, distribution_of(package), kinds, resources)
    files[MANIFEST] = manifest_text(_facts(document, package), files)
    return Result(files, tuple(sorted(problems)))


def _emit(
    document: Document, normalised: Normalised, operations: list[Operation], http: Http, package: str
) -> tuple[dict[str, str], dict[str, str], Sequence[Resource]]:
    """All files of the package that depend on the document, as they leave the templates; what each call gives; and the
    resources."""
    environment = http.environment
    surface = surface_of(document, normalised, operations, http)
    streams, channels, resources = surface.streams, surface.channels, surface.resources
    runtime = runtime_files()
    environment.globals["classes"] = http.classes
    generated = {
        **emit_channels(environment, channels, streams.values()),
        **http.render(),
        **emit_facade(environment, resources, channels),
        **emit_package(environment, runtime, http.classes, channels, document, distribution_of(package)),
    }
    generated |= twins({path: text for path, text in (runtime | generated).items() if path.startswith("_async/")})
    kinds: dict[str, str] = {".".join(operation.call): operation.kind for operation in operations}
    kinds |= {".".join(channel.call): "socket" if channel.fixed is None else "contexts" for channel in channels}
    return generated, kinds, resources


def _facts(document: Document, package: str) -> list[tuple[str, str]]:
    """What the manifest says beside the files."""
    dialect = [("dialect", document.dialect)] if document.dialect else []
    overlays = [("overlay", f"{digest} {Path(name).name}") for name, digest in document.overlays.items()]
    return [
        ("api-version", document.api_version),
        *dialect,
        *overlays,
        ("package", package),
        ("spec", document.digest),
        ("generator", package_version()),
    ]
