# Generated from spec/asyncapi by contralto generate. Do not edit.
"""The state table of each channel: who may send what when, and where it leads."""

from __future__ import annotations

from .machine import ProtocolTable, Rule, StateInfo, Symbol

LINE_AGENT = ProtocolTable(
    instance="socket",
    initial="opening",
    states={
        "opening": StateInfo(about="The client has not started the stream yet."),
        "starting": StateInfo(about="`start` was sent; its `ack` is still to come."),
        "streaming": StateInfo(about="The call goes on."),
        "closed": StateInfo(terminal=True, about="The socket is closed and the call is over."),
    },
    symbols={
        "client": (
            Symbol("start", {"event": "start"}),
            Symbol("media_input", {"event": "media_input"}),
            Symbol("dtmf", {"event": "dtmf"}),
            Symbol("custom", {"event": "custom"}),
            Symbol("hang_up", close=(1000, 1001, 1005)),
        ),
        "server": (
            Symbol("ack", {"event": "ack"}),
            Symbol("media_output", {"event": "media_output"}),
            Symbol("clear", {"event": "clear"}),
            Symbol("dtmf_output", {"event": "dtmf"}),
            Symbol("custom_output", {"event": "custom"}),
            Symbol("transfer_call", {"event": "transfer_call"}),
            Symbol("turn_started", {"event": "turn_started"}),
            Symbol("turn_output_text_delta", {"event": "turn_output_text_delta"}),
            Symbol("turn_ended", {"event": "turn_ended"}),
            Symbol("error", {"event": "error"}),
            Symbol("closed", close=(1000,)),
            Symbol("refused", close=(1008,)),
            Symbol("broken", close=(1001, 1011)),
        ),
    },
    steps=(
        Rule("client", "start", ("opening",), "starting", "docs-agents-websocket"),
        Rule("client", "media_input", ("streaming",), "same", "docs-agents-websocket"),
        Rule("client", "dtmf", ("streaming",), "same", "docs-agents-websocket"),
        Rule("client", "custom", ("streaming",), "same", "docs-agents-websocket"),
        Rule("client", "hang_up", ("opening", "starting", "streaming"), "closed", "docs-agents-websocket"),
        Rule("server", "ack", ("starting",), "streaming", "docs-agents-websocket"),
        Rule("server", "media_output", ("streaming",), "same", "docs-agents-websocket"),
        Rule("server", "clear", ("streaming",), "same", "docs-agents-websocket"),
        Rule("server", "dtmf_output", ("streaming",), "same", "docs-agents-websocket"),
        Rule("server", "custom_output", ("streaming",), "same", "docs-agents-websocket"),
        Rule("server", "transfer_call", ("streaming",), "same", "docs-agents-websocket"),
        Rule("server", "turn_started", ("streaming",), "same", "field"),
        Rule("server", "turn_output_text_delta", ("streaming",), "same", "field"),
        Rule("server", "turn_ended", ("streaming",), "same", "field"),
        Rule("server", "error", ("opening", "starting", "streaming"), "same", "field"),
        Rule("server", "closed", ("streaming",), "closed", "docs-agents-websocket"),
        Rule("server", "closed", ("opening", "starting"), "closed", "docs-agents-websocket"),
        Rule("server", "refused", ("opening", "starting"), "closed", "inferred"),
        Rule("server", "broken", ("opening", "starting", "streaming"), "closed", "rfc6455"),
    ),
)
"""Call with a Line agent. The life of the socket, which is that of the call. Each row says which message is
legal in which state, who sends it, and where it leads. Messages of the service of an event that is not
named here are legal everywhere and lead nowhere.
"""

MANAGED_AGENT = ProtocolTable(
    instance="socket",
    initial="opening",
    states={
        "opening": StateInfo(about="The client has not asked for a session yet."),
        "creating": StateInfo(about="`session_create` was sent; its answer is still to come."),
        "ready": StateInfo(about="The call goes on."),
        "failing": StateInfo(about="The service said a fatal error; its close is next."),
        "closed": StateInfo(terminal=True, about="The socket is closed and the call is over."),
    },
    symbols={
        "client": (
            Symbol("session_create", {"type": "session_create"}),
            Symbol("audio_input", {"type": "audio_input"}),
            Symbol("dtmf_input", {"type": "dtmf_input"}),
            Symbol("client_tool_result", {"type": "client_tool_result"}),
            Symbol("hang_up", close=(1000, 1001, 1005)),
        ),
        "server": (
            Symbol("session_ready", {"type": "session_ready"}),
            Symbol("audio_output", {"type": "audio_output"}),
            Symbol("audio_output_clear", {"type": "audio_output_clear"}),
            Symbol("dtmf_output", {"type": "dtmf_output"}),
            Symbol("client_tool_call", {"type": "client_tool_call"}),
            Symbol("turn_started", {"type": "turn_started"}),
            Symbol("turn_output_text_delta", {"type": "turn_output_text_delta"}),
            Symbol("turn_ended", {"type": "turn_ended"}),
            Symbol("fatal_error", {"type": "error", "fatal": True}),
            Symbol("error", {"type": "error"}),
            Symbol("closed", close=(1000,)),
            Symbol("refused", close=(1008,)),
            Symbol("too_large", close=(1009,)),
            Symbol("broken", close=(1001, 1011)),
        ),
    },
    steps=(
        Rule("client", "session_create", ("opening",), "creating", "docs-agent-websocket"),
        Rule("client", "audio_input", ("ready",), "same", "docs-agent-websocket"),
        Rule("client", "audio_input", ("creating",), "same", "docs-agent-websocket"),
        Rule("client", "dtmf_input", ("ready",), "same", "asyncapi-2026-08-14"),
        Rule("client", "client_tool_result", ("ready",), "same", "docs-agent-websocket"),
        Rule("client", "hang_up", ("opening", "creating", "ready", "failing"), "closed", "rfc6455"),
        Rule("server", "session_ready", ("creating",), "ready", "docs-agent-websocket"),
        Rule("server", "audio_output", ("ready",), "same", "asyncapi-2026-08-14"),
        Rule("server", "audio_output_clear", ("ready",), "same", "asyncapi-2026-08-14"),
        Rule("server", "dtmf_output", ("ready",), "same", "asyncapi-2026-08-14"),
        Rule("server", "client_tool_call", ("ready",), "same", "asyncapi-2026-08-14"),
        Rule("server", "turn_started", ("ready",), "same", "asyncapi-2026-08-14"),
        Rule("server", "turn_output_text_delta", ("ready",), "same", "asyncapi-2026-08-14"),
        Rule("server", "turn_ended", ("ready",), "same", "asyncapi-2026-08-14"),
        Rule("server", "error", ("creating", "ready"), "same", "asyncapi-2026-08-14"),
        Rule("server", "fatal_error", ("opening", "creating", "ready"), "failing", "docs-agent-websocket"),
        Rule("server", "closed", ("opening", "creating", "ready"), "closed", "docs-agent-websocket"),
        Rule("server", "refused", ("opening",), "closed", "docs-agent-websocket"),
        Rule("server", "refused", ("failing",), "closed", "docs-agent-websocket"),
        Rule("server", "refused", ("creating", "ready"), "closed", "inferred"),
        Rule("server", "too_large", ("opening", "creating", "ready", "failing"), "closed", "field"),
        Rule("server", "broken", ("failing",), "closed", "docs-agent-websocket"),
        Rule("server", "broken", ("opening", "creating", "ready"), "closed", "rfc6455"),
    ),
)
"""Call with a managed agent. The life of the socket, which is that of the session. Each row says which
message is legal in which state, who sends it, and where it leads. Messages of the service of a type that
is not named here are legal everywhere and lead nowhere.
"""

MANAGED_AGENT_TURN = ProtocolTable(
    instance="turn",
    initial="absent",
    states={
        "absent": StateInfo(about="The turn has not begun."),
        "user_speaking": StateInfo(about="The user speaks."),
        "assistant_speaking": StateInfo(about="The agent speaks."),
        "ended": StateInfo(terminal=True, about="The turn is over."),
    },
    symbols={
        "client": (),
        "server": (
            Symbol("user_started", {"type": "turn_started", "role": "user"}),
            Symbol("assistant_started", {"type": "turn_started", "role": "assistant"}),
            Symbol("text_delta", {"type": "turn_output_text_delta", "role": "assistant"}),
            Symbol("user_ended", {"type": "turn_ended", "role": "user"}),
            Symbol("assistant_ended", {"type": "turn_ended", "role": "assistant"}),
        ),
    },
    steps=(
        Rule("server", "user_started", ("absent",), "user_speaking", "docs-agent-websocket"),
        Rule("server", "assistant_started", ("absent",), "assistant_speaking", "docs-agent-websocket"),
        Rule("server", "text_delta", ("assistant_speaking",), "same", "docs-agent-websocket, asyncapi-2026-08-14"),
        Rule("server", "user_ended", ("user_speaking",), "ended", "docs-agent-websocket"),
        Rule("server", "assistant_ended", ("assistant_speaking",), "ended", "docs-agent-websocket"),
    ),
)
"""Call with a managed agent. The life of one turn, which the number in `turn` names; user and assistant take
turns and share the numbers.
"""

MANAGED_AGENT_TOOL_CALL = ProtocolTable(
    instance="tool_call_id",
    initial="absent",
    states={
        "absent": StateInfo(about="The tool was not called."),
        "waiting": StateInfo(about="The agent waits for the result."),
        "complete": StateInfo(terminal=True, about="The result was sent, or none was expected."),
    },
    symbols={
        "client": (Symbol("result", {"type": "client_tool_result"}),),
        "server": (
            Symbol("call", {"type": "client_tool_call", "expects_response": True}),
            Symbol("dispatch", {"type": "client_tool_call", "expects_response": False}),
        ),
    },
    steps=(
        Rule("server", "call", ("absent",), "waiting", "docs-agent-websocket"),
        Rule("server", "dispatch", ("absent",), "complete", "docs-agent-websocket"),
        Rule("client", "result", ("waiting",), "complete", "docs-agent-websocket"),
    ),
)
"""Call with a managed agent. The life of one call of a client tool, which `tool_call_id` names."""

STT_TURNS = ProtocolTable(
    instance="socket",
    initial="opening",
    states={
        "opening": StateInfo(about="The service has not said `connected` yet; audio may flow already."),
        "idle": StateInfo(about="Nobody speaks."),
        "speaking": StateInfo(about="A turn goes on."),
        "eager_ended": StateInfo(about="The turn has probably ended."),
        "closing_unconnected": StateInfo(about="The client sent `close` before `connected` came."),
        "closing": StateInfo(about="The client sent `close`; nobody speaks in what is left."),
        "closing_speaking": StateInfo(about="The client sent `close`; a turn goes on in what is left."),
        "closing_eager_ended": StateInfo(about="The client sent `close`; the turn in what is left has probably ended."),
        "closed": StateInfo(terminal=True, about="The socket is closed."),
    },
    symbols={
        "client": (
            Symbol("audio", binary=True),
            Symbol("config", {"type": "config"}),
            Symbol("close", {"type": "close"}),
            Symbol("hang_up", close=(1000, 1001, 1005)),
        ),
        "server": (
            Symbol("connected", {"type": "connected"}),
            Symbol("turn_start", {"type": "turn.start"}),
            Symbol("turn_update", {"type": "turn.update"}),
            Symbol("turn_eager_end", {"type": "turn.eager_end"}),
            Symbol("turn_resume", {"type": "turn.resume"}),
            Symbol("turn_end", {"type": "turn.end"}),
            Symbol("error", {"type": "error"}),
            Symbol("closed", close=(1000,)),
            Symbol("broken", close=(1001, 1011, 1012, 1013)),
        ),
    },
    steps=(
        Rule("client", "audio", ("opening", "idle", "speaking", "eager_ended"), "same", "asyncapi-2026-08-14"),
        Rule("client", "config", ("opening", "idle", "speaking", "eager_ended"), "same", "asyncapi-2026-08-14"),
        Rule("client", "close", ("opening",), "closing_unconnected", "asyncapi-2026-08-14"),
        Rule("client", "close", ("idle",), "closing", "asyncapi-2026-08-14"),
        Rule("client", "close", ("speaking",), "closing_speaking", "asyncapi-2026-08-14"),
        Rule("client", "close", ("eager_ended",), "closing_eager_ended", "asyncapi-2026-08-14"),
        Rule(
            "client",
            "hang_up",
            (
                "opening",
                "idle",
                "speaking",
                "eager_ended",
                "closing_unconnected",
                "closing",
                "closing_speaking",
                "closing_eager_ended",
            ),
            "closed",
            "rfc6455",
        ),
        Rule("server", "connected", ("opening",), "idle", "asyncapi-2026-08-14"),
        Rule("server", "connected", ("closing_unconnected",), "closing", "asyncapi-2026-08-14"),
        Rule("server", "turn_start", ("idle",), "speaking", "asyncapi-2026-08-14"),
        Rule("server", "turn_start", ("closing",), "closing_speaking", "asyncapi-2026-08-14"),
        Rule("server", "turn_update", ("speaking", "closing_speaking"), "same", "asyncapi-2026-08-14"),
        Rule("server", "turn_eager_end", ("speaking",), "eager_ended", "asyncapi-2026-08-14"),
        Rule("server", "turn_eager_end", ("closing_speaking",), "closing_eager_ended", "asyncapi-2026-08-14"),
        Rule("server", "turn_resume", ("eager_ended",), "speaking", "asyncapi-2026-08-14"),
        Rule("server", "turn_resume", ("closing_eager_ended",), "closing_speaking", "asyncapi-2026-08-14"),
        Rule("server", "turn_end", ("speaking", "eager_ended"), "idle", "asyncapi-2026-08-14"),
        Rule("server", "turn_end", ("closing_speaking", "closing_eager_ended"), "closing", "asyncapi-2026-08-14"),
        Rule(
            "server",
            "error",
            (
                "opening",
                "idle",
                "speaking",
                "eager_ended",
                "closing_unconnected",
                "closing",
                "closing_speaking",
                "closing_eager_ended",
            ),
            "same",
            "asyncapi-2026-08-14",
        ),
        Rule(
            "server",
            "closed",
            ("closing_unconnected", "closing", "closing_speaking", "closing_eager_ended"),
            "closed",
            "asyncapi-2026-08-14, field",
        ),
        Rule("server", "closed", ("opening", "idle", "speaking", "eager_ended"), "closed", "docs-concurrency"),
        Rule(
            "server",
            "broken",
            (
                "opening",
                "idle",
                "speaking",
                "eager_ended",
                "closing_unconnected",
                "closing",
                "closing_speaking",
                "closing_eager_ended",
            ),
            "closed",
            "sdk-py-4.2.0",
        ),
    ),
)
"""Speech to text by turns. The life of the socket and of the turn in it; there is at most one turn at a time.
Each row says which message is legal in which state, who sends it, and where it leads. Messages of the
service of a type that is not named here are legal everywhere and lead nowhere.
"""

STT = ProtocolTable(
    instance="socket",
    initial="open",
    states={
        "open": StateInfo(about="Audio flows; nothing is asked for."),
        "finalizing": StateInfo(about="One `finalize` waits for its `flush_done`."),
        "finalizing_more": StateInfo(
            about="A `finalize` was sent while another waited; several `flush_done` may come."
        ),
        "closing": StateInfo(about="The client sent the end word; what is left is still to come."),
        "done": StateInfo(about="The service said that nothing follows; its close is next."),
        "closed": StateInfo(terminal=True, about="The socket is closed."),
    },
    symbols={
        "client": (
            Symbol("audio", binary=True),
            Symbol("finalize", text="finalize"),
            Symbol("close", text="close"),
            Symbol("close_by_old_word", text="done"),
            Symbol("hang_up", close=(1000, 1001, 1005)),
        ),
        "server": (
            Symbol("transcript", {"type": "transcript"}),
            Symbol("flush_done", {"type": "flush_done"}),
            Symbol("done", {"type": "done"}),
            Symbol("error", {"type": "error"}),
            Symbol("closed", close=(1000,)),
            Symbol("broken", close=(1001, 1011, 1012, 1013)),
        ),
    },
    steps=(
        Rule(
            "client", "audio", ("open", "finalizing", "finalizing_more"), "same", "fern-2025-04-16, asyncapi-2026-08-14"
        ),
        Rule("client", "audio", ("closing",), "same", "inferred"),
        Rule("client", "finalize", ("open",), "finalizing", "fern-2025-04-16, asyncapi-2026-08-14"),
        Rule("client", "finalize", ("finalizing", "finalizing_more"), "finalizing_more", "inferred"),
        Rule("client", "close", ("open", "finalizing", "finalizing_more"), "closing", "asyncapi-2026-08-14"),
        Rule(
            "client",
            "close_by_old_word",
            ("open", "finalizing", "finalizing_more"),
            "closing",
            "fern-2025-04-16, asyncapi-2026-03-01, pipecat-1.14.0",
        ),
        Rule("client", "hang_up", ("open", "finalizing", "finalizing_more", "closing", "done"), "closed", "rfc6455"),
        Rule(
            "server",
            "transcript",
            ("open", "finalizing", "finalizing_more", "closing"),
            "same",
            "fern-2025-04-16, asyncapi-2026-08-14",
        ),
        Rule("server", "flush_done", ("finalizing",), "open", "fern-2025-04-16, asyncapi-2026-08-14"),
        Rule("server", "flush_done", ("finalizing_more", "closing"), "same", "inferred"),
        Rule("server", "done", ("closing",), "done", "fern-2025-04-16, asyncapi-2026-08-14"),
        Rule(
            "server",
            "error",
            ("open", "finalizing", "finalizing_more", "closing"),
            "same",
            "fern-2025-04-16, asyncapi-2026-08-14",
        ),
        Rule("server", "closed", ("done",), "closed", "fern-2025-04-16, asyncapi-2026-08-14"),
        Rule("server", "closed", ("open", "finalizing", "finalizing_more"), "closed", "docs-concurrency"),
        Rule(
            "server", "broken", ("open", "finalizing", "finalizing_more", "closing", "done"), "closed", "sdk-py-4.2.0"
        ),
    ),
)
"""Speech to text, ended by the client. The life of the socket. Each row says which message is legal in which
state, who sends it, and where it leads. Messages of the service of a type that is not named here are legal
everywhere and lead nowhere.
"""

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
