"""Models and operations, written by openapi-python-client under this project's templates."""

from __future__ import annotations

import contextlib
import copy
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader
from openapi_python_client.config import ClassOverride, Config, MetaType
from openapi_python_client.parser import GeneratorData
from openapi_python_client.parser import openapi as parser
from openapi_python_client.parser.errors import GeneratorError as ReadError
from openapi_python_client.parser.openapi import Endpoint
from openapi_python_client.parser.properties import ModelProperty
from openapi_python_client.strings import ClassName

from contralto_generator.document import Document
from contralto_generator.emit import Files
from contralto_generator.model.endpoints import EndpointView, endpoint_view
from contralto_generator.model.models import ModelViews
from contralto_generator.model.names import class_module, module_name, prose
from contralto_generator.model.operations import Operation
from contralto_generator.model.types import is_map
from contralto_generator.passes.normalise import Normalised

TEMPLATES = Path(__file__).resolve().parent.parent / "templates"


@dataclass(frozen=True)
class Http:
    """What was read of the HTTP document: operations by id, classes by name, and what could not be read.

    `arguments` are the modules of classes that only list arguments and are not written.
    """

    environment: Environment
    data: GeneratorData
    models: ModelViews
    endpoints: Mapping[str, EndpointView]
    classes: Mapping[str, str]
    model_properties: Mapping[str, ModelProperty]
    arguments: frozenset[str]
    refusals: tuple[ReadError, ...]

    def render(self) -> Files:
        """All files of `models/` and `api/`."""
        environment, data = self.environment, self.data
        files: dict[str, str] = {}
        for template, kind, properties in (
            ("model.py.jinja", "model", data.models),
            ("literal_enum.py.jinja", "enum", data.enums),
        ):
            render = environment.get_template(template).render
            for prop in properties:
                if is_map(prop) or str(prop.class_info.module_name) in self.arguments:
                    continue
                files[f"models/{prop.class_info.module_name}.py"] = render(**{kind: prop})
        init = environment.get_template("api_init.py.jinja").render()
        render = environment.get_template("endpoint_module.py.jinja").render
        files["api/__init__.py"] = init
        for tag, collection in data.endpoint_collections_by_tag.items():
            files[f"api/{tag}/__init__.py"] = environment.get_template("endpoint_init.py.jinja").render(tag=tag)
            for endpoint in collection.endpoints:
                files[f"api/{tag}/{module_name(str(endpoint.name))}.py"] = render(endpoint=endpoint)
        return files


def header(origin: str) -> str:
    """The first line of a generated file."""
    return f"# Generated from {origin} by contralto generate. Do not edit."


def read_http(document: Document, normalised: Normalised, operations: list[Operation]) -> Http | ReadError:
    """The normalised document as models and operations."""
    plain = normalised.document
    with _shallow_copies():
        data = GeneratorData.from_dict(dict(plain), config=_config(plain["components"]["schemas"]))
    if isinstance(data, ReadError):
        return data
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=False,  # noqa: S701  (what comes out is Python, not HTML)
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
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
    environment.globals.update(
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
        environment=environment,
        data=data,
        models=models,
        endpoints=endpoints,
        classes={str(info.name): str(info.module_name) for info in sorted(classes, key=lambda info: info.name)},
        model_properties={str(model.class_info.name): model for model in data.models},
        arguments=frozenset(class_module(name) for name in listed),
        refusals=tuple(refusals),
    )


@contextlib.contextmanager
def _shallow_copies() -> Iterator[None]:
    """Lets the parser share schemas between operations.

    openapi-python-client copies an operation, and with it every schema that it leads to, before each step that changes
    the operation alone, and drops the original: a third of the time that generating takes.
    """
    before = parser.__dict__["deepcopy"]
    parser.__dict__["deepcopy"] = copy.copy
    try:
        yield
    finally:
        parser.__dict__["deepcopy"] = before


def _endpoints(data: GeneratorData) -> list[Endpoint]:
    return [endpoint for collection in data.endpoint_collections_by_tag.values() for endpoint in collection.endpoints]


def _parameter_docs(plain: Mapping[str, Any], operation: Operation) -> Mapping[str, str]:
    parameters = plain["paths"][operation.path][operation.method.lower()]["parameters"]
    return {parameter["name"]: str(parameter.get("description", "")) for parameter in parameters}


def _config(names: Iterable[str]) -> Config:
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
        document_source=TEMPLATES,
        file_encoding="utf-8",
        content_type_overrides={},
        overwrite=False,
        output_path=None,
    )
