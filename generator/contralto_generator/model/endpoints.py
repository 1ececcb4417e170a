"""One operation module of `api/`, as its template needs it."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from openapi_python_client.parser.openapi import Endpoint
from openapi_python_client.parser.properties import ModelProperty
from openapi_python_client.parser.properties.const import ConstProperty
from openapi_python_client.parser.properties.datetime import DateTimeProperty
from openapi_python_client.parser.properties.file import FileProperty
from openapi_python_client.parser.properties.list_property import ListProperty
from openapi_python_client.parser.properties.none import NoneProperty
from openapi_python_client.parser.properties.union import UnionProperty

from contralto_generator.model.models import ModelViews, members_of
from contralto_generator.model.names import PROSE_WIDTH, member_name, prose, sentence
from contralto_generator.model.operations import Operation
from contralto_generator.model.types import Property, classes_of, const_code, decoder, models_of, python_type

#: Arguments that the facade adds to those of the API.
_OWN_ARGUMENTS = frozenset({"options", "body"})
_FILE = "FileInput"


@dataclass(frozen=True, slots=True)
class Parameter:
    """One argument: `place` is `path`, `query`, `header`, `body` or `form`.

    `type` includes None if it may be left out; `value` is the expression of what is sent. `preset` is the one value
    that a required argument can have.
    """

    name: str
    wire: str
    place: str
    type: str
    required: bool
    doc: str
    value: str
    preset: str = ""

    @property
    def default(self) -> str:
        """What follows the annotation."""
        if self.preset:
            return f" = {self.preset}"
        return "" if self.required else " = None"


@dataclass(frozen=True, slots=True)
class EndpointView:
    """`build_request` and `parse_response` of one operation.

    `arguments` are those of `build_request`; `form` are the parts of a form as arguments. `spread` are the members of
    the body as arguments of the facade, None if the body is no object. `result` is the annotation of what
    `parse_response` gives, `parse` its expression.
    """

    operation: Operation
    module_doc: str
    path: str
    arguments: tuple[Parameter, ...]
    body: Parameter | None
    form: tuple[Parameter, ...]
    spread: tuple[Parameter, ...] | None
    result: str
    item: str
    parse: str
    imports: tuple[tuple[str, str], ...]
    facade_imports: tuple[tuple[str, str], ...]

    @property
    def path_arguments(self) -> tuple[Parameter, ...]:
        return tuple(argument for argument in self.arguments if argument.place == "path")

    @property
    def query(self) -> tuple[Parameter, ...]:
        return tuple(argument for argument in self.arguments if argument.place == "query")

    @property
    def form_pairs(self) -> str:
        """The parts of the form as pairs of name and value."""
        return ", ".join(f'("{argument.wire}", {argument.value})' for argument in self.form)

    @property
    def takes_files(self) -> bool:
        """Whether an annotation names the type of files."""
        return any(_FILE in argument.type for argument in self.form)

    @property
    def query_pairs(self) -> str:
        """The parameters of the query as pairs of name and value."""
        return ", ".join(f'("{argument.wire}", {argument.value})' for argument in self.query)

    @property
    def header_pairs(self) -> str:
        """The parameters that are headers, likewise."""
        return ", ".join(f'("{argument.wire}", {argument.value})' for argument in self.headers)

    @property
    def parse_names(self) -> frozenset[str]:
        """The names that `parse` uses; classes beyond these are needed by annotations alone."""
        return frozenset(re.findall(r"\w+", self.parse))

    @property
    def parse_imports(self) -> tuple[tuple[str, str], ...]:
        """Classes that reading the answer needs, with their modules."""
        return tuple((name, module) for name, module in self.imports if name in self.parse_names)

    @property
    def annotation_imports(self) -> tuple[tuple[str, str], ...]:
        """Name and module of what only annotations need."""
        models = tuple((name, f"models.{module}") for name, module in self.imports if name not in self.parse_names)
        return (*models, *(((_FILE, "_forms"),) if self.takes_files else ()))

    @property
    def parse_is_typed(self) -> bool:
        """Whether the expression has the type of the result, and is not decoded JSON of any kind."""
        return not self.parse.endswith(("response.json()", "response.json())"))

    @property
    def headers(self) -> tuple[Parameter, ...]:
        return tuple(argument for argument in self.arguments if argument.place == "header")

    @property
    def signature(self) -> str:
        """The arguments of `build_request`, those of the path by position."""
        body = (self.body,) if self.body else ()
        return signature(self.path_arguments, (*self.form, *self.query, *self.headers, *body))


def signature(by_position: Sequence[Parameter], by_name: Sequence[Parameter]) -> str:
    """Arguments as they stand between the parentheses of a definition."""
    parts = [f"{item.name}: {item.type}{item.default}" if item.type else item.name for item in by_position]
    if by_name:
        parts += ["*", *(f"{item.name}: {item.type}{item.default}" for item in by_name)]
    return ", ".join(parts)


def endpoint_view(
    operation: Operation, endpoint: Endpoint, models: ModelViews, docs: Mapping[str, str]
) -> EndpointView:
    """The view of an operation as openapi-python-client has read it; `docs` are the words on its parameters."""
    parameters = [
        *(_parameter(prop, "path", docs) for prop in endpoint.path_parameters),
        *(_parameter(prop, "query", docs) for prop in endpoint.query_parameters),
        *(_parameter(prop, "header", docs) for prop in endpoint.header_parameters),
    ]
    parameters.sort(key=lambda parameter: (parameter.place != "path", not parameter.required))
    body_prop = endpoint.bodies[0].prop if endpoint.bodies else None
    form_prop = body_prop if operation.form else None
    form = _form(form_prop, models, {parameter.name for parameter in parameters})
    if operation.form:
        body_prop = None
    body = None if body_prop is None else _body(body_prop, operation.needs_body)
    result_prop = _result(operation, endpoint)
    result, parse = _parsing(operation, result_prop)
    item_prop = _item(operation, result_prop)
    named = [prop for prop in (*_all_parameters(endpoint), body_prop, result_prop) if prop is not None]
    members = _spread_body(body_prop, models, {parameter.name for parameter in parameters})
    if members is not None and body_prop is not None and operation.method == "PATCH":
        members = tuple(_clearable(*pair) for pair in zip(members, _members(body_prop), strict=True))
    facade = [prop for prop in (*_all_parameters(endpoint), result_prop, item_prop) if prop is not None]
    facade += [] if body_prop is None else _members(body_prop) if members is not None else [body_prop]
    parts = [] if form_prop is None else _members(form_prop)
    return EndpointView(
        operation=operation,
        module_doc=prose(f"`{operation.method} {operation.path}`: {_title(operation)}"),
        path=_path(endpoint),
        arguments=(*parameters, *([body] if body is not None else [])),
        body=body,
        form=form,
        spread=members,
        result=result,
        item=python_type(item_prop) if item_prop is not None else "",
        parse=parse,
        imports=_imports([*named, *parts]),
        facade_imports=_imports([*facade, *parts]),
    )


def argument_docs(parameters: tuple[Parameter, ...], indent: int) -> str:
    """The `Args:` paragraph of a docstring, ready to be placed."""
    lines: list[str] = []
    for parameter in parameters:
        if parameter.doc:
            lines += _hanging(f"{parameter.name}: {parameter.doc}", indent + 4)
    return "\n".join([f"{' ' * indent}Args:", *lines]) if lines else ""


def _hanging(text: str, indent: int) -> list[str]:
    return textwrap.wrap(
        " ".join(text.split()).replace("\\", "\\\\").replace('"""', "'''"),
        PROSE_WIDTH,
        initial_indent=" " * indent,
        subsequent_indent=" " * (indent + 4),
        break_long_words=False,
        break_on_hyphens=False,
    )


def _title(operation: Operation) -> str:
    text = operation.summary or operation.description or operation.id
    return sentence(text[:1].lower() + text[1:] if text[1:2].islower() else text)


def _all_parameters(endpoint: Endpoint) -> list[Property]:
    return [*endpoint.path_parameters, *endpoint.query_parameters, *endpoint.header_parameters]


def _spread_body(body: Property | None, models: ModelViews, taken: set[str]) -> tuple[Parameter, ...] | None:
    """The members of the body as arguments. None if it is no object, or a parameter has the name of one of them."""
    if not isinstance(body, ModelProperty) or not models_of(body):
        return None
    members = spread(body, models)[0]
    return None if any(member.name in taken | _OWN_ARGUMENTS for member in members) else members


def _clearable(argument: Parameter, prop: Property) -> Parameter:
    """An argument of a change: where null has a meaning it is `NULL`, since None leaves the member alone."""
    is_nullable = isinstance(prop, UnionProperty) and any(
        isinstance(inner, NoneProperty) for inner in prop.inner_properties
    )
    if argument.required or not is_nullable:
        return argument
    doc = f"{sentence(argument.doc)} `NULL` sends null, None leaves it as it is.".strip()
    return replace(argument, type=f"{argument.type.removesuffix('None')}Null | None", doc=doc)


def _parameter(prop: Property, place: str, docs: Mapping[str, str]) -> Parameter:
    wire = prop.name.get_untrusted_value()
    name = member_name(wire.removesuffix("[]"))
    return _argument(prop, f"{name}_" if name in _OWN_ARGUMENTS else name, place, doc=docs.get(wire, ""))


def _argument(prop: Property, name: str, place: str, *, doc: str) -> Parameter:
    kind = python_type(prop, loose=True)
    if not prop.required and kind != "Any" and not kind.endswith("None"):
        kind = f"{kind} | None"
    return Parameter(
        name=name,
        wire=prop.name.get_untrusted_value(),
        place=place,
        type=kind,
        required=prop.required,
        doc=doc,
        value=_query_value(prop, name),
        preset=const_code(prop) if isinstance(prop, ConstProperty) and prop.required else "",
    )


def _query_value(prop: Property, name: str) -> str:
    if isinstance(prop, DateTimeProperty):
        return f"to_wire({name})"
    if isinstance(prop, ListProperty):
        return f"list({name})" if prop.required else f"list({name} or ())"
    return name


def _body(prop: Property, required: bool) -> Parameter:
    body = _argument(prop, "body", "body", doc="")
    if required or body.type == "Any":
        return body
    kind = body.type if body.type.endswith("None") else f"{body.type} | None"
    return replace(body, type=kind, required=False)


def _form(body: Property | None, models: ModelViews, taken: set[str]) -> tuple[Parameter, ...]:
    """The parts of a form as arguments; one that has the name of a parameter is called `form_...`."""
    if body is None:
        return ()
    parts = []
    for item, prop in zip(spread(body, models)[0], _members(body), strict=True):
        name = f"form_{item.name}" if item.name in taken | _OWN_ARGUMENTS else item.name
        parts.append(replace(item, name=name, place="form", value=_part_value(prop, name)))
    return tuple(parts)


def _part_value(prop: Property, name: str) -> str:
    values = prop.inner_properties if isinstance(prop, UnionProperty) else [prop]
    if any(isinstance(value, FileProperty) for value in values):
        return f"file_part({name})"
    lists = [value for value in values if isinstance(value, ListProperty)]
    if lists and isinstance(lists[0].inner_property, FileProperty):
        return f"file_parts({name})"
    return (f"list({name})" if prop.required else f"list({name} or ())") if lists else name


def spread(body: Property, models: ModelViews) -> tuple[tuple[Parameter, ...], tuple[tuple[str, str], ...]]:
    """The members of an object as arguments, required ones first, and the classes that their annotations name."""
    members = _members(body)
    notes = models.notes(str(body.class_info.name)) if isinstance(body, ModelProperty) else {}
    arguments = []
    for prop in members:
        wire = prop.name.get_untrusted_value()
        doc = str(notes.get(wire, {}).get("description", "")).strip()
        if notes.get(wire, {}).get("deprecated"):
            doc = f"Deprecated. {doc}".strip()
        arguments.append(_argument(prop, member_name(wire), "body", doc=doc))
    return tuple(arguments), _imports(members)


def _members(body: Property) -> list[Property]:
    return members_of(body) if isinstance(body, ModelProperty) else []


def _result(operation: Operation, endpoint: Endpoint) -> Property | None:
    if operation.kind not in ("json", "page", "list"):
        return None
    return next((response.prop for response in endpoint.responses), None)


def _parsing(operation: Operation, prop: Property | None) -> tuple[str, str]:
    if operation.kind == "text":
        return ("TextPage", "response.text_page()") if operation.continues else ("str", "response.text()")
    if operation.kind in ("audio", "bytes"):
        return "bytes", "response.content"
    if prop is None:
        return "None", ""
    found = decoder(prop)
    if isinstance(prop, ModelProperty) and (not found or "(" not in found):
        return python_type(prop), f"{found}(response.json_object())" if found else "response.json_object()"
    return python_type(prop), f"{found}(response.json())" if found else "response.json()"


def _item(operation: Operation, prop: Property | None) -> Property | None:
    if operation.kind == "list" and isinstance(prop, ListProperty):
        return prop.inner_property
    if operation.kind != "page" or not isinstance(prop, ModelProperty):
        return None
    data = next((member for member in members_of(prop) if member.name == "data"), None)
    return data.inner_property if isinstance(data, ListProperty) else None


def _path(endpoint: Endpoint) -> str:
    """The path as the inside of a string literal; an f-string if it has parameters."""
    path = endpoint.path.get_untrusted_value()
    for prop in endpoint.path_parameters:
        name = member_name(prop.name.get_untrusted_value())
        path = path.replace(f"{{{prop.python_name}}}", f"{{path_segment({name})}}")
    return path


def _imports(props: list[Property]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted({found for prop in props for found in classes_of(prop)}))
