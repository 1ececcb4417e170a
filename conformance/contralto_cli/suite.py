"""The parameter of commands that take requirements of one's own."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

Own = Annotated[tuple[Path, ...], Parameter(name="--own", negative="")]
"""Folders with requirements and checks of one's own."""
