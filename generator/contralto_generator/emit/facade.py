"""Client, resources and sockets, in their `_async` form."""

from __future__ import annotations

from collections.abc import Sequence

from jinja2 import Environment

from contralto_generator.emit import Files
from contralto_generator.model.channels import Channel
from contralto_generator.model.endpoints import Parameter, signature
from contralto_generator.model.facade import Resource, method_doc
from contralto_generator.model.names import prose, sentence

_SELF = Parameter("self", "", "", "", True, "", "")
_CONTEXT_ARGUMENTS = (
    Parameter(
        "context_id",
        "context_id",
        "body",
        "str | None",
        False,
        "Name of the context; a fresh one is made if it is left out.",
        "context_id",
    ),
    Parameter(
        "timeout",
        "",
        "",
        "Timeout | float | None",
        False,
        "Time limits of this context instead of those of the socket: `read_s`, and `total_s` from its first message "
        "on. A number of seconds is that total.",
        "timeout",
    ),
)
_TEXTS = Parameter("texts", "", "", "Texts", True, "Text, or an iterable that gives pieces of it.", "texts")


def emit_facade(environment: Environment, resources: Sequence[Resource], channels: Sequence[Channel]) -> Files:
    """Files of `_async/` that belong to this API: `client.py` and `resources/`."""
    environment.globals.update(prose=prose)
    resource_template = environment.get_template("resource.py.jinja")
    top = [resource for resource in resources if len(resource.path) == 1]
    client = environment.get_template("facade_client.py.jinja").render(resources=top)
    files = {
        "_async/client.py": client,
        "_async/resources/__init__.py": environment.get_template("resources_init.py.jinja").render(),
    }
    for resource in resources:
        files[f"_async/resources/{resource.module}.py"] = resource_template.render(resource=resource)
    for channel in channels:
        files[f"_async/resources/{channel.module}.py"] = _socket(environment, channel)
    return files


def _socket(environment: Environment, channel: Channel) -> str:
    if channel.fixed is None:
        return _plain_socket(environment, channel)
    arguments = (*channel.fixed, *_CONTEXT_ARGUMENTS)
    return environment.get_template("socket.py.jinja").render(
        socket=channel,
        socket_doc=prose(sentence(channel.title), channel.description, indent=4),
        context_signature=signature((_SELF,), arguments),
        context_doc=method_doc(
            [
                "A context, of which nothing is sent yet.",
                "What is given here is repeated in every message of the context.",
            ],
            arguments,
        ),
        arguments=arguments,
        speak_signature=signature((_SELF, _TEXTS), arguments),
        speak_doc=method_doc(
            [
                "A context that says `texts`, from the moment at which it is read.",
                "Iterate over what this gives, or `collect()` it. The texts are sent as they come into being, while "
                "the events are read; breaking out of the iteration cancels the context.",
            ],
            (_TEXTS, *arguments),
        ),
    )


def _plain_socket(environment: Environment, channel: Channel) -> str:
    senders = [
        {
            "name": sender.name,
            "members": sender.members,
            "what": sender.what,
            "signature": signature((_SELF, *sender.arguments), ())
            if sender.what
            else signature((_SELF,), sender.arguments),
            "doc": method_doc([sender.doc], sender.arguments),
        }
        for sender in channel.senders
    ]
    return environment.get_template("plain_socket.py.jinja").render(
        socket=channel,
        socket_doc=prose(sentence(channel.title), channel.description, indent=4),
        senders=senders,
    )
