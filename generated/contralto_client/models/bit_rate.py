# Generated from spec/components/speech.yaml by contralto generate. Do not edit.
"""The values of `BitRate`."""

from __future__ import annotations

from typing import Literal, TypeAlias

BitRate: TypeAlias = Literal[32000, 64000, 96000, 128000, 192000]
"""Bits per second."""
