"""Python types of the properties that openapi-python-client has read, and how their values are decoded and encoded.

A decoded value is the JSON value itself wherever that is possible: strings of an open enumeration stay strings, lists
of scalars stay lists. Only models, dates and lists of these cost anything.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from openapi_python_client.parser.properties import AnyProperty, LiteralEnumProperty, ModelProperty
from openapi_python_client.parser.properties.boolean import BooleanProperty
from openapi_python_client.parser.properties.const import ConstProperty
from openapi_python_client.parser.properties.datetime import DateTimeProperty
from openapi_python_client.parser.properties.file import FileProperty
from openapi_python_client.parser.properties.float import FloatProperty
from openapi_python_client.parser.properties.int import IntProperty
from openapi_python_client.parser.properties.list_property import ListProperty
from openapi_python_client.parser.properties.none import NoneProperty
from openapi_python_client.parser.properties.protocol import PropertyProtocol
from openapi_python_client.parser.properties.string import StringProperty
from openapi_python_client.parser.properties.union import UnionProperty
from openapi_python_client.schema.untrusted_string import UntrustedString

Property: TypeAlias = PropertyProtocol

_SCALARS: dict[type, str] = {
    AnyProperty: "Any",
    BooleanProperty: "bool",
    DateTimeProperty: "datetime.datetime",
    FileProperty: "bytes",
    FloatProperty: "float",
    IntProperty: "int",
    NoneProperty: "None",
    StringProperty: "str",
}


def is_map(prop: Property) -> bool:
    """Whether it is an object without named members: a dict, not a class."""
    # Read from the schema: inside a union the properties are not worked out.
    return isinstance(prop, ModelProperty) and not prop.data.properties and not prop.data.allOf


def python_type(prop: Property, *, loose: bool = False) -> str:
    """The annotation of a value; `loose` also takes a plain mapping where a model is expected."""
    if _is_unreadable(prop):
        return "Any"
    parts = dict.fromkeys(_type_parts(prop, loose))
    if "Any" in parts:
        return "Any"
    for last in ("Mapping[str, Any]", "None"):
        if last in parts:
            parts[last] = parts.pop(last)
    return " | ".join(parts)


def _is_unreadable(prop: Property) -> bool:
    """Whether it is a union that holds lists or maps of models beside other things: left as decoded JSON."""
    if not isinstance(prop, UnionProperty):
        return False
    values = [inner for inner in prop.inner_properties if not isinstance(inner, NoneProperty)]
    return len(values) > 1 and any(decoder(inner) and not models_of(inner) for inner in values)


def _type_parts(prop: Property, loose: bool) -> Iterator[str]:
    if isinstance(prop, UnionProperty):
        for inner in prop.inner_properties:
            yield from _type_parts(inner, loose)
    elif isinstance(prop, ListProperty):
        inner_type = python_type(prop.inner_property, loose=loose)
        yield f"Sequence[{inner_type}]" if loose else f"list[{inner_type}]"
    elif isinstance(prop, ModelProperty):
        yield from _object_parts(prop, loose)
    elif isinstance(prop, LiteralEnumProperty):
        yield str(prop.class_info.name)
    elif isinstance(prop, ConstProperty):
        yield f"Literal[{const_code(prop)}]"
    elif isinstance(prop, FileProperty) and loose:
        yield "FileInput"
    else:
        yield _SCALARS[type(prop)]


def _object_parts(prop: ModelProperty, loose: bool) -> Iterator[str]:
    if is_map(prop):
        values = prop.additional_properties
        value_type = "Any" if values is None else python_type(values, loose=loose)
        yield f"{'Mapping' if loose else 'dict'}[str, {value_type}]"
        return
    yield str(prop.class_info.name)
    if loose:
        yield "Mapping[str, Any]"


def const_code(prop: ConstProperty) -> str:
    """The constant as a Python literal."""
    return prop.value.python_code.as_unembedded_code()


def classes_of(prop: Property) -> Iterator[tuple[str, str]]:
    """Class and module name of every model and enumeration that the annotation names."""
    if isinstance(prop, UnionProperty):
        for inner in prop.inner_properties:
            yield from classes_of(inner)
    elif isinstance(prop, ListProperty):
        yield from classes_of(prop.inner_property)
    elif isinstance(prop, ModelProperty) and is_map(prop):
        if prop.additional_properties is not None:
            yield from classes_of(prop.additional_properties)
    elif isinstance(prop, (ModelProperty, LiteralEnumProperty)):
        yield str(prop.class_info.name), str(prop.class_info.module_name)


def models_of(prop: Property) -> list[ModelProperty]:
    """The models among the alternatives of a value."""
    if isinstance(prop, UnionProperty):
        return [model for inner in prop.inner_properties for model in models_of(inner)]
    return [prop] if isinstance(prop, ModelProperty) and not is_map(prop) else []


def decoder(prop: Property) -> str | None:
    """Expression of a function from the JSON value to the Python value. None where they are the same.

    The functions of a union leave alone what they have no class for, so unknown alternatives are kept as they came.
    """
    if isinstance(prop, DateTimeProperty):
        return "datetime.datetime.fromisoformat"
    if isinstance(prop, ListProperty):
        inner = decoder(prop.inner_property)
        return f"list_of({inner})" if inner else None
    if isinstance(prop, ModelProperty):
        if not is_map(prop):
            return f"{prop.class_info.name}.from_dict"
        inner = decoder(prop.additional_properties) if prop.additional_properties is not None else None
        return f"map_of({inner})" if inner else None
    if isinstance(prop, UnionProperty):
        return _union_decoder(prop)
    return None


def _union_decoder(prop: UnionProperty) -> str | None:
    values = [inner for inner in prop.inner_properties if not isinstance(inner, NoneProperty)]
    if len(values) == 1:
        only = decoder(values[0])
        return f"optional({only})" if only else None
    models = models_of(prop)
    if not models:
        return None
    tag = tag_of(models)
    return f"by_shape({_names(models)})" if tag is None else f"by_tag({tag_table(tag)})"


def _names(models: list[ModelProperty]) -> str:
    return ", ".join(str(model.class_info.name) for model in models)


def tag_table(tag: tuple[str, list[tuple[str, ModelProperty]]]) -> str:
    """The arguments of `by_tag`: the name of the property, and the class of each of its values."""
    name, values = tag
    return f'"{name}", {{{", ".join(f"{value}: {model.class_info.name}" for value, model in values)}}}'


def tag_of(models: list[ModelProperty]) -> tuple[str, list[tuple[str, ModelProperty]]] | None:
    """The property whose constant tells the models apart, with the constant of each. None if there is none."""
    for name in models[0].data.required or ():
        values = [value for value in (_const_of(model, name) for model in models) if value is not None]
        if len(set(values)) == len(models) > 1:
            return str(name.get_untrusted_value()), list(zip(values, models, strict=True))
    return None


def _const_of(model: ModelProperty, name: UntrustedString) -> str | None:
    """The constant of a required member as a Python literal."""
    schema = (model.data.properties or {}).get(name)
    const = getattr(schema, "const", None)
    return literal(const) if const is not None and name in (model.data.required or ()) else None


def literal(value: object) -> str:
    """A JSON scalar as Python source."""
    return f'"{value}"' if isinstance(value, str) else str(value)


def encoder(prop: Property, source: str) -> str:
    """Expression of the JSON value of `source`."""
    if isinstance(prop, DateTimeProperty):
        return f"instant({source})"
    if isinstance(prop, ModelProperty) and not is_map(prop):
        return f"{source}.to_dict()"
    if isinstance(prop, ListProperty) and decoder(prop.inner_property):
        if isinstance(prop.inner_property, ListProperty):
            return f"to_wire({source})"
        return f"[{encoder(prop.inner_property, 'item')} for item in {source}]"
    if isinstance(prop, UnionProperty) and decoder(prop):
        return f"to_wire({source})"
    if isinstance(prop, ModelProperty) and decoder(prop):
        return f"to_wire({source})"
    return source
