"""The oracle: one check for every requirement, judging recorded bytes and nothing else.

It imports neither mock nor client nor drivers; what it knows, it reads from the trace and from the published documents.
Importing this package fills `CHECKS`.
"""

from __future__ import annotations

from contralto_conformance.oracle import (
    admin,
    auth,
    errors,
    http,
    idle,
    limits,
    line_agents,
    managed_agents,
    provoked,
    proxy_answers,
    proxy_refusals,
    proxy_requests,
    proxy_sockets,
    proxy_upgrades,
    resources,
    resources_changes,
    resources_speech,
    stt_files,
    stt_manual,
    stt_turns,
    tables,
    tts_bytes,
    tts_sse,
    tts_ws_contexts,
    tts_ws_errors,
    tts_ws_flush,
    tts_ws_inputs,
    tts_ws_messages,
    tts_ws_timestamps,
    versions,
    voice_changer,
    voices,
)
from contralto_conformance.oracle.contracts import Contract, contract
from contralto_conformance.oracle.registry import CHECKS, Check, Finding, Judgement, check, judge, unjudged

AREAS = (
    versions,
    auth,
    errors,
    http,
    voices,
    resources,
    resources_changes,
    resources_speech,
    tts_bytes,
    tts_sse,
    tts_ws_messages,
    tts_ws_contexts,
    tts_ws_flush,
    tts_ws_inputs,
    tts_ws_errors,
    tts_ws_timestamps,
    stt_manual,
    stt_turns,
    stt_files,
    voice_changer,
    line_agents,
    managed_agents,
    admin,
    idle,
    limits,
    proxy_answers,
    proxy_refusals,
    proxy_requests,
    proxy_sockets,
    proxy_upgrades,
    tables,
)
"""The modules that hold checks of servers; `clients` and `provoked` hold those of clients."""

__all__ = [
    "AREAS",
    "CHECKS",
    "Check",
    "Contract",
    "Finding",
    "Judgement",
    "check",
    "contract",
    "judge",
    "provoked",
    "unjudged",
]
