"""What may be asked of speech: sample rates, and the ranges of `generation_config`."""

from __future__ import annotations

from contralto_conformance.oracle.audio import RATES
from contralto_conformance.oracle.reading import as_float, is_integer, is_number

_RANGES = {"volume": (0.5, 2.0), "speed": (0.6, 1.5)}


def has_odd_rate(output_format: object) -> bool:
    """Whether an output format asks for a whole sample rate that is not offered."""
    rate = output_format.get("sample_rate") if isinstance(output_format, dict) else None
    return is_integer(rate) and rate not in RATES


def is_out_of_range(config: object) -> bool:
    """Whether a `generation_config` has a volume or a speed outside its range."""
    if not isinstance(config, dict):
        return False
    return any(
        is_number(config.get(name)) and not low <= as_float(config.get(name)) <= high
        for name, (low, high) in _RANGES.items()
    )
