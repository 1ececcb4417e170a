"""What `prices.yaml` says: the prices of operations and channels, each with its source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Literal

from .data import data_root
from .yaml_source import read_yaml

Unit = Literal["character", "second", "minute", "request"]


@dataclass(frozen=True, slots=True)
class Price:
    """The price of an operation or a channel.

    unit: what is counted (characters of the transcript, seconds of the audio sent, minutes of the call, requests).
    credits, at_most: the usual and the highest price of a unit; request: credits of a request beside its units. usd:
    dollars for a unit. models: credits by the beginning of the name of a model. sources: ids of sources.yaml.
    """

    unit: Unit
    credits: float
    at_most: float
    request: float
    usd: float
    models: Mapping[str, float]
    about: str
    sources: tuple[str, ...]

    def credits_of(self, model: str) -> float:
        """The usual price of a unit with that model; "" for an unknown one."""
        return next((price for name, price in self.models.items() if model.startswith(name)), self.credits)


@dataclass(frozen=True, slots=True)
class PriceList:
    """All prices by operationId and by name of the channel, and the operationIds whose price no source states."""

    operations: Mapping[str, Price]
    channels: Mapping[str, Price]
    unpriced: frozenset[str]


@cache
def price_list() -> PriceList:
    """The table that ships with this package."""
    data = read_yaml(data_root() / "prices.yaml").data
    operations: dict[str, Price] = {}
    channels: dict[str, Price] = {}
    for item in data["prices"]:
        usual = item.get("credits", 0)
        price = Price(
            unit=item["unit"],
            credits=usual,
            at_most=item.get("at_most", usual),
            request=item.get("request", 0),
            usd=item.get("usd", 0),
            models=MappingProxyType(item.get("models", {})),
            about=item["about"],
            sources=tuple(item["sources"]),
        )
        operations |= dict.fromkeys(item.get("operations", ()), price)
        channels |= dict.fromkeys(item.get("channels", ()), price)
    unpriced = frozenset(name for item in data["unpriced"] for name in item["operations"])
    return PriceList(MappingProxyType(operations), MappingProxyType(channels), unpriced)
