# Generated from spec/openapi/files.yaml by contralto generate. Do not edit.
"""The values of `DownloadFileFormat`."""

from __future__ import annotations

from typing import Literal, TypeAlias

DownloadFileFormat: TypeAlias = Literal["playback"]
"""`DownloadFileFormat` of the API."""
