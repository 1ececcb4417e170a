# Generated from spec/openapi/usage.yaml by contralto generate. Do not edit.
"""`GET /usage/credits`: used credits."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from ..._request import Request, Response, query_items
from ...models._wire import to_wire

if TYPE_CHECKING:
    from ...models.usage_credits import UsageCredits
    from ...models.usage_grouping import UsageGrouping
    from ...models.usage_interval import UsageInterval


def build_request(
    *,
    start_ts: datetime.datetime | None = None,
    end_ts: datetime.datetime | None = None,
    interval: UsageInterval | None = None,
    api_key_id: str | None = None,
    group_by: UsageGrouping | None = None,
) -> Request:
    """The request of `getCreditUsage`."""
    return Request(
        operation="getCreditUsage",
        method="GET",
        path="/usage/credits",
        query=query_items(
            [
                ("start_ts", to_wire(start_ts)),
                ("end_ts", to_wire(end_ts)),
                ("interval", interval),
                ("api_key_id", api_key_id),
                ("group_by", group_by),
            ]
        ),
        admin=True,
    )


def parse_response(response: Response) -> UsageCredits:
    """The answer of `getCreditUsage`."""
    from ...models.usage_credits import UsageCredits  # here: a client that never calls this needs none of its values

    return UsageCredits.from_dict(response.json_object())
