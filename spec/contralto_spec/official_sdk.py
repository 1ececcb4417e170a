"""What `official-sdk.yaml` says: the public methods of the vendor's Python SDK, and what stands for each of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from .data import data_root
from .yaml_source import read_yaml


@dataclass(frozen=True, slots=True)
class SdkMethod:
    """One method of a resource, such as `voices.get`.

    `target` is the operationId, or the name of the channel if `is_channel`. `arguments` are those that have no
    namesake here, with what to write instead, in words with backticks.
    """

    name: str
    target: str
    is_channel: bool
    arguments: Mapping[str, str]
    note: str


@dataclass(frozen=True, slots=True)
class OfficialSdk:
    """The SDK in one release. `client` are its other names and what to write here, `errors` its classes and ours."""

    package: str
    version: str
    methods: tuple[SdkMethod, ...]
    client: Mapping[str, str]
    errors: Mapping[str, str]


@cache
def official_sdk() -> OfficialSdk:
    """The table that ships with this package."""
    data = read_yaml(data_root() / "official-sdk.yaml").data
    methods = tuple(
        SdkMethod(
            name=item["name"],
            target=item.get("operation") or item["channel"],
            is_channel="channel" in item,
            arguments=MappingProxyType(item.get("arguments", {})),
            note=item.get("note", ""),
        )
        for item in data["methods"]
    )
    pairs = {
        section: MappingProxyType({item["name"]: item["here"] for item in data[section]})
        for section in ("client", "errors")
    }
    return OfficialSdk(data["package"], data["version"], methods, pairs["client"], pairs["errors"])
