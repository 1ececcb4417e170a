"""Members of the organization and invitations to it.

Cursors of these lists are opaque to clients: the id of an item in another writing.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections import deque
from collections.abc import Mapping
from typing import Any

from contralto_conformance.mock.answers import Page, answer, answer_page
from contralto_conformance.mock.errors import Fault
from contralto_conformance.mock.exchange import Call, Reply
from contralto_conformance.mock.operations import Operation, read_query, read_request
from contralto_conformance.mock.service import Service
from contralto_conformance.mock.shelves import Shelf, filled, refuse_both_cursors

from .moments import rfc3339, seconds_of
from .seeds import seeds

INVITES_PER_HOUR = 10
INVITE_LIFE_S = 7 * 24 * 3600
_HOUR_S = 3600
_EMAIL = re.compile(r"[^@\s<>,;\"]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")

Record = dict[str, Any]


class Organization:
    """Who belongs to it, and who was asked to."""

    def __init__(self, service: Service) -> None:
        self.users = filled(Shelf("user"), seeds("organization_users"))
        self.invites: Shelf[Record] = filled(
            Shelf("invite", is_newest_first=True), reversed(seeds("organization_invites"))
        )
        self._service = service
        self._asked_at: deque[float] = deque()

    def member_with(self, email: str | None) -> Record | None:
        """The member of this address."""
        return next((user for user in self.users if email is not None and user["email"] == email), None)

    def count_request(self) -> None:
        """Counts a request to invite; raises Fault (429) for the eleventh within an hour."""
        hour_s = _HOUR_S * self._service.settings.time_scale
        now = self._service.now_s()
        while self._asked_at and now - self._asked_at[0] >= hour_s:
            self._asked_at.popleft()
        if len(self._asked_at) >= INVITES_PER_HOUR:
            wait_s = max(1, round(hour_s - (now - self._asked_at[0])))
            message = f"at most {INVITES_PER_HOUR} requests to invite are taken per hour; ask again in {wait_s} s"
            raise Fault(429, "Too many requests", message, headers=(("retry-after", str(wait_s)),))
        self._asked_at.append(now)

    def invite(self, email: str) -> Record:
        """A new invitation, good for a week."""
        ends_s = self._service.now_s() + INVITE_LIFE_S * self._service.settings.time_scale
        record = {
            "id": self._service.new_key("invite_"),
            "email": email,
            "role": "member",
            "status": "pending",
            "created_at": self._service.timestamp(),
            "expires_at": rfc3339(ends_s),
        }
        return self.invites.put(record["id"], record)

    def seen_now(self, invite: Record) -> Record:
        """The invitation as it stands: a pending one ends by itself."""
        ends = invite["expires_at"]
        is_over = ends is not None and seconds_of(ends) <= self._service.now_s()
        if invite["status"] == "pending" and is_over:
            invite["status"] = "expired"
        return invite


def _of(service: Service) -> Organization:
    return service.state(Organization)


def _cursor_of(record_id: str) -> str:
    return base64.urlsafe_b64encode(f"id={record_id}".encode()).rstrip(b"=").decode()


def _opened(query: Mapping[str, Any], shelf: Shelf[Record]) -> dict[str, Any]:
    """The query with ids in place of cursors; raises Fault (400) for what is no cursor of this list."""
    opened = dict(query)
    for name in ("starting_after", "ending_before"):
        if name in query:
            text = str(query[name])
            try:
                inside = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode()
            except (ValueError, binascii.Error):
                inside = ""
            if inside.removeprefix("id=") not in shelf:
                raise Fault(400, None, f"`{name}` must be a `next_page` of this list, got `{text[:80]}`")
            opened[name] = inside.removeprefix("id=")
    return opened


def _listed(service: Service, call: Call, page: Page[Record]) -> Reply:
    cursor = None if page.next_page is None else _cursor_of(page.next_page)
    return answer_page(call, Page(page.items, page.has_more, cursor))


async def list_users(service: Service, call: Call) -> Reply:
    """`GET /organizations/users`; `q` looks into name and email address."""
    query = read_query(service, call)
    service.objecting(call, lambda: refuse_both_cursors(query))
    users = _of(service).users
    sought = query.get("q", "").casefold()

    def passes(user: Record) -> bool:
        return any(sought in (user[name] or "").casefold() for name in ("name", "email"))

    return _listed(service, call, users.page(_opened(query, users), passes))


async def get_user(service: Service, call: Call) -> Reply:
    """`GET /organizations/users/{id}`."""
    return answer(call, _of(service).users.get(call.parameters["id"]))


async def remove_user(service: Service, call: Call) -> Reply:
    """`DELETE /organizations/users/{id}`; an admin stays."""
    users = _of(service).users
    user = users.get(call.parameters["id"])
    if user["role"] == "admin":
        raise Fault(400, None, f"the user `{user['id']}` is an admin; admins cannot be removed")
    users.take(user["id"])
    return answer(call)


async def list_invites(service: Service, call: Call) -> Reply:
    """`GET /organizations/invites`: those in one state."""
    query = read_query(service, call)
    service.objecting(call, lambda: refuse_both_cursors(query))
    organization = _of(service)
    invites = organization.invites

    def passes(invite: Record) -> bool:
        return bool(organization.seen_now(invite)["status"] == query["status"])

    return _listed(service, call, invites.page(_opened(query, invites), passes))


async def create_invites(service: Service, call: Call) -> Reply:
    """`POST /organizations/invites`: all of them or none."""
    asked = read_request(service, call)
    organization = _of(service)
    emails: list[str] = [str(email) for email in asked["emails"]]
    service.objecting(call, lambda: _check_addresses(organization, emails))
    organization.count_request()
    return answer(call, [organization.invite(email) for email in emails])


def _check_addresses(organization: Organization, emails: list[str]) -> None:
    invited = {
        invite["email"].casefold()
        for invite in organization.invites
        if organization.seen_now(invite)["status"] == "pending"
    }
    members = {user["email"].casefold() for user in organization.users if user["email"] is not None}
    complaints = []
    for place, email in enumerate(emails):
        reason = None
        if not _EMAIL.fullmatch(email):
            reason = "must be an email address"
        elif email.casefold() in members:
            reason = "is the address of a member"
        elif email.casefold() in invited:
            reason = "was invited already"
        if reason is not None:
            complaints.append(f"`emails[{place}]` {reason}, got `{email[:80]}`")
        invited.add(email.casefold())
    if complaints:
        raise Fault(400, None, "; ".join(complaints))


async def get_invite(service: Service, call: Call) -> Reply:
    """`GET /organizations/invites/{id}`."""
    organization = _of(service)
    return answer(call, organization.seen_now(organization.invites.get(call.parameters["id"])))


async def cancel_invite(service: Service, call: Call) -> Reply:
    """`DELETE /organizations/invites/{id}`: a pending invitation is revoked, and stays in the books."""
    organization = _of(service)
    invite = organization.seen_now(organization.invites.get(call.parameters["id"]))
    if invite["status"] != "pending":
        message = f"only a pending invite can be cancelled; `{invite['id']}` is {invite['status']}"
        raise Fault(400, None, message)
    invite["status"] = "revoked"
    return answer(call)


OPERATIONS = (
    Operation("GET", "/organizations/users", list_users),
    Operation("GET", "/organizations/users/{id}", get_user),
    Operation("DELETE", "/organizations/users/{id}", remove_user),
    Operation("GET", "/organizations/invites", list_invites),
    Operation("POST", "/organizations/invites", create_invites),
    Operation("GET", "/organizations/invites/{id}", get_invite),
    Operation("DELETE", "/organizations/invites/{id}", cancel_invite),
)
