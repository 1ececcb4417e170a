"""What makes the files a package: exports, version, metadata, README, and the hand-written runtime."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from pathlib import PurePath
from typing import Any

from jinja2 import Environment

from contralto_generator.document import Document
from contralto_generator.emit import Files
from contralto_generator.emit.http import TEMPLATES
from contralto_generator.model.access import access_of, deprecated_models
from contralto_generator.model.channels import Channel
from contralto_generator.model.facade import Resource
from contralto_generator.model.names import prose
from contralto_generator.model.operations import raw_operations
from contralto_generator.passes.normalise import resolve

RUNTIME = TEMPLATES.parent / "runtime"

#: What the package exports of the runtime beside its errors. Of an `Async` name the sync twin is exported too.
_EXPORTS = {
    "_options": ("CallOptions", "Timeout"),
    "_retry": ("RetryPolicy",),
    "_auth": ("AccessToken",),
    "_request": ("ApiResponse", "TextPage"),
    "_deprecation": ("ServiceDeprecationWarning",),
    "_hooks": (
        "Call",
        "CallEnded",
        "ClientEvent",
        "FirstAudio",
        "Hook",
        "RequestStarted",
        "ResponseStarted",
        "RetryScheduled",
        "SocketClosed",
        "SocketOpened",
    ),
    "_tracing": ("TracingHook",),
    "_async.tokens": ("AsyncIssuedTokens",),
    "_null": ("NULL", "Null"),
    "_events": ("UnknownEvent",),
    "_forms": ("File", "FileInput"),
    "_multipart": ("FileChanged",),
    "_audio": ("AudioFormat", "AudioInput"),
    "_transcript": ("Transcript",),
    "_tools": ("ToolError",),
    "_speech": ("Section", "Speech", "TimedText", "timed_texts"),
    "_async.pagination": ("AsyncPage", "AsyncPager"),
    "_async.streams": ("AsyncAudioStream", "AsyncByteStream", "AsyncEventStream"),
    "_async.context": ("AsyncContext",),
    "_async.realtime": ("AsyncContextSocket",),
    "_async.speaking": ("AsyncUtterance",),
    "_async.socket": ("AsyncSocket",),
    "_async.transcription": ("AsyncTranscriptionSocket",),
    "_async.calls": ("AsyncCallSocket", "AsyncToolSocket"),
}
_VOICE = '"f786b574-daa5-4673-aa0c-cbe3e8534c02"'


def runtime_files() -> dict[str, str]:
    """The hand-written modules, byte for byte."""
    return {
        path.relative_to(RUNTIME).as_posix(): path.read_text(encoding="utf-8") for path in sorted(RUNTIME.rglob("*.py"))
    }


def emit_package(
    environment: Environment,
    runtime: Mapping[str, str],
    classes: Mapping[str, str],
    channels: Sequence[Channel],
    document: Document,
    distribution: str,
) -> Files:
    """Files of the package itself, beside models, operations and facade."""
    exports = _exports(runtime["errors.py"], channels)
    doc = prose(
        f"Unofficial client of {api_name(document)}, version {document.api_version}.",
        "`Client` and `AsyncClient` are the way in; `models` holds the values, `errors` what is raised, `events` what "
        "streams and sockets give, `protocol` the state tables of the sockets. Names are imported when they are first "
        "used.",
    )
    access = access_of(document.openapi, document.asyncapi or {}, document.dialect)
    version = environment.get_template("version.py.jinja").render(
        api_version=document.api_version,
        distribution=distribution,
        package_version=package_version(),
        base_url=access.base_url,
        credential_header=access.credential_header,
        env_prefix=access.env_prefix,
        subprotocol_prefix=access.subprotocol_prefix,
        deprecated_models=deprecated_models(document.openapi),
    )
    return {
        "__init__.py": environment.get_template("package.py.jinja").render(exports=exports, doc=doc),
        "_version.py": version,
        "models/__init__.py": environment.get_template("models_init.py.jinja").render(
            classes=classes, doc="The values of the API, one class each."
        ),
        "models/_wire.py": environment.get_template("wire.py.jinja").render(),
        "py.typed": "",
    }


def api_name(document: Document) -> str:
    """The API in words."""
    dialect = f", dialect `{document.dialect}`" if document.dialect else ""
    return f"the Cartesia voice API{dialect}"


def emit_project(
    environment: Environment,
    package: str,
    document: Document,
    distribution: str,
    kinds: Mapping[str, str],
    resources: Sequence[Resource],
) -> Files:
    """Files beside the package. `kinds` tells what the calls give: the README shows no call that is not there."""
    api_version = document.api_version
    access = access_of(document.openapi, document.asyncapi or {}, document.dialect)
    names = {
        "package": package,
        "api_version": api_version,
        "api_name": api_name(document),
        "kinds": kinds,
        "resources": sorted((item for item in resources if len(item.path) == 1), key=lambda item: item.path),
        "speech": _request_example(document, "tts.bytes"),
        "overlays": ", ".join(f"`{PurePath(name).name}`" for name in document.overlays),
        "env_prefix": access.env_prefix,
        "base_url": access.base_url,
        "distribution": distribution,
        "package_version": package_version(),
        # Before 2026-08-14 a voice is an object that says how it is named.
        "voice": _VOICE if api_version >= "2026-08-14" else f'{{"mode": "id", "id": {_VOICE}}}',
    }
    return {
        "LICENSE": (TEMPLATES / "LICENSE").read_text(encoding="utf-8"),
        "README.md": environment.get_template("README.md.jinja").render(**names),
        "pyproject.toml": environment.get_template("pyproject.toml.jinja").render(**names),
    }


def _request_example(document: Document, call: str) -> Mapping[str, Any]:
    """The members of the first example of a request; none if the document has no such call or no example."""
    for _, _, raw in raw_operations(document.openapi):
        if raw.get("x-call") == call:
            content = resolve(document.openapi, raw.get("requestBody", {})).get("content", {})
            media = next(iter(content.values()), None) or {}
            example = next(iter(media.get("examples", {}).values()), None)
            value = resolve(document.openapi, example or {}).get("value")
            return value if isinstance(value, dict) else {}
    return {}


def package_version() -> str:
    """Version of the generator and of what it generates: they are released together."""
    return "0.1.0"


def _exports(errors: str, channels: Sequence[Channel]) -> dict[str, str]:
    """Module of each public name, the clients first."""
    exports = {"AsyncClient": "_async.client", "Client": "_sync.client"}
    sockets = {f"_async.resources.{channel.module}": (f"Async{channel.socket}",) for channel in channels}
    for module, names in (sockets | _EXPORTS).items():
        for name in names:
            exports[name] = module
            if name.startswith("Async"):
                exports[name.removeprefix("Async")] = module.replace("_async", "_sync")
    classes = (node.name for node in ast.parse(errors).body if isinstance(node, ast.ClassDef))
    return exports | {name: "errors" for name in classes if not name.startswith("_")}
