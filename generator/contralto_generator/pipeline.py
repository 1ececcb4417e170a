"""From a document to a package: normalise, read, emit, derive, lay out, verify, write.

Nothing is written unless all of it could be made. What is written depends on the document and this package alone.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from contralto_generator.document import Document, load_document
from contralto_generator.emit import Files
from contralto_generator.emit.channel import emit_channels
from contralto_generator.emit.facade import emit_facade
from contralto_generator.emit.http import Http, read_http
from contralto_generator.emit.package import emit_package, emit_project, package_version, runtime_files
from contralto_generator.formatting import formatted
from contralto_generator.model.operations import Operation, operations_of
from contralto_generator.passes.normalise import Normalised, normalise
from contralto_generator.passes.unasync import UnasyncError, derive
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

MANIFEST = "MANIFEST"


@dataclass(frozen=True, slots=True)
class Result:
    """What was generated: path below the output folder and text, and what was found in the document.

    `files` is empty if one of the problems is an error.
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
    package: str = "contralto_client",
) -> Result:
    """The client for a described API version, or for a dialect of it; the newest version if none is named.

    It is written to `out` if that is given.

    Files that an earlier generation left in `out` and this one does not make are removed. Raises GeneratorError for an
    unknown version or dialect, for a package name that is none, and for a folder that holds other people's files.
    """
    return generate_document(load_document(api_version, dialect), out, package)


def generate_document(document: Document, out: Path | None = None, package: str = "contralto_client") -> Result:
    """The client for any document. Arguments, effects and errors as for `generate`."""
    if not package.isidentifier():
        raise GeneratorError(f"`{package}` cannot be the name of a package; use letters, digits and underscores")
    result = _build(document, package)
    if out is not None and result.ok:
        _write(result.files, out)
    return result


def _build(document: Document, package: str) -> Result:
    operations = operations_of(document.openapi)
    normalised = normalise(document.openapi, document.asyncapi)
    problems = [problem(document, item.pointer, item.code, item.message) for item in normalised.findings]
    problems += operation_problems(document, operations)
    if has_errors(problems):
        return Result({}, tuple(sorted(problems)))
    with tempfile.TemporaryDirectory(prefix="contralto-") as name:
        http = read_http(document, normalised, operations, Path(name))
        if not isinstance(http, Http):
            message = " ".join(f"{http.header}: {http.detail or ''}".split())
            return Result({}, (problem(document, "#", "unreadable-document", message),))
        problems = missing_operations(document, http) + missing_schemas(document, http, normalised)
        problems += members_in_conflict(document, http) + reserved_names(document, http)
        if problems:
            return Result({}, tuple(sorted(problems)))
        try:
            files = _emit(document, normalised, operations, http, package)
        except UnasyncError as error:
            return Result({}, (problem(document, "#", "no-sync-twin", str(error)),))
        failure = import_failure(files, package, Path(name) / "import")
    if failure:
        return Result({}, (problem(document, "#", "not-importable", f"the package does not import: {failure}"),))
    return Result(files, ())


def _emit(
    document: Document, normalised: Normalised, operations: list[Operation], http: Http, package: str
) -> dict[str, str]:
    """All files, laid out, with the manifest."""
    environment = http.project.env
    surface = surface_of(document, normalised, operations, http)
    streams, channels, resources = surface.streams, surface.channels, surface.resources
    runtime = runtime_files()
    distribution = package.replace("_", "-")
    environment.globals["classes"] = http.classes
    generated = {
        **emit_channels(environment, channels, streams.values()),
        **http.render(),
        **emit_facade(environment, resources, channels),
        **emit_package(environment, runtime, http.classes, document, distribution),
    }
    generated = formatted(generated)
    async_files = {path: text for path, text in (runtime | generated).items() if path.startswith("_async/")}
    inside = runtime | generated | derive(async_files)
    files = {f"{package}/{path}": text for path, text in sorted(inside.items())}
    kinds: dict[str, str] = {".".join(operation.call): operation.kind for operation in operations}
    kinds |= {".".join(channel.call): "contexts" for channel in channels if channel.fixed is not None}
    files |= emit_project(environment, package, document, distribution, kinds, resources)
    files[MANIFEST] = _manifest(document, files)
    return files


def _manifest(document: Document, files: Mapping[str, str]) -> str:
    """What the files were made from, and a digest of each."""
    lines = [
        "# Written by contralto generate. Do not edit.",
        f"api-version {document.api_version}",
        *([f"dialect {document.dialect}"] if document.dialect else []),
        f"spec {document.digest}",
        f"generator {package_version()}",
    ]
    lines += [f"sha256 {hashlib.sha256(text.encode()).hexdigest()} {path}" for path, text in sorted(files.items())]
    return "\n".join(lines) + "\n"


def listed_files(manifest: str) -> list[str]:
    """The files that a manifest names."""
    return [line.split(" ", 2)[2] for line in manifest.splitlines() if line.startswith("sha256 ")]


def _write(files: Files, out: Path) -> None:
    """Makes the folder hold these files, and no older generated ones."""
    old = _old_files(out, files)
    for path, text in files.items():
        target = out / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8", newline="\n")
    for path in old - files.keys():
        (out / path).unlink(missing_ok=True)
        parent = (out / path).parent
        while parent != out and parent.is_dir() and not any(parent.iterdir()):
            parent.rmdir()
            parent = parent.parent


def _old_files(out: Path, files: Files) -> set[str]:
    """What an earlier generation wrote. Raises GeneratorError if the folder is somebody else's."""
    if not out.exists():
        return set()
    if not out.is_dir():
        raise GeneratorError(f"`{out}` is not a folder")
    if (out / MANIFEST).is_file():
        return set(listed_files((out / MANIFEST).read_text(encoding="utf-8")))
    strangers = sorted(path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file())
    strangers = [path for path in strangers if path not in files and "__pycache__" not in path]
    if strangers:
        raise GeneratorError(f"`{out}` holds `{strangers[0]}`, which contralto did not write; choose an empty folder")
    return set()
