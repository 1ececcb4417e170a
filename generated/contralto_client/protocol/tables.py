# Generated from spec/asyncapi/tts.yaml by contralto generate. Do not edit.
"""The state table of each channel: who may send what when, and where it leads."""

from __future__ import annotations

from .machine import ProtocolTable, Rule, StateInfo, Symbol

TTS = ProtocolTable(
    instance="context_id",
    initial="absent",
    states={
        "absent": StateInfo(about="No request has named this context yet."),
        "open": StateInfo(about="More input may follow."),
        "closing": StateInfo(about="The last input was sent; output is still to come."),
        "cancelled": StateInfo(about="The client cancelled; what still comes is dropped."),
        "done": StateInfo(terminal=True, about="The service said that nothing follows."),
        "failed": StateInfo(terminal=True, about="The service ended the context with an error."),
    },
    symbols={
        "client": (
            Symbol("cancel", {"cancel": True}),
            Symbol("flush", {"flush": True, "continue": True}),
            Symbol("input", {"continue": True}),
            Symbol("last_input", {}),
        ),
        "server": (
            Symbol("chunk", {"type": "chunk"}),
            Symbol("timestamps", {"type": "timestamps"}),
            Symbol("phoneme_timestamps", {"type": "phoneme_timestamps"}),
            Symbol("flush_done", {"type": "flush_done"}),
            Symbol("done", {"type": "done"}),
            Symbol("error", {"type": "error"}),
        ),
    },
    steps=(
        Rule("client", "input", ("absent", "open"), "open", "docs-contexts"),
        Rule("client", "flush", ("absent", "open"), "open", "docs-flush"),
        Rule("client", "last_input", ("absent", "open"), "closing", "docs-contexts"),
        Rule("client", "cancel", ("open", "closing"), "cancelled", "docs-contexts"),
        Rule("server", "chunk", ("open", "closing", "cancelled"), "same", "docs-contexts"),
        Rule("server", "timestamps", ("open", "closing", "cancelled"), "same", "fern-2025-04-16"),
        Rule("server", "phoneme_timestamps", ("open", "closing", "cancelled"), "same", "fern-2025-04-16"),
        Rule("server", "flush_done", ("open", "closing", "cancelled"), "same", "docs-flush"),
        Rule("server", "done", ("closing", "cancelled"), "done", "docs-contexts"),
        Rule("server", "done", ("open",), "done", "sdk-py-2.0.17"),
        Rule("server", "error", ("absent", "open", "closing", "cancelled"), "failed", "field, sdk-py-4.2.0"),
    ),
)
"""Text to speech. The life of one context, which the member `context_id` names. Each row says which message
is legal in which state, who sends it, and where it leads. Messages of the service of a type that is not
named here are legal everywhere and lead nowhere.
"""
