# Generated from spec/openapi/webhooks.yaml by contralto generate. Do not edit.
"""`client.webhooks`: Addresses that get the events of agent calls."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...api.webhooks import create_webhook, delete_webhook, get_webhook, list_webhooks, update_webhook
from ...models._wire import given
from ..pagination import Pager

if TYPE_CHECKING:
    from ..._options import CallOptions
    from ...models.call_webhook import CallWebhook
    from ...models.call_webhook_page import CallWebhookPage
    from ...models.created_call_webhook import CreatedCallWebhook
    from ..transport import Transport


class Webhooks:
    """Addresses that get the events of agent calls."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def list(
        self,
        *,
        limit: int | None = None,
        starting_after: str | None = None,
        ending_before: str | None = None,
        options: CallOptions | None = None,
    ) -> Pager[CallWebhookPage, CallWebhook]:
        """List webhooks.

        One page of the webhooks of the organization, without their secrets. Continue with `starting_after`
        set to the last id of a page until `has_more` is false.

        Args:
            limit: Largest number of items on the page. 1 to 100; default `10`.
            starting_after: Id of an item; the page holds the items after it.
            ending_before: Id of an item; the page holds the items just before it.
            options: Time limits, retries and headers of this call alone.
        """
        return Pager(
            self._transport,
            list_webhooks.build_request(limit=limit, starting_after=starting_after, ending_before=ending_before),
            list_webhooks.parse_response,
            options,
        )

    def create(
        self, *, url: str, secret: str, display_name: str | None = None, options: CallOptions | None = None
    ) -> CreatedCallWebhook:
        """Make a webhook.

        Names an HTTPS address that shall get call events. Only this answer holds the secret. The webhook
        works once it is attached to an agent: set the `webhook_id` of the agent. An agent has one webhook;
        several agents may share one.

        Args:
            url: HTTPS address that shall get the events.
            secret: Secret of the owner's choice, sent along with each event as `X-Webhook-Secret`.
            display_name: Name to show.
            options: Time limits, retries and headers of this call alone.
        """
        body: dict[str, Any] = {"url": url, "secret": secret, **given({"display_name": display_name})}
        return self._transport.call(create_webhook.build_request(body=body), create_webhook.parse_response, options)

    def get(self, webhook_id: str, *, options: CallOptions | None = None) -> CallWebhook:
        """One webhook.

        The webhook of this id without its secret.

        Args:
            webhook_id: Id of the webhook.
            options: Time limits, retries and headers of this call alone.
        """
        return self._transport.call(get_webhook.build_request(webhook_id), get_webhook.parse_response, options)

    def delete(self, webhook_id: str, *, options: CallOptions | None = None) -> str:
        """Delete a webhook.

        Deletes a webhook that no agent has any more; it must be detached first. The answer is its id, as a
        JSON string.

        Args:
            webhook_id: Id of the webhook.
            options: Time limits, retries and headers of this call alone.
        """
        return self._transport.call(delete_webhook.build_request(webhook_id), delete_webhook.parse_response, options)

    def update(
        self,
        webhook_id: str,
        *,
        url: str | None = None,
        secret: str | None = None,
        display_name: str | None = None,
        options: CallOptions | None = None,
    ) -> str:
        """Change a webhook.

        Changes address, secret or name of a webhook. The answer is only its id, as a JSON string.

        Args:
            webhook_id: Id of the webhook.
            url: HTTPS address that shall get the events.
            secret: New secret; left out to keep the old one.
            display_name: Name to show.
            options: Time limits, retries and headers of this call alone.
        """
        body: dict[str, Any] = given({"url": url, "secret": secret, "display_name": display_name})
        return self._transport.call(
            update_webhook.build_request(webhook_id, body=body), update_webhook.parse_response, options
        )
