# Generated from spec/asyncapi/managed-agents.yaml by contralto generate. Do not edit.
"""The socket of `/v1/agents/websocket/{agent_id}`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ... import _codec
from ...events.managed_agent_socket_event import ManagedAgentSocketEvent
from ...models._wire import given, to_wire
from ..calls import ToolSocket

if TYPE_CHECKING:
    from ...models.managed_audio_config import ManagedAudioConfig


class ManagedAgentSocket(ToolSocket[ManagedAgentSocketEvent]):
    """Call with a managed agent.

    One call with a managed agent, audio both ways at any time. Both sides send text frames of one JSON object
    each, told apart by `type`; audio is base64. Servers open it with an API key; browsers with an access
    token, which `POST /v1/agents/websocket/{agent_id}/sessions` makes for one call.
    """

    def send_session_create(
        self,
        *,
        audio: ManagedAudioConfig | Mapping[str, Any],
        dynamic_variables: Mapping[str, str | float | bool] | None = None,
    ) -> None:
        """The first message of the client.

        Args:
            audio: Audio of the session.
            dynamic_variables: Values for the variables of the agent, by their case-sensitive names. Names
                that begin with `system__` or `secret__` are reserved. Not for browsers: there the session
                sets them when it is made.
        """
        members: dict[str, Any] = {
            "type": "session_create",
            "audio": audio,
            **given({"dynamic_variables": dynamic_variables}),
        }
        self.send(to_wire(members))

    def send_audio_input(self, *, audio: str) -> None:
        """A piece of what the user says.

        Args:
            audio: Raw audio in `input_format`, as padded standard base64.
        """
        members: dict[str, Any] = {"type": "audio_input", "audio": audio}
        self.send(to_wire(members))

    def send_dtmf_input(self, *, digit: str) -> None:
        """The user pressed a key.

        Args:
            digit: The key: a digit, `*` or `#`.
        """
        members: dict[str, Any] = {"type": "dtmf_input", "digit": digit}
        self.send(to_wire(members))

    def send_client_tool_result(
        self, *, tool_call_id: str, result: str, is_error: bool | None = None, error_type: str | None = None
    ) -> None:
        """Answers a call that expects a response.

        Args:
            tool_call_id: Id of the call that this answers.
            result: The result, a plain text for the model. A longer one is replaced by an error result.
            is_error: True: the tool failed, and `result` says how. Default `false`.
            error_type: Kind of the failure, for logs only.
        """
        members: dict[str, Any] = {
            "type": "client_tool_result",
            "tool_call_id": tool_call_id,
            "result": result,
            **given({"is_error": is_error, "error_type": error_type}),
        }
        self.send(to_wire(members))

    def send_audio(self, audio: bytes) -> None:
        """A piece of raw audio, sent by `send_audio_input`."""
        self.send_audio_input(audio=_codec.b64encode(audio))
