"""From views to files: name in the package and text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

Files: TypeAlias = Mapping[str, str]
"""Path below the package, with `/`, and the text."""
