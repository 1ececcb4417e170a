"""Models and operations, written by openapi-python-client under this project's templates."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openapi_python_client import Project
from openapi_python_client.config import ClassOverride, Config, MetaType
from openapi_python_client.parser import GeneratorData
from openapi_python_client.parser.errors import GeneratorError as ReadError
from openapi_python_client.parser.openapi import Endpoint
from openapi_python_client.parser.properties import ModelProperty
from openapi_python_client.strings import ClassName

from contralto_generator.document import Document
from contralto_generator.emit import Files
from contralto_generator.model.endpoints import EndpointView, endpoint_view
from contralto_generator.model.models import ModelViews
from contralto_generator.model.names import class_module, prose
from contralto_generator.model.operations import Operation
from contralto_generator.model.types import is_map
from contralto_generator.passes.normalise import Normalised

TEMPLATES = Path(__file__).resolve().parent.parent / "templates"


@dataclass(frozen=True)
class Http:
    """What was read of the HTTP document: operations by id, classes by name, and what could not be read.

    `arguments` are the modules of classes that only list arguments and are not written.
    """

    project: Project
    models: ModelViews
    endpoints: Mapping[str, EndpointView]
    classes: Mapping[str, str]
    model_properties: Mapping[str, ModelProperty]
    arguments: frozenset[str]
    refusals: tuple[ReadError, ...]

    def render(self) -> Files:
        """All files of `models/` and `api/`."""
        with contextlib.redirect_stdout(io.StringIO()):
            self.project.build()
        root = self.project.package_dir
        files = {
            path.relative_to(root).as_posix(): path.read_text(encoding="utf-8")
            for folder in ("models", "api")
            for path in sorted((root / folder).rglob("*.py"))
        }
        unused = {f"models/{module}.py" for module in self.arguments}
        return {name: text for name, text in files.items() if text.strip() and name not in unused}


def header(origin: str) -> str:
    """The first line of a generated file."""
    return f"# Generated from {origin} by contralto generate. Do not edit."


def read_http(
    document: Document, normalised: Normalised, operations: list[Operation], folder: Path
) -> Http | ReadError:
    """The normalised document as models and operations. `folder` is where the files are written first."""
    plain = normalised.document
    config = _config(folder / "package", plain["components"]["schemas"])
    data = GeneratorData.from_dict(dict(plain), config=config)
    if isinstance(data, ReadError):
        return data
    project = Project(openapi=data, config=config, custom_template_path=TEMPLATES)
    models = ModelViews(
        plain["components"]["schemas"], data.models, lambda name: document.origin(normalised.inside.get(name, name))
    )
    read = {str(endpoint.name): endpoint for endpoint in _endpoints(data)}
    endpoints = {
        operation.id: endpoint_view(operation, read[operation.module], models, _parameter_docs(plain, operation))
        for operation in operations
        if operation.module in read
    }
    by_module = {view.operation.module: view for view in endpoints.values()}
    project.env.globals.update(
        models=models,
        is_map=is_map,
        endpoints=lambda endpoint: by_module[str(endpoint.name)],
        header=header,
        origin=document.origin,
        prose=prose,
        document_name=document.name,
    )
    listed = {str(ClassName(name, "")) for name in normalised.arguments}
    classes = [
        prop.class_info
        for prop in (*data.models, *data.enums)
        if not is_map(prop) and str(prop.class_info.name) not in listed
    ]
    refusals = [*data.errors]
    for collection in data.endpoint_collections_by_tag.values():
        refusals += collection.parse_errors
    return Http(
        project=project,
        models=models,
        endpoints=endpoints,
        classes={str(info.name): str(info.module_name) for info in sorted(classes, key=lambda info: info.name)},
        model_properties={str(model.class_info.name): model for model in data.models},
        arguments=frozenset(class_module(name) for name in listed),
        refusals=tuple(refusals),
    )


def _endpoints(data: GeneratorData) -> list[Endpoint]:
    return [endpoint for collection in data.endpoint_collections_by_tag.values() for endpoint in collection.endpoints]


def _parameter_docs(plain: Mapping[str, Any], operation: Operation) -> Mapping[str, str]:
    parameters = plain["paths"][operation.path][operation.method.lower()]["parameters"]
    return {parameter["name"]: str(parameter.get("description", "")) for parameter in parameters}


def _config(output: Path, names: Iterable[str]) -> Config:
    modules = {str(ClassName(name, "")): class_module(str(ClassName(name, ""))) for name in names}
    return Config(
        meta_type=MetaType.NONE,
        class_overrides={name: ClassOverride(module_name=module) for name, module in modules.items()},
        project_name_override=None,
        package_name_override="package",
        package_version_override=None,
        use_path_prefixes_for_title_model_names=False,
        post_hooks=[],
        docstrings_on_attributes=True,
        field_prefix="field_",
        generate_all_tags=False,
        http_timeout=0,
        literal_enums=True,
        document_source=output,
        file_encoding="utf-8",
        content_type_overrides={},
        overwrite=True,
        output_path=output,
    )
