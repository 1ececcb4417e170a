# Generated from spec/openapi/files.yaml by contralto generate. Do not edit.
"""The values of `StoredFileStatus`."""

from __future__ import annotations

from typing import Literal, TypeAlias

StoredFileStatus: TypeAlias = Literal["ready"]
"""Whether the file can be used yet."""
