"""The mock as an examiner of clients: it watches what a client sends and how it reads, and grades what it saw."""

from __future__ import annotations

from .examiner import Examiner, Grade
from .report import write_report

__all__ = ["Examiner", "Grade", "write_report"]
