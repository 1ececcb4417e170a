# Generated from spec/openapi/datasets.yaml by contralto generate. Do not edit.
"""The values of `UploadDatasetFileRequestPurpose`."""

from __future__ import annotations

from typing import Literal, TypeAlias

UploadDatasetFileRequestPurpose: TypeAlias = Literal["fine_tune"]
"""What the file is for."""
