"""Identifiers and the text of docstrings: the only place that invents either."""

from __future__ import annotations

import keyword
import re
import textwrap

from openapi_python_client.strings import PythonIdentifier

#: Builtins that annotations use; a member of that name would hide them inside its class.
_ANNOTATION_NAMES = frozenset({"str", "int", "float", "bool", "bytes", "list", "dict", "tuple", "object", "None"})
_OWN_MEMBERS = frozenset({"additional_properties", "to_dict", "from_dict", "self", "cls"})

CODE_WIDTH = 120
"""Where ruff wraps code, as in the rest of the repository."""
PROSE_WIDTH = 110
"""Where docstrings are wrapped."""


def member_name(wire: str) -> str:
    """The API's own word as an identifier; a trailing underscore only where Python needs it.

    Brackets part words: `output_format[container]` becomes `output_format_container`, `tags[]` becomes `tags`. Leading
    underscores, which would make a member private, are dropped.
    """
    wire = re.sub(r"[\[\]]+_*", "_", wire).strip("_") or wire
    name = str(PythonIdentifier(wire, "field_")).rstrip("_")
    return f"{name}_" if keyword.iskeyword(name) or name in _ANNOTATION_NAMES | _OWN_MEMBERS else name


def module_name(name: str) -> str:
    """The module of an operation or a tag, as openapi-python-client names it."""
    return str(PythonIdentifier(name, "field_"))


def class_module(name: str) -> str:
    """The module of a class: `Mp3OutputFormat` stands in `mp3_output_format`."""
    return str(
        PythonIdentifier(re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name).lower(), "field_")
    )


def pascal(name: str) -> str:
    """`access_tokens` as `AccessTokens`."""
    return "".join(word[:1].upper() + word[1:] for word in re.split(r"[^0-9A-Za-z]+", name))


def prose(*paragraphs: str, indent: int = 0) -> str:
    """The text between the quotes of a docstring, wrapped and escaped; `indent` is that of its opening quotes.

    Lines after the first are indented, and the closing quotes stand on their own line if there is more than one.
    """
    width = PROSE_WIDTH - indent
    blocks = [
        _block(paragraph, width if index else width - 3) for index, paragraph in enumerate(filter(None, paragraphs))
    ]
    text = "\n\n".join(blocks).replace("\\", "\\\\").replace('"""', "'''")
    lines = text.split("\n")
    if len(lines) == 1 and len(text) + 6 <= width:
        return f"{text} " if text.endswith('"') else text
    pad = " " * indent
    return "\n".join([lines[0], *(f"{pad}{line}".rstrip() for line in lines[1:])]) + f"\n{pad}"


def _block(paragraph: str, width: int) -> str:
    """A paragraph wrapped to the width. Lists keep their lines."""
    text = paragraph.strip()
    if re.search(r"^\s*([-*]|\d+\.)\s", text, re.MULTILINE):
        return "\n".join(
            textwrap.fill(line, width, subsequent_indent="  ", break_long_words=False, break_on_hyphens=False)
            for line in text.splitlines()
        )
    return "\n\n".join(
        textwrap.fill(" ".join(part.split()), width, break_long_words=False, break_on_hyphens=False)
        for part in re.split(r"\n\s*\n", text)
    )


def sentence(text: str) -> str:
    """The first sentence, with its final stop."""
    first = re.split(r"(?<=[.!?])\s", " ".join(text.split()), maxsplit=1)[0]
    return first if not first or first.endswith((".", "!", "?")) else f"{first}."
