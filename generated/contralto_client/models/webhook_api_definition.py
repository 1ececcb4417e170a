# Generated from spec/openapi/managed-tools.yaml by contralto generate. Do not edit.
"""The model `WebhookApiDefinition`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from ._wire import by_shape, by_tag, map_of, optional, rest_of, to_wire
from .webhook_api_definition_method import WebhookApiDefinitionMethod
from .webhook_basic_auth_definition import WebhookBasicAuthDefinition
from .webhook_bearer_auth_definition import WebhookBearerAuthDefinition
from .webhook_body_param import WebhookBodyParam
from .webhook_path_param import WebhookPathParam
from .webhook_query_schema import WebhookQuerySchema
from .webhook_secret_value import WebhookSecretValue

_path_params_schema = optional(map_of(WebhookPathParam.from_dict))
_query_params_schema = optional(WebhookQuerySchema.from_dict)
_request_body_schema = optional(WebhookBodyParam.from_dict)
_request_headers = optional(map_of(by_shape(WebhookSecretValue)))
_authentication = by_tag("mode", {"basic_auth": WebhookBasicAuthDefinition, "bearer": WebhookBearerAuthDefinition})


@define(kw_only=True)
class WebhookApiDefinition:
    """The request that a webhook tool shall send."""

    url: str
    """HTTPS address, with `{name}` where a path parameter goes."""

    method: WebhookApiDefinitionMethod
    """HTTP method."""

    path_params_schema: dict[str, WebhookPathParam] | None = None
    """Values for the places in the address by name."""

    query_params_schema: WebhookQuerySchema | None = None
    """The values in the query string."""

    request_body_schema: WebhookBodyParam | None = None
    """The JSON body, an object; only with POST, PUT and PATCH."""

    request_headers: dict[str, str | WebhookSecretValue] | None = None
    """Headers by name, each a text or a secret."""

    authentication: WebhookBasicAuthDefinition | WebhookBearerAuthDefinition | None = None
    """How a webhook tool shall prove who it is."""

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        get = data.get
        self = cls.__new__(cls)  # and not through __init__, which would take as long as all the rest
        self.url = data["url"]
        self.method = data["method"]
        self.path_params_schema = _path_params_schema(get("path_params_schema"))
        self.query_params_schema = _query_params_schema(get("query_params_schema"))
        self.request_body_schema = _request_body_schema(get("request_body_schema"))
        self.request_headers = _request_headers(get("request_headers"))
        self.authentication = _authentication(get("authentication"))
        n_read = (
            2
            + (self.path_params_schema is not None)
            + (self.query_params_schema is not None)
            + (self.request_body_schema is not None)
            + (self.request_headers is not None)
            + (self.authentication is not None)
        )
        self.additional_properties = (
            {}
            if n_read == len(data)
            else rest_of(
                data,
                {"url", "method"},
                {
                    "path_params_schema",
                    "query_params_schema",
                    "request_body_schema",
                    "request_headers",
                    "authentication",
                },
            )
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members: dict[str, Any] = {
            **self.additional_properties,
            "url": self.url,
            "method": self.method,
        }
        if self.path_params_schema is not None:
            members["path_params_schema"] = to_wire(self.path_params_schema)
        if self.query_params_schema is not None:
            members["query_params_schema"] = self.query_params_schema.to_dict()
        if self.request_body_schema is not None:
            members["request_body_schema"] = self.request_body_schema.to_dict()
        if self.request_headers is not None:
            members["request_headers"] = to_wire(self.request_headers)
        if self.authentication is not None:
            members["authentication"] = to_wire(self.authentication)
        return members
