"""The client generator: from the published documents to a Python package.

`generate` makes the package for an API version, a dialect and overlays of one's own; `check` compares it with what is
there. `generate_document` does the same for any document.
"""

from __future__ import annotations

from contralto_generator.document import Document
from contralto_generator.drift import check
from contralto_generator.naming import default_out, default_package
from contralto_generator.pipeline import Result, generate, generate_document
from contralto_generator.problems import GeneratorError, Problem

__all__ = [
    "Document",
    "GeneratorError",
    "Problem",
    "Result",
    "check",
    "default_out",
    "default_package",
    "generate",
    "generate_document",
]
