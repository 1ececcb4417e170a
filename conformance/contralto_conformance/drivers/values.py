"""Variables of a case: what `$name` stands for, and filling them in."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Mapping
from typing import Any

from contralto_conformance.cases.variables import VARIABLE
from contralto_conformance.drivers.endpoint import Unplayable


class Values:
    """The variables of one play of one case.

    `$a` to `$z` are made at first use, from seed, version, case and name: the same run makes the same ids. without:
    why a variable that the target gives has no value.
    """

    def __init__(
        self,
        *,
        seed: int,
        version: str,
        case: str,
        given: Mapping[str, str | int],
        without: Mapping[str, str] | None = None,
    ) -> None:
        self._origin = f"{seed}/{version}/{case}"
        self._without = without or {}
        self._values: dict[str, Any] = dict(given)

    def get(self, name: str) -> Any:
        """Value of a variable. Raises Unplayable if nothing has set it."""
        if name not in self._values:
            if len(name) > 1 and name != "missing":
                raise Unplayable(self._without.get(name) or f"`${name}` was not saved")
            self._values[name] = self.fresh(name)
        return self._values[name]

    def fresh(self, name: str) -> str:
        """A new id, kept under that name."""
        digest = hashlib.blake2b(f"{self._origin}/{name}".encode(), digest_size=16).digest()
        self._values[name] = str(uuid.UUID(bytes=digest, version=4))
        return str(self._values[name])

    def set(self, name: str, value: Any) -> None:
        """Keeps a saved value."""
        self._values[name] = value

    def forget(self, name: str) -> None:
        """Drops a value that was set."""
        del self._values[name]

    def as_text(self) -> dict[str, str]:
        """All variables as text, for the trace."""
        return {name: _text(value) for name, value in self._values.items()}

    def fill(self, template: Any) -> Any:
        """`template` with all variables filled in; a string that is only a variable becomes its value."""
        if isinstance(template, str):
            whole = VARIABLE.fullmatch(template)
            if whole and whole[1] != "$":
                return self.get(whole[1])
            return VARIABLE.sub(lambda m: "$" if m[1] == "$" else _text(self.get(m[1])), template)
        if isinstance(template, Mapping):
            return {self.text(name): self.fill(value) for name, value in template.items()}
        if isinstance(template, list | tuple):
            return [self.fill(value) for value in template]
        return template

    def text(self, template: str) -> str:
        """A string with all variables filled in, as text."""
        return VARIABLE.sub(lambda m: "$" if m[1] == "$" else _text(self.get(m[1])), template)


def resolve_pointer(document: Any, pointer: str) -> Any:
    """Value at a JSON pointer. Raises KeyError with the pointer if there is none."""
    value = document
    for part in pointer.split("/")[1:]:
        token = part.replace("~1", "/").replace("~0", "~")
        try:
            value = value[int(token)] if isinstance(value, list) else value[token]
        except (KeyError, IndexError, ValueError, TypeError):
            raise KeyError(pointer) from None
    return value


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)
