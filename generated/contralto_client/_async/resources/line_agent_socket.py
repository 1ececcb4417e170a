# Generated from spec/asyncapi/line-agents.yaml by contralto generate. Do not edit.
"""The socket of `/agents/stream/{agent_id}`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ... import _codec
from ...events.line_agent_socket_event import LineAgentSocketEvent
from ...models._wire import given, to_wire
from ..calls import AsyncCallSocket

if TYPE_CHECKING:
    from ...models.line_agent_overrides import LineAgentOverrides
    from ...models.line_config import LineConfig
    from ...models.line_media import LineMedia
    from ...models.line_metadata import LineMetadata


class AsyncLineAgentSocket(AsyncCallSocket[LineAgentSocketEvent]):
    """Call with a Line agent.

    One call with a hosted Line agent, audio both ways at any time. Both sides send text frames of one JSON
    object each, told apart by `event`; audio is base64 in `media.payload`. A new socket is a new call.
    """

    _remembers = ("stream_id",)

    async def send_start(
        self,
        *,
        stream_id: str | None = None,
        config: LineConfig | Mapping[str, Any] | None = None,
        agent: LineAgentOverrides | Mapping[str, Any] | None = None,
        metadata: LineMetadata | Mapping[str, Any] | None = None,
    ) -> None:
        """The first message of the client.

        Args:
            stream_id: Id of the stream; the service makes one up when it is left out.
            config: Audio and voice of the call; what is left out is as the agent has it.
            agent: What the agent does differently in this call.
            metadata: Data for the code of the agent. Any further members are passed on as they are.
        """
        members: dict[str, Any] = {
            "event": "start",
            **given({"stream_id": stream_id, "config": config, "agent": agent, "metadata": metadata}),
        }
        await self.send(to_wire(members))

    async def send_media_input(self, *, stream_id: str | None = None, media: LineMedia | Mapping[str, Any]) -> None:
        """A piece of what the user says.

        Args:
            stream_id: Id of the stream. As the service named it, if it is left out.
            media: A piece of audio.
        """
        members: dict[str, Any] = {
            "event": "media_input",
            "stream_id": self._known("stream_id", stream_id),
            "media": media,
        }
        await self.send(to_wire(members))

    async def send_dtmf(self, *, stream_id: str | None = None, dtmf: str) -> None:
        """The user pressed a key.

        Args:
            stream_id: Id of the stream. As the service named it, if it is left out.
            dtmf: The key: a digit, `*` or `#`.
        """
        members: dict[str, Any] = {"event": "dtmf", "stream_id": self._known("stream_id", stream_id), "dtmf": dtmf}
        await self.send(to_wire(members))

    async def send_custom(self, *, stream_id: str | None = None, metadata: Mapping[str, Any]) -> None:
        """Goes to the code of the agent as it is.

        Args:
            stream_id: Id of the stream. As the service named it, if it is left out.
            metadata: The data; passed on as it is.
        """
        members: dict[str, Any] = {
            "event": "custom",
            "stream_id": self._known("stream_id", stream_id),
            "metadata": metadata,
        }
        await self.send(to_wire(members))

    async def send_audio(self, audio: bytes) -> None:
        """A piece of raw audio, sent by `send_media_input`."""
        await self.send_media_input(media={"payload": _codec.b64encode(audio)})
