"""Everything that the official Python SDK can do has its place here, under a name that the table of the spec gives."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Iterator
from typing import Any

import cartesia
import pytest

import contralto_client
import contralto_spec
from contralto_spec.official_sdk import SdkMethod, official_sdk

SDK = official_sdk()
SPEC = contralto_spec.load()
NEWEST = SPEC.latest.date
#: What every method of the SDK takes beside the members of its operation; `options` stands for all of it here.
COMMON = {"extra_headers", "extra_query", "extra_body", "timeout"}


def calls() -> dict[str, str]:
    """Our name of each operation and channel."""
    found = {}
    for item in SPEC.openapi(NEWEST)["paths"].values():
        for operation in item.values():
            if isinstance(operation, dict) and "operationId" in operation:
                found[operation["operationId"]] = operation["x-call"]
    return found | {name: channel["x-call"] for name, channel in SPEC.asyncapi(NEWEST)["channels"].items()}


CALLS = calls()


def methods(resource: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, Callable[..., Any]]]:
    """The public methods of every resource below a client of the SDK, with their names."""
    for name in dir(type(resource)):
        kind = inspect.getattr_static(type(resource), name)
        if name.startswith(("_", "with_")):
            continue
        if isinstance(kind, (property, functools.cached_property)):
            below = getattr(resource, name)
            if type(below).__module__.startswith("cartesia.resources"):
                yield from methods(below, (*path, name))
        elif path and callable(kind):
            yield ".".join((*path, name)), getattr(resource, name)


THEIRS = dict(methods(cartesia.Cartesia(api_key="sk_car_test")))


def ours(method: SdkMethod, client: object) -> Callable[..., Any]:
    found: Any = functools.reduce(getattr, CALLS[method.target].split("."), client)
    return found  # type: ignore[no-any-return]


def test_the_table_is_of_the_installed_release() -> None:
    assert cartesia.__version__ == SDK.version


def test_every_method_of_the_sdk_is_in_the_table_and_no_other() -> None:
    assert sorted(THEIRS) == sorted(method.name for method in SDK.methods)


@pytest.mark.parametrize("kind", [contralto_client.Client, contralto_client.AsyncClient])
@pytest.mark.parametrize("method", SDK.methods, ids=lambda method: method.name)
def test_each_has_a_method_of_ours_with_the_same_arguments(method: SdkMethod, kind: type) -> None:
    theirs = set(inspect.signature(THEIRS[method.name]).parameters) - COMMON
    found = ours(method, kind(api_key="sk_car_test"))
    here = set(inspect.signature(found).parameters)
    assert "options" in here
    assert theirs - here == set(method.arguments)


def test_what_the_client_of_the_sdk_has_beside_resources_is_in_the_table() -> None:
    client = cartesia.Cartesia
    names = {
        name
        for name in dir(client)
        if not name.startswith("_")
        and name not in inspect.get_annotations(client)
        and (callable(inspect.getattr_static(client, name)) or name.startswith("with_"))
    }
    assert names == set(SDK.client)


def test_every_exception_of_the_sdk_is_in_the_table() -> None:
    base = cartesia.CartesiaError
    names = {name for name, kind in vars(cartesia).items() if inspect.isclass(kind) and issubclass(kind, base)}
    assert names == set(SDK.errors)
    for name in SDK.errors.values():
        assert issubclass(getattr(contralto_client, name), contralto_client.ContraltoError)
