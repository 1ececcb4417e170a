"""What one mock knows while it runs: its settings, voices, keys, hooks, and the source of its ids."""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import functools
import random
import string
import uuid
from collections.abc import Callable, Collection, Iterator
from typing import Any, TypeVar

from .auth import Gatekeeper, Identity, credential_of
from .defects import hooks_for
from .dialects import dialect_hooks
from .documented import Channel, Documented
from .errors import Fault
from .exchange import Call, Reply, error_reply
from .hooks import Chain, Hooks
from .limits import Claim, Limits
from .resources.moments import rfc3339
from .resources.voice_book import VoiceBook
from .settings import MockSettings
from .sound.memory import Memory

_KEY_MARKS = string.digits + string.ascii_letters

ACCOUNT_ID = "org_2kVb71QmXe"
"""The organization whose keys the mock takes."""

_State = TypeVar("_State")


class Service:
    """The state that all requests share."""

    def __init__(self, settings: MockSettings) -> None:
        """Raises UnknownDefect for a defect that does not exist."""
        self.limits = Limits(settings, settings.clock)
        self._begin(settings)
        defects = hooks_for(settings.defects)
        dialect = dialect_hooks(settings.dialect, self)
        # Defects are seen by a client of the dialect as by any other, so they work on what the service means to say.
        self.hooks: Hooks = defects if settings.dialect is None else Chain((defects, dialect))

    def reset(self, seed: int | None = None) -> None:
        """Back to how the mock began, or would have begun with another seed.

        Records, ids, tokens, credits and the count of requests; what is open stays open.
        """
        self.limits.reset()
        self._begin(self.settings if seed is None else dataclasses.replace(self.settings, seed=seed))

    def _begin(self, settings: MockSettings) -> None:
        self.settings = settings
        self.voices = VoiceBook()
        self.memory = Memory()
        self.gatekeeper = Gatekeeper((*settings.api_keys, *settings.spent_keys), settings.seed, settings.clock)
        self._states: dict[type[Any], Any] = {}
        self._random = random.Random(settings.seed)  # noqa: S311 - ids that repeat for a seed, nothing secret

    def new_id(self) -> str:
        """A fresh UUID; the sequence follows from the seed."""
        return str(uuid.UUID(int=self._random.getrandbits(128), version=4))

    def new_key(self, prefix: str) -> str:
        """A fresh id such as `dataset_7hQ2vN9xKc`: the prefix and ten letters or digits that follow from the seed."""
        return prefix + "".join(self._random.choices(_KEY_MARKS, k=10))

    def now_s(self) -> float:
        """Seconds since the epoch, by the clock of the settings."""
        return self.settings.clock()

    def timestamp(self) -> str:
        """Now, as RFC 3339 in UTC with whole seconds."""
        return rfc3339(self.now_s())

    def state(self, kind: type[_State]) -> _State:
        """What a resource keeps: one `kind(service)` for the life of the mock, made when it is first asked for."""
        if kind not in self._states:
            self._states[kind] = kind(self)  # type: ignore[call-arg]
        found: _State = self._states[kind]
        return found

    def admit(self, call: Call, grants: Collection[str], *, is_for_admins: bool = False) -> Identity:
        """Who calls; raises Fault when the caller may not, see `Gatekeeper.admit`."""
        socket = call.transport == "websocket"
        credential = self.hooks.credential(call, credential_of(call.headers, call.query, socket=socket))
        outcome: Identity | Fault
        try:
            outcome = self.gatekeeper.admit(credential, grants, is_for_admins=is_for_admins)
        except Fault as fault:
            outcome = fault
        outcome = self.hooks.admit(call, credential, outcome)
        if isinstance(outcome, Fault):
            raise outcome
        if outcome.agent_id is not None and outcome.agent_id != call.parameters.get("agent_id"):
            raise Fault(403, None, f"the access token opens the agent `{outcome.agent_id}` and no other")
        return outcome

    def is_spent(self, identity: Identity) -> bool:
        """Whether the key belongs to an account without credits."""
        return identity.key >= len(self.settings.api_keys)

    @contextlib.contextmanager
    def place(self, call: Call, what: Documented | Channel) -> Iterator[None]:
        """Holds the place that a request takes, see `Limits.begin`; raises Fault."""
        is_spent = call.identity is not None and self.is_spent(call.identity)
        claim = self.limits.begin(what, is_spent=is_spent, place=functools.partial(self.hooks.place_in, call))
        try:
            yield
        finally:
            self.give_back(call, claim, "done" if "is_answered" in call.memo else "left")

    def give_back(self, call: Call, claim: Claim, why: str) -> None:
        """Gives back a place whose holder is `done`, `cancelled`, or `left` by its client."""
        kept_s = self.hooks.place_kept_s(call, why)
        if kept_s > 0:
            asyncio.get_running_loop().call_later(kept_s, claim.release)
        else:
            claim.release()

    def object_to(self, call: Call, fault: Fault) -> None:
        """Raises `fault`, the reason why a request is not valid."""
        left = self.hooks.problem(call, fault)
        if left is not None:
            raise left

    def objecting(self, call: Call, check: Callable[[], None]) -> None:
        """Runs `check`; what it raises is the reason why the request is not valid."""
        try:
            check()
        except Fault as fault:
            self.object_to(call, fault)

    def error_reply(self, call: Call, fault: Fault) -> Reply:
        """The HTTP answer that says `fault` in the envelope of the call's version."""
        fault = self.hooks.fault(call, fault)
        return error_reply(fault, self.hooks.error_format(call, call.error_format), call.request_id)


class Pacer:
    """Holds audio back to the pace of its playing, or lets other work in between and nothing more."""

    # A delay up to this long is made up for; after a longer one (the text came late) audio counts from now.
    _SLACK_S = 0.5

    def __init__(self, settings: MockSettings) -> None:
        self._scale = settings.time_scale if settings.pace == "realtime" else None
        self._loop = asyncio.get_running_loop()
        self._due = self._loop.time()

    async def played(self, audio_s: float) -> None:
        """Returns when `audio_s` more seconds of audio have had the time to play."""
        if self._scale is None:
            await asyncio.sleep(0)
            return
        now = self._loop.time()
        if now - self._due > self._SLACK_S:
            self._due = now
        self._due += audio_s * self._scale
        await asyncio.sleep(max(0.0, self._due - now))
