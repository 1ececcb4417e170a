"""One class or enumeration of `models/`, as its template needs it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from openapi_python_client.parser.properties import LiteralEnumProperty, ModelProperty
from openapi_python_client.parser.properties.const import ConstProperty
from openapi_python_client.parser.properties.list_property import ListProperty
from openapi_python_client.strings import ClassName

from contralto_generator.model.names import member_name, prose
from contralto_generator.model.types import (
    Property,
    classes_of,
    const_code,
    decoder,
    encoder,
    literal,
    python_type,
)
from contralto_generator.passes.schemas import WORDS

Origin = Callable[[str], str]

_SECRETS = frozenset({"token", "access_token", "api_key", "secret", "password"})


@dataclass(frozen=True, slots=True)
class Field:
    """One member: `decode` is an expression over `pop` or `take`, `encode` one over `self`."""

    name: str
    wire: str
    type: str
    default: str | None
    doc: str
    decode: str
    encode: str
    required: bool
    secret: bool


@dataclass(frozen=True, slots=True)
class Constant:
    """A decoder that is built once, at import."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Class:
    """One attrs class. `cyclic_imports` are of classes that have members of this class in turn."""

    name: str
    origin: str
    doc: str
    fields: tuple[Field, ...]
    constants: tuple[Constant, ...]
    imports: tuple[tuple[str, str], ...]
    cyclic_imports: tuple[tuple[str, str], ...]
    audio: str

    @property
    def audio_property(self) -> str:
        """Name of the property that gives the bytes of the base64 member `audio`."""
        return "audio_bytes" if any(field.name == "audio" for field in self.fields) else "audio"

    @property
    def audio_is_required(self) -> bool:
        """Whether the base64 member is always there."""
        return any(field.name == self.audio and field.type == "str" for field in self.fields)

    @property
    def required(self) -> tuple[Field, ...]:
        return tuple(field for field in self.fields if field.required)

    @property
    def optional(self) -> tuple[Field, ...]:
        return tuple(field for field in self.fields if not field.required)


@dataclass(frozen=True, slots=True)
class Enumeration:
    """The known values of an enumeration."""

    name: str
    origin: str
    doc: str
    values: tuple[str, ...]


class ModelViews:
    """Makes the views of one document's models; `schemas` are the component schemas in plain form."""

    def __init__(self, schemas: Mapping[str, Any], models: Iterable[ModelProperty], origin: Origin) -> None:
        self._schemas = {str(ClassName(name, "")): schema for name, schema in schemas.items()}
        self._origin = origin
        self._reach: dict[str, set[str]] = {}
        self._uses = {
            str(model.class_info.name): {name for prop in members_of(model) for name, _ in classes_of(prop)}
            for model in models
        }

    def view(self, model: ModelProperty) -> Class:
        """The class of a model."""
        name = str(model.class_info.name)
        notes = self.notes(name)
        properties = members_of(model)
        cyclic = {other for other in self._reached(name) if name in self._reached(other)}
        constants: list[Constant] = []
        fields = tuple(_field(prop, notes, constants, cyclic) for prop in properties)
        imports = sorted({found for prop in properties for found in classes_of(prop) if found[0] != name})
        return Class(
            name=name,
            origin=self._origin(name),
            doc=prose(self._doc(name), indent=4),
            fields=fields,
            constants=tuple(constants),
            imports=tuple(found for found in imports if found[0] not in cyclic),
            cyclic_imports=tuple(found for found in imports if found[0] in cyclic),
            audio=next((field.name for field in fields if _is_base64(notes, field)), ""),
        )

    def _reached(self, name: str) -> set[str]:
        """The classes that a class needs, directly or not."""
        if name in self._reach:
            return self._reach[name]
        reached: set[str] = set()
        waiting = [*self._uses.get(name, ())]
        while waiting:
            other = waiting.pop()
            if other not in reached:
                reached.add(other)
                waiting += self._uses.get(other, ())
        self._reach[name] = reached
        return reached

    def enumeration(self, enum: LiteralEnumProperty) -> Enumeration:
        """The alias of an enumeration's values, in the order of the document."""
        name = str(enum.class_info.name)
        values = self._schemas.get(name, {}).get("enum") or sorted(enum.values)
        return Enumeration(
            name=name,
            origin=self._origin(name),
            doc=prose(self._doc(name)),
            values=tuple(literal(value) for value in values),
        )

    def _doc(self, name: str) -> str:
        schema = self._schemas.get(name, {})
        return str(schema.get("description") or schema.get("title") or f"`{name}` of the API.")

    def notes(self, name: str) -> dict[str, Mapping[str, Any]]:
        """What the document says about each member, its own words before those of the schemas it is made of."""
        schema = self._schemas.get(name, {})
        notes: dict[str, Mapping[str, Any]] = {}
        for part in schema.get("allOf", ()):
            reference = _referred(part)
            notes |= self.notes(reference) if reference else part.get("properties", {})
        return notes | {key: self._described(member) for key, member in schema.get("properties", {}).items()}

    def _described(self, member: Mapping[str, Any]) -> Mapping[str, Any]:
        """The member with the words of the schema that it refers to, if it has none of its own."""
        reference = _referred(member)
        if not reference or "description" in member:
            return member
        words = (str(self._schemas.get(reference, {}).get("description", "")), str(member.get(WORDS, "")))
        return {**member, "description": " ".join(filter(None, words))}


def members_of(model: ModelProperty) -> list[Property]:
    """The members of a model, required ones first."""
    return [*(model.required_properties or ()), *(model.optional_properties or ())]


def _referred(schema: Mapping[str, Any]) -> str:
    """The class that a reference names, empty if the schema is none."""
    reference = str(schema.get("$ref", "")).rsplit("/", 1)[-1]
    return str(ClassName(reference, "")) if reference else ""


def _is_base64(notes: Mapping[str, Mapping[str, Any]], field: Field) -> bool:
    return notes.get(field.wire, {}).get("contentEncoding") == "base64"


def _field(
    prop: Property, notes: Mapping[str, Mapping[str, Any]], constants: list[Constant], cyclic: set[str]
) -> Field:
    wire = prop.name.get_untrusted_value()
    name = member_name(wire)
    note = notes.get(wire, {})
    kind = python_type(prop)
    default: str | None = None
    if isinstance(prop, ConstProperty) and prop.required:
        default = const_code(prop)
    elif not prop.required:
        default = "None"
        kind = kind if kind == "Any" or kind.endswith("None") else f"{kind} | None"
    return Field(
        name=name,
        wire=wire,
        type=kind,
        default=default,
        doc=_member_doc(note),
        decode=_decode(prop, name, wire, constants, cyclic),
        encode=encoder(prop, f"self.{name}"),
        required=prop.required,
        secret=wire in _SECRETS or wire.endswith("_secret") or bool(note.get("x-secret")),
    )


def _member_doc(note: Mapping[str, Any]) -> str:
    text = str(note.get("description") or note.get("title") or "")
    if note.get("deprecated"):
        text = f"Deprecated. {text}".strip()
    return prose(text, indent=4) if text else ""


def _decode(prop: Property, name: str, wire: str, constants: list[Constant], cyclic: set[str]) -> str:
    source = f'data["{wire}"]' if prop.required else f'get("{wire}")'
    found = decoder(prop)
    if found is None:
        return source
    if isinstance(prop, ListProperty):
        inner = decoder(prop.inner_property)
        if inner and "(" not in inner:
            if prop.required:
                return f"[{inner}(item) for item in {source}]"
            return f"None if (items := {source}) is None else [{inner}(item) for item in items]"
    if prop.required and "(" not in found:
        return f"{found}({source})"
    if not prop.required and not found.startswith(("optional(", "by_tag(", "by_shape(")):
        found = f"optional({found})"
    if any(other in cyclic for other, _ in classes_of(prop)):
        return f"{found}({source})"  # the class exists only when the method runs
    constants.append(Constant(f"_{name}", found))
    return f"_{name}({source})"
