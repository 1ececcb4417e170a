"""Which handler answers which operation. What an operation is, its documents say (`documented.py`)."""

from __future__ import annotations

import functools
import importlib
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from .bodies import read_object
from .documented import FORM
from .errors import Fault
from .exchange import Call, Reply
from .service import Service

# One module a tag of the documents, more or less; a handler is registered by standing in `OPERATIONS` of its module.
AREAS = (
    "status",
    "access_tokens",
    "voices",
    "voice_making",
    "accents",
    "locales",
    "models",
    "pronunciation_dicts",
    "tts_bytes",
    "tts_sse",
    "infill",
    "voice_changer",
    "files",
    "datasets",
    "fine_tunes",
    "api_keys",
    "organizations",
    "usage",
    "stt",
    "agents",
    "agent_deployments",
    "agent_calls",
    "agent_batches",
    "agent_metrics",
    "documents",
    "folders",
    "webhooks",
    "phone_numbers",
    "telephony_providers",
    "managed_agents",
    "managed_tools",
)

Answer = Callable[[Service, Call], Awaitable[Reply]]


@dataclass(frozen=True, slots=True)
class Operation:
    """The handler of one operation, by method and documented path."""

    method: str
    path: str
    answer: Answer


@functools.cache
def handlers() -> Mapping[tuple[str, str], Answer]:
    """Every handler by method and documented path; raises ValueError when two answer the same operation."""
    found: dict[tuple[str, str], Answer] = {}
    for area in AREAS:
        module = importlib.import_module(f"{__package__}.resources.{area}")
        for operation in module.OPERATIONS:
            key = operation.method, operation.path
            if key in found:
                raise ValueError(f"two handlers answer `{operation.method} {operation.path}`")
            found[key] = operation.answer
    return found


def read_request(service: Service, call: Call) -> dict[str, Any]:
    """What a request asks: the JSON object of its body, checked against the document of the version, or the fields of
    its form (its files are in `call.form`); raises Fault (400).

    An operation that does not require a body takes none as an empty object.
    """
    operation = call.documented
    if call.form is not None:
        return service.hooks.request(call, call.form.fields)
    if not call.body.strip() and not operation.is_body_required:
        return {}
    read: dict[str, Any] = read_object(call.body)
    service.objecting(call, lambda: operation.check_body(read))
    return service.hooks.request(call, read)


def read_query(service: Service, call: Call) -> dict[str, Any]:
    """The query parameters of a request, checked against the document of the version, with documented defaults;
    raises Fault (400)."""
    try:
        return call.documented.read_query(call.query)
    except Fault as fault:
        service.object_to(call, fault)
        return call.documented.fitting_query(call.query)


def takes_form(call: Call) -> bool:
    """Whether the operation of the call takes a form and nothing else."""
    return call.documented.body_types == {FORM}
