# Generated from spec/openapi/agents.yaml by contralto generate. Do not edit.
"""`client.agents`: Voice agents of the first generation, made with the command line tool or in the
playground.
"""

from __future__ import annotations

import builtins
from functools import cached_property
from typing import TYPE_CHECKING, Any

from ..._request import path_segment
from ...api.agents import (
    delete_agent,
    get_agent,
    list_agent_phone_numbers,
    list_agent_templates,
    list_agents,
    query_agent_documents,
    update_agent,
)
from ...events.line_agent_socket_event import LINE_AGENT_SOCKET_EVENTS
from ...models._wire import given
from ...protocol import tables
from ..pagination import Pager
from .line_agent_socket import LineAgentSocket

if TYPE_CHECKING:
    from ..._null import Null
    from ..._options import CallOptions
    from ...models.agent_document_matches import AgentDocumentMatches
    from ...models.agent_phone_number import AgentPhoneNumber
    from ...models.agent_summary import AgentSummary
    from ...models.agent_summary_list import AgentSummaryList
    from ...models.agent_template_list import AgentTemplateList
    from ..transport import Transport
    from .agents_calls import AgentsCalls
    from .agents_deployments import AgentsDeployments
    from .agents_metrics import AgentsMetrics


class Agents:
    """Voice agents of the first generation, made with the command line tool or in the playground."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def list(self, *, options: CallOptions | None = None) -> AgentSummaryList:
        """List agents.

        All agents of the account in one answer; the list has no pages.

        Args:
            options: Time limits, retries and headers of this call alone.
        """
        return self._transport.call(list_agents.build_request(), list_agents.parse_response, options)

    def list_templates(self, *, options: CallOptions | None = None) -> AgentTemplateList:
        """List agent templates.

        Public templates to start an agent from. Needs no credential. `templates` is never read as the id of
        an agent.

        Args:
            options: Time limits, retries and headers of this call alone.
        """
        return self._transport.call(list_agent_templates.build_request(), list_agent_templates.parse_response, options)

    def retrieve(self, agent_id: str, *, options: CallOptions | None = None) -> AgentSummary:
        """One agent.

        The agent of this id. The words that name other operations below `/agents/` are never read as an id.

        Args:
            agent_id: Id of the agent.
            options: Time limits, retries and headers of this call alone.
        """
        return self._transport.call(get_agent.build_request(agent_id), get_agent.parse_response, options)

    def delete(self, agent_id: str, *, options: CallOptions | None = None) -> None:
        """Delete an agent.

        Deletes the agent.

        Args:
            agent_id: Id of the agent.
            options: Time limits, retries and headers of this call alone.
        """
        self._transport.call(delete_agent.build_request(agent_id), delete_agent.parse_response, options)

    def update(
        self,
        agent_id: str,
        *,
        name: str | Null | None = None,
        description: str | Null | None = None,
        tts_voice: str | Null | None = None,
        tts_language: str | Null | None = None,
        webhook_id: str | Null | None = None,
        options: CallOptions | None = None,
    ) -> AgentSummary:
        """Change an agent.

        Changes the members that the body names and leaves the others.

        Args:
            agent_id: Id of the agent.
            name: New name. `NULL` sends null, None leaves it as it is.
            description: New text about the agent. `NULL` sends null, None leaves it as it is.
            tts_voice: New voice. `NULL` sends null, None leaves it as it is.
            tts_language: New language. `NULL` sends null, None leaves it as it is.
            webhook_id: Webhook to attach; named by the guide to webhooks alone. `NULL` sends null, None
                leaves it as it is.
            options: Time limits, retries and headers of this call alone.
        """
        body: dict[str, Any] = given(
            {
                "name": name,
                "description": description,
                "tts_voice": tts_voice,
                "tts_language": tts_language,
                "webhook_id": webhook_id,
            }
        )
        return self._transport.call(
            update_agent.build_request(agent_id, body=body), update_agent.parse_response, options
        )

    def list_phone_numbers(
        self, agent_id: str, *, options: CallOptions | None = None
    ) -> Pager[builtins.list[AgentPhoneNumber], AgentPhoneNumber]:
        """Phone numbers of an agent.

        The numbers that reach the agent, as a bare array. An agent has at most one number that Cartesia gave
        out.

        Args:
            agent_id: Id of the agent.
            options: Time limits, retries and headers of this call alone.
        """
        return Pager(
            self._transport,
            list_agent_phone_numbers.build_request(agent_id),
            list_agent_phone_numbers.parse_response,
            options,
        )

    def query_documents(
        self,
        agent_id: str,
        *,
        query: str,
        top_k: int | None = None,
        filters: str | None = None,
        options: CallOptions | None = None,
    ) -> AgentDocumentMatches:
        """Search the documents of an agent.

        Looks in the folders attached to the agent for passages that fit a question. The agent code SDK calls
        it during a call with the token of the call and without a version header.

        Args:
            agent_id: Id of the agent.
            query: What to look for.
            top_k: Largest number of passages; the SDK asks for 5. At least 1.
            filters: A JSON object as text; only documents whose metadata has these values.
            options: Time limits, retries and headers of this call alone.
        """
        return self._transport.call(
            query_agent_documents.build_request(agent_id, query=query, top_k=top_k, filters=filters),
            query_agent_documents.parse_response,
            options,
        )

    def connect(self, agent_id: str, *, options: CallOptions | None = None) -> LineAgentSocket:
        """A socket of `/agents/stream/{agent_id}`, opened when it is entered or first used.

        One call with a hosted Line agent, audio both ways at any time. Both sides send text frames of one
        JSON object each, told apart by `event`; audio is base64 in `media.payload`. A new socket is a new
        call.

        Args:
            agent_id: Id of the agent.
            options: Time limits, retries and headers of this call alone.
        """
        return LineAgentSocket(
            self._transport,
            path=f"/agents/stream/{path_segment(agent_id)}",
            tables=[tables.LINE_AGENT],
            events=LINE_AGENT_SOCKET_EVENTS,
            options=options,
        )

    @cached_property
    def calls(self) -> AgentsCalls:
        """Calls that agents took or placed."""
        from .agents_calls import AgentsCalls

        return AgentsCalls(self._transport)

    @cached_property
    def deployments(self) -> AgentsDeployments:
        """Deployed versions of the code of an agent."""
        from .agents_deployments import AgentsDeployments

        return AgentsDeployments(self._transport)

    @cached_property
    def metrics(self) -> AgentsMetrics:
        """Questions that a language model answers about each call of an agent."""
        from .agents_metrics import AgentsMetrics

        return AgentsMetrics(self._transport)
