"""What a service may do with the resources beside speech and the mock does not."""

from __future__ import annotations

import re
from collections.abc import Mapping

from contralto_conformance.mock.errors import Fault
from contralto_conformance.mock.exchange import Call, Reply, error_reply

from .legal import Variation, _rewritten


class Redirects(Variation):
    """Leads from a collection without a slash to the one with it."""

    def reply(self, call: Call, reply: Reply) -> Reply:
        if call.path == "/datasets" and not call.has_final_slash and reply.status == 200:
            self.note()
            reply.status, reply.media_type, reply.body = 307, None, b""
            reply.headers.append(("location", f"{call.base_url}{call.path}/"))
        return reply


class CollatedAccents(Variation):
    """Orders accents as a database does that overlooks hyphens."""

    def reply(self, call: Call, reply: Reply) -> Reply:
        def ordered(body: dict[str, list[dict[str, str]]]) -> dict[str, list[dict[str, str]]]:
            return {**body, "accents": sorted(body["accents"], key=lambda accent: re.sub("-", "", accent["id"]))}

        if call.path == "/accents" and reply.status == 200 and _rewritten(reply, ordered):
            self.note()
        return reply


class NoAgents(Variation):
    """Has no agents in the plan."""

    def reply(self, call: Call, reply: Reply) -> Reply:
        closed = call.path.startswith(("/agents", "/v1/agents")) and call.path != "/agents/templates"
        if not closed or reply.status >= 400:
            return reply
        self.note()
        refusal = error_reply(Fault(403, None, "the plan has no agents"), call.error_format, call.request_id)
        refusal.headers += reply.headers
        return refusal


GROUPS: Mapping[str, tuple[type[Variation], ...]] = {
    "resources": (Redirects, CollatedAccents),
    "closed resources": (NoAgents,),
}
"""Variations that go together, shown to the suite of the newest version."""
