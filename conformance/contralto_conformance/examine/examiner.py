"""A mock that watches its client, and the grades that it gives in the end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from starlette.types import ASGIApp

import contralto_spec
from contralto_conformance.mock import MockSettings
from contralto_conformance.mock.app import MockApp
from contralto_conformance.mock.hooks import Chain
from contralto_conformance.oracle.clients import CLIENT_CHECKS, judge_client
from contralto_conformance.oracle.registry import Finding
from contralto_conformance.trace import Exchange, Trace

from .recorder import Recorder
from .variations import Variations

Verdict = Literal["met", "violated", "not seen"]


@dataclass(frozen=True)
class Grade:
    """What was seen of one requirement on clients; `not seen` when the client did nothing that shows it, or when no
    check can see it from outside."""

    requirement: contralto_spec.Requirement
    verdict: Verdict
    findings: Sequence[Finding] = field(default=())
    is_observable: bool = True


class Examiner:
    """Wraps the application of a mock: pass `wrap` to `run` or `serve`, then ask for `grades()`.

    settings: of the mock. is_varied: whether streams hold unknown members, events and comments, which a client has to
    bear.
    """

    def __init__(self, settings: MockSettings, *, is_varied: bool = True) -> None:
        self._settings = settings
        self._is_varied = is_varied
        self._recorder: Recorder | None = None

    def wrap(self, app: MockApp) -> ASGIApp:
        """The application, watched from now on."""
        service = app.service
        if self._is_varied:
            service.hooks = Chain((service.hooks, Variations()))
        self._recorder = Recorder(app, prefix=self._settings.prefix, secrets=self._settings.api_keys)
        return self._recorder

    def exchanges(self) -> tuple[Exchange, ...]:
        """What the client did so far, without secrets."""
        return self._recorder.exchanges() if self._recorder is not None else ()

    def grades(self) -> list[Grade]:
        """One grade for each requirement on clients, in the order of the spec."""
        spec = contralto_spec.load()
        trace = Trace("examined", spec.latest.date, exchanges=self.exchanges())
        return list(_grades(spec, trace))


def _grades(spec: contralto_spec.Spec, trace: Trace) -> Iterator[Grade]:
    verdicts = judge_client(trace)
    for requirement in spec.requirements.values():
        if requirement.party != "client":
            continue
        found = verdicts.get(requirement.id)
        if found is None:
            yield Grade(requirement, "not seen", is_observable=requirement.id in CLIENT_CHECKS)
        else:
            yield Grade(requirement, "violated" if found else "met", found)
