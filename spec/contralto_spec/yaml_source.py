"""YAML and JSON files as data, with the place of every value.

The YAML reader follows the JSON schema of YAML 1.2: `2026-08-14` and `no` are strings, only `true` and `false` are
booleans. Duplicate keys are findings, since YAML itself lets the last one win in silence. So is whatever makes a file
unusable: size, depth, aliases that multiply without end.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cached_property
from json.decoder import scanstring  # type: ignore[attr-defined]
from pathlib import Path

import yaml

from .findings import Finding, SpecError
from .placed import Array, Json, Location, Object, Place, place_of, plain, walk

__all__ = ["Json", "Location", "Source", "parse_json", "parse_yaml", "read_source", "read_yaml", "walk"]

MAX_BYTES = 16 * 1024 * 1024
MAX_DEPTH = 200
MAX_VALUES = 2_000_000

_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?")
_BLANK = re.compile(r"[ \t\r\n]*")
_SURROGATE = re.compile("[\ud800-\udfff]")
_MAX_DIGITS = 4000
"""Python refuses to read longer integers."""


@dataclass(frozen=True)
class Source:
    """One file: its name as messages show it, and its data with places."""

    name: str
    tree: Json

    @cached_property
    def data(self) -> Json:
        """The data as exact dicts and lists."""
        return plain(self.tree)

    @cached_property
    def places(self) -> dict[Location, tuple[int, int]]:
        """Line and column of every value, by its location."""
        found = ((location, place_of(self.tree, location)) for location, _ in walk(self.tree))
        return {location: at[1:] for location, at in found if at}

    def place(self, location: Location) -> tuple[int, int]:
        """Line and column of the value, or of the nearest one around it that has a place."""
        at = place_of(self.tree, location)
        return at[1:] if at else (1, 1)

    def finding(self, location: Location, rule: str, message: str, hint: str = "") -> Finding:
        """A finding about the value at this location."""
        line, column = self.place(location)
        return Finding(self.name, line, column, rule, message, hint)


def read_yaml(path: Path, name: str | None = None) -> Source:
    """The YAML file at `path`. Raises SpecError if it cannot be read or is not YAML."""
    shown = name or path.name
    return parse_yaml(_text_of(path, shown), shown)


def read_source(path: Path, name: str | None = None) -> Source:
    """The YAML or JSON file at `path`, told apart by its name, else by its first character."""
    shown = name or path.name
    text = _text_of(path, shown)
    if path.suffix.lower() == ".json":
        return parse_json(text, shown)
    if path.suffix.lower() not in (".yaml", ".yml") and text.lstrip()[:1] in ("{", "["):
        return parse_json(text, shown)
    return parse_yaml(text, shown)


def _text_of(path: Path, shown: str) -> str:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise SpecError([Finding(shown, 0, 0, "too-large", f"larger than {MAX_BYTES} bytes", "split the file")])
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise SpecError([Finding(shown, 0, 0, "unreadable", f"cannot be read: {reason}")]) from error
    except UnicodeDecodeError as error:
        raise SpecError([Finding(shown, 0, 0, "not-utf-8", f"is not UTF-8 text: {error.reason}")]) from error
    except ValueError as error:
        # A name with a null character.
        raise SpecError([Finding(shown, 0, 0, "unreadable", f"cannot be read: {error}")]) from error


def parse_yaml(text: str, name: str) -> Source:
    """The text as a Source. Raises SpecError if it is not YAML or repeats a key."""
    if _nesting(text) > MAX_DEPTH:
        raise SpecError([Finding(name, 0, 0, "too-deep", f"nested deeper than {MAX_DEPTH} levels")])
    try:
        root = yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
        problem = " ".join(str(part) for part in (error.context, error.problem) if part)
        raise SpecError([Finding(name, line, column, "not-yaml", problem, "mend the syntax here")]) from error
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise SpecError([Finding(name, 0, 0, "not-yaml", _first_line(error))]) from error
    reader = _YamlReader(name)
    data = None if root is None else reader.value(root, 0)
    if reader.findings:
        raise SpecError(reader.findings)
    return Source(name, data)


def _first_line(error: BaseException) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]


def _nesting(text: str) -> int:
    """No less than the depth of flow collections; a file of brackets alone would exhaust the stack of the parser."""
    if text.count("[") + text.count("{") <= MAX_DEPTH:
        return 0
    depth = deepest = 0
    for bracket in re.findall(r"[\[\]{}]", re.sub(r'"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\'', "", text)):
        depth = depth + 1 if bracket in "[{" else max(depth - 1, 0)
        deepest = max(deepest, depth)
    return deepest


class _YamlReader:
    def __init__(self, name: str) -> None:
        self.name = name
        self.findings: list[Finding] = []
        self.left = MAX_VALUES

    def value(self, node: yaml.Node, depth: int) -> Json:
        mark = node.start_mark
        at = (self.name, mark.line + 1, mark.column + 1)
        self.left -= 1
        if depth > MAX_DEPTH:
            raise SpecError([Finding(*at, "too-deep", f"nested deeper than {MAX_DEPTH} levels")])
        if self.left < 0:
            message = f"stands for more than {MAX_VALUES} values"
            raise SpecError([Finding(*at, "too-large", message, "look for aliases that multiply")])
        if isinstance(node, yaml.ScalarNode):
            return self._scalar(node, at)
        if isinstance(node, yaml.SequenceNode):
            items = Array(at)
            for item in node.value:
                mark = item.start_mark
                items.put(self.value(item, depth + 1), (self.name, mark.line + 1, mark.column + 1))
            return items
        result = Object(at)
        for key_node, value_node in node.value:
            mark = key_node.start_mark
            key_at = (self.name, mark.line + 1, mark.column + 1)
            if not isinstance(key_node, yaml.ScalarNode):
                self._found(key_at, "odd-key", "a key that is itself a mapping or a list", "quote it, or add a blank")
                continue
            key = str(key_node.value)
            if key in result:
                self._found(key_at, "duplicate-key", f"key `{_short(key)}` stands twice in one mapping", "keep one")
            result.keys_at[key] = key_at
            result[key] = self.value(value_node, depth + 1)
        return result

    def _scalar(self, node: yaml.ScalarNode, at: Place) -> Json:
        text = str(node.value)
        if node.style in {"'", '"', "|", ">"}:
            return text
        if text in _WORDS:
            return _WORDS[text]
        first = text[0]
        if first == "-" or first.isdigit():
            number = _NUMBER.fullmatch(text)
            if number:
                return self._number(number, at)
        return text

    def _number(self, number: re.Match[str], at: Place) -> Json:
        value = _number(number)
        if value is None:
            self._found(at, "too-large", "a number that no reader can hold")
        return value

    def _found(self, at: Place, rule: str, message: str, hint: str = "") -> None:
        self.findings.append(Finding(*at, rule, message, hint))


_WORDS: dict[str, Json] = {"": None, "~": None, "null": None, "true": True, "false": False}


def _number(number: re.Match[str]) -> int | float | None:
    text = number[0]
    if number[1] is None and number[2] is None:
        return int(text) if len(text) <= _MAX_DIGITS else None
    value = float(text)
    return value if value not in (float("inf"), float("-inf")) else None


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:57] + "..."


def parse_json(text: str, name: str) -> Source:
    """The JSON text as a Source. Raises SpecError if it is not JSON or repeats a key.

    A YAML reader would not do: it refuses long keys and characters written as two escapes.
    """
    reader = _JsonReader(text, name)
    try:
        data = reader.document()
    except (json.JSONDecodeError, ValueError) as error:
        position = getattr(error, "pos", 0)
        message = getattr(error, "msg", _first_line(error))
        finding = Finding(*reader.place(position), "not-json", message.lower(), "mend the syntax here")
        raise SpecError([finding]) from error
    if reader.findings:
        raise SpecError(reader.findings)
    return Source(name, data)


class _JsonReader:
    def __init__(self, text: str, name: str) -> None:
        self.text = text
        self.name = name
        self.findings: list[Finding] = []
        self._line, self._line_start, self._seen = 1, 0, 0

    def place(self, position: int) -> Place:
        # Positions rise, so that lines are counted once.
        if position < self._seen:
            self._line, self._line_start, self._seen = 1, 0, 0
        self._line += self.text.count("\n", self._seen, position)
        newline = self.text.rfind("\n", self._seen, position)
        if newline >= 0:
            self._line_start = newline + 1
        self._seen = position
        return (self.name, self._line, position - self._line_start + 1)

    def document(self) -> Json:
        value, end = self._value(self._skip(0), 0)
        end = self._skip(end)
        if end != len(self.text):
            raise json.JSONDecodeError("more text after the document", self.text, end)
        return value

    def _skip(self, position: int) -> int:
        match = _BLANK.match(self.text, position)
        return match.end() if match else position

    def _value(self, start: int, depth: int) -> tuple[Json, int]:
        text = self.text
        first = text[start : start + 1]
        if depth > MAX_DEPTH:
            raise SpecError([Finding(*self.place(start), "too-deep", f"nested deeper than {MAX_DEPTH} levels")])
        if first == "{":
            return self._object(start, depth)
        if first == "[":
            return self._array(start, depth)
        if first == '"':
            return self._string(start)
        for word in ("true", "false", "null"):
            if text.startswith(word, start):
                return _WORDS[word], start + len(word)
        number = _NUMBER.match(text, start)
        if not number:
            raise json.JSONDecodeError("a value is missing", text, start)
        value = _number(number)
        if value is None:
            self.findings.append(Finding(*self.place(start), "too-large", "a number that no reader can hold"))
        return value, number.end()

    def _string(self, start: int) -> tuple[str, int]:
        value, end = scanstring(self.text, start + 1, True)
        if _SURROGATE.search(value):
            message = "half of a character that takes two escapes"
            self.findings.append(Finding(*self.place(start), "not-json", message, "write both escapes"))
        return value, end

    def _object(self, start: int, depth: int) -> tuple[Json, int]:
        text, result = self.text, Object(self.place(start))
        position = self._skip(start + 1)
        if text[position : position + 1] == "}":
            return result, position + 1
        while True:
            if text[position : position + 1] != '"':
                raise json.JSONDecodeError("a key in double quotes is missing", text, position)
            at = self.place(position)
            key, position = self._string(position)
            if key in result:
                message = f"key `{_short(key)}` stands twice in one object"
                self.findings.append(Finding(*at, "duplicate-key", message, "keep one"))
            position = self._skip(position)
            if text[position : position + 1] != ":":
                raise json.JSONDecodeError("a colon is missing", text, position)
            result.keys_at[key] = at
            result[key], position = self._value(self._skip(position + 1), depth + 1)
            position = self._skip(position)
            if text[position : position + 1] == "}":
                return result, position + 1
            if text[position : position + 1] != ",":
                raise json.JSONDecodeError("a comma or the end of the object is missing", text, position)
            position = self._skip(position + 1)

    def _array(self, start: int, depth: int) -> tuple[Json, int]:
        text, result = self.text, Array(self.place(start))
        position = self._skip(start + 1)
        if text[position : position + 1] == "]":
            return result, position + 1
        while True:
            at = self.place(position)
            value, position = self._value(position, depth + 1)
            result.put(value, at)
            position = self._skip(position)
            if text[position : position + 1] == "]":
                return result, position + 1
            if text[position : position + 1] != ",":
                raise json.JSONDecodeError("a comma or the end of the list is missing", text, position)
            position = self._skip(position + 1)
