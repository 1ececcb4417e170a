"""What the generated code does: each golden document's package is imported and used."""

from __future__ import annotations

import datetime
import email
import inspect
import io
import json
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any, get_args

import httpx
import pytest

from contralto_generator import Document, Result, generate_document

Load = Callable[[str, str], ModuleType]

NOTE = {
    "id": "n1",
    "class": "draft",
    "written_at": "2026-11-21T09:00:00Z",
    "author": {"agentName": "a", "nickname": None},
    "tags": ["x"],
}


def answer(load: Load, feature: str, body: object, status: int = 200) -> Any:
    """A Response of the package's own runtime."""
    content = b"" if body is None else json.dumps(body).encode()
    response = load(feature, "_request").Response
    return response(status_code=status, headers={"content-type": "application/json"}, content=content)


def client(load: Load, feature: str, handler: Callable[[httpx.Request], httpx.Response]) -> Any:
    """A sync client of the package whose network is a function."""
    http = httpx.Client(transport=httpx.MockTransport(handler))
    return load(feature, "_sync.client").Client(api_key="sk_car_test", base_url="http://test", http_client=http)


# Models


def test_model_reads_every_member(module: Load) -> None:
    note = module("models", "models").Note.from_dict(NOTE)
    assert note.class_ == "draft"
    assert note.written_at == datetime.datetime(2026, 11, 21, 9, tzinfo=datetime.UTC)
    assert note.author.agent_name == "a"
    assert note.readers is None


def test_model_survives_a_round_trip_with_what_it_does_not_know(module: Load) -> None:
    wire = NOTE | {"mood": {"new": True}, "size": None, "readers": [{"agentName": "b", "nickname": "B"}]}
    note = module("models", "models").Note.from_dict(wire)
    assert note.additional_properties == {"mood": {"new": True}, "size": None}
    assert note.to_dict() == wire


def test_model_leaves_out_what_is_not_set(module: Load) -> None:
    models = module("models", "models")
    note = models.Note(
        id="n",
        class_="c",
        written_at=datetime.datetime(2026, 1, 2, tzinfo=datetime.UTC),
        author=models.Author(agent_name="a", nickname=None),
    )
    assert note.to_dict() == {
        "id": "n",
        "class": "c",
        "written_at": "2026-01-02T00:00:00Z",
        "author": {"agentName": "a", "nickname": None},
    }


def test_model_names_the_missing_member(module: Load) -> None:
    with pytest.raises(KeyError, match="written_at"):
        module("models", "models").Note.from_dict({"id": "n", "class": "c"})


def test_token_is_not_shown(module: Load) -> None:
    note = module("models", "models").Note.from_dict(NOTE | {"token": "sk_car_secret"})
    assert "sk_car_secret" not in repr(note)


def test_path_parameter_stays_one_segment(module: Load) -> None:
    request = module("models", "api.notes.get_note").build_request("a/b ?")
    assert request.path == "/notes/a%2Fb%20%3F"


def test_body_may_be_a_model_or_a_mapping(module: Load) -> None:
    note = module("models", "models").Note.from_dict(NOTE)
    build = module("models", "api.notes.put_note").build_request
    assert build("n1", body=note).json == build("n1", body=NOTE).json == NOTE


def test_body_stays_whole_where_a_member_is_also_a_parameter(module: Load) -> None:
    signature = inspect.signature(module("models", "_sync.resources.notes").Notes.put)
    assert list(signature.parameters) == ["self", "id", "body", "options"]


def test_empty_answer_is_none(module: Load) -> None:
    assert module("models", "api.notes.put_note").parse_response(answer(module, "models", None, 204)) is None


def test_models_are_imported_on_demand_and_unknown_names_are_errors(module: Load) -> None:
    models = module("models", "models")
    assert models.Author is module("models", "models.author").Author
    assert "Note" in dir(models)
    with pytest.raises(AttributeError, match="Nope"):
        _ = models.Nope


# Enumerations


def test_unknown_enumeration_values_stay_text(module: Load) -> None:
    wire = {"colour": "mauve", "finish": "satin", "maker": "other", "rate": 11, "second": "puce", "third": "teal"}
    paint = module("enumerations", "models").Paint.from_dict(wire)
    assert (paint.colour, paint.finish, paint.rate, paint.third) == ("mauve", "satin", 11, "teal")
    assert paint.to_dict() == wire


def test_enumerations_list_their_known_values_in_order(module: Load) -> None:
    models = module("enumerations", "models")
    assert get_args(models.Colour) == ("red", "green")
    assert get_args(models.PaintRate) == (8000, 16000)


def test_array_parameter_is_repeated_under_its_own_name(module: Load) -> None:
    request = module("enumerations", "api.paint.get_paint").build_request(shade="dark", colours=["red", "green"])
    assert request.query == (("shade", "dark"), ("colours[]", "red"), ("colours[]", "green"))
    assert module("enumerations", "api.paint.get_paint").build_request().query == ()


# Unions


@pytest.mark.parametrize(
    ("item", "expected"),
    [({"kind": "ball", "radius": 1.5}, "Ball"), ({"kind": "cube", "edge": 2}, "Cube"), ({"kind": "cone"}, "dict")],
)
def test_tag_selects_the_class(module: Load, item: Mapping[str, Any], expected: str) -> None:
    box = module("unions", "models").Box.from_dict({"item": item})
    assert type(box.item).__name__ == expected
    assert box.to_dict() == {"item": item}


def test_union_without_a_tag_is_told_by_its_members(module: Load) -> None:
    wire = {
        "item": {"kind": "ball", "radius": 1},
        "label": {"text": "t"},
        "lid": {"text": "l"},
        "size": {"inch": 3},
        "packed_at": "2026-11-21T09:00:00.500000Z",
        "extras": [{"kind": "cube", "edge": 1}],
    }
    box = module("unions", "models").Box.from_dict(wire)
    assert type(box.size).__name__ == "Imperial"
    assert type(box.label).__name__ == "Label"
    assert type(box.extras[0]).__name__ == "Cube"
    assert box.to_dict() == wire
    assert module("unions", "models").Box.from_dict(wire | {"label": "plain"}).label == "plain"


def test_keyword_arguments_take_models_and_mappings(module: Load) -> None:
    def echo(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, json=json.loads(request.content))

    models = module("unions", "models")
    boxes = client(module, "unions", echo).boxes
    packed = boxes.pack(item=models.Ball(radius=1), label={"text": "t"}, extras=[models.Cube(edge=2)])
    assert packed.to_dict() == {
        "item": {"kind": "ball", "radius": 1},
        "label": {"text": "t"},
        "extras": [{"kind": "cube", "edge": 2}],
    }


# Pages, streams, audio


def test_list_goes_through_the_pages(module: Load) -> None:
    pages = {None: (["a", "b"], True), "b": (["c"], False)}

    def serve(request: httpx.Request) -> httpx.Response:
        ids, more = pages[request.url.params.get("starting_after")]
        return httpx.Response(200, json={"data": [{"id": item} for item in ids], "has_more": more})

    birds = client(module, "pages", serve).birds
    assert [bird.id for bird in birds.list(limit=2)] == ["a", "b", "c"]


def test_a_bare_array_is_a_list_of_one_page(module: Load) -> None:
    flocks = client(module, "pages", lambda _: httpx.Response(200, json=[{"id": "a"}, {"id": "b"}])).flocks
    assert [bird.id for bird in flocks.list()] == ["a", "b"]
    page = flocks.list().first_page()
    assert (len(page), page.has_more, page.next_page(), page.previous_page()) == (2, False, None, None)
    assert page.data == page.model


def test_a_text_in_pages_keeps_its_cursor(module: Load) -> None:
    def serve(request: httpx.Request) -> httpx.Response:
        is_first = "starting_after" not in request.url.params
        return httpx.Response(
            200, text="id\na\n" if is_first else "id\nb\n", headers={"x-next-cursor": "n1"} if is_first else {}
        )

    flocks = client(module, "pages", serve).flocks
    first = flocks.export()
    assert (first, first.next_cursor) == ("id\na\n", "n1")
    second = flocks.export(starting_after=first.next_cursor)
    assert (second, second.next_cursor) == ("id\nb\n", None)


def test_events_are_decoded_by_type(module: Load) -> None:
    events = module("event_stream", "events").COUNT_EVENTS
    tick = events.event({"type": "tick", "n": 1, "data": "AAE=", "extra": 1})
    assert (type(tick).__name__, tick.n, tick.audio) == ("Tick", 1, b"\x00\x01")
    assert events.event({"type": "later"}).fields == {"type": "later"}
    assert (events.terminal, events.error) == ({"done"}, {"error"})


def test_stream_yields_typed_events(module: Load) -> None:
    lines = b'data: {"type":"tick","n":1,"data":""}\n\ndata: {"type":"done","done":true}\n\n'

    def serve(request: httpx.Request) -> httpx.Response:
        assert request.headers["accept"] == "text/event-stream"
        return httpx.Response(200, content=lines, headers={"content-type": "text/event-stream"})

    with client(module, "event_stream", serve).counter.count(to=1) as stream:
        assert [type(event).__name__ for event in stream] == ["Tick", "End"]


def test_audio_operation_streams_and_is_paid(module: Load) -> None:
    def serve(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, content=b"\x01\x02", headers={"content-type": "audio/wav"})

    assert client(module, "audio", serve).mouth.bytes(bytes_=1, pitch_hz=440).read() == b"\x01\x02"
    request = module("audio", "api.mouth.hum").build_request(body={})
    assert (request.paid, request.authenticated, request.accept) == (True, True, "audio/*")


def test_text_answer_is_text_and_needs_no_credential(module: Load) -> None:
    words = module("audio", "api.mouth.words")
    request = words.build_request()
    assert (request.paid, request.authenticated, request.accept) == (False, False, "text/plain")
    response = module("audio", "_request").Response(status_code=200, headers={}, content="grüß".encode())
    assert words.parse_response(response) == "grüß"


def test_form_is_sent_as_parts_under_the_names_of_the_api(module: Load, tmp_path: Path) -> None:
    seen: list[httpx.Request] = []

    def serve(request: httpx.Request) -> httpx.Response:
        request.read()
        seen.append(request)
        return httpx.Response(200, json=["a"])

    take = tmp_path / "take.mp3"
    take.write_bytes(b"two")
    clips = client(module, "uploads", serve).clips
    answer = clips.add(
        b"one",
        format_container="wav",
        takes=[take, module("uploads", "_forms").File("x.wav", io.BytesIO(b"three"), "audio/x")],
        tags=["a", "b"],
        form_sample_rate=8000,
        sample_rate=16000,
        voice_controls_speed=0.5,
        loud=True,
    )
    assert answer == ["a"]
    assert seen[0].url.params.multi_items() == [("sample_rate", "16000")]
    assert parts_of(seen[0]) == [
        ("file", "file", "application/octet-stream", b"one"),
        ("format[container]", None, None, b"wav"),
        ("takes", "take.mp3", "audio/mpeg", b"two"),
        ("takes", "x.wav", "audio/x", b"three"),
        ("tags[]", None, None, b"a"),
        ("tags[]", None, None, b"b"),
        ("sample_rate", None, None, b"8000"),
        ("voice[__controls][speed]", None, None, b"0.5"),
        ("loud", None, None, b"true"),
    ]


def parts_of(request: httpx.Request) -> list[tuple[Any, ...]]:
    """Name, file name, content type and content of each part."""
    head = f"content-type: {request.headers['content-type']}\r\n\r\n".encode()
    _, *parts = email.message_from_bytes(head + request.content).walk()
    return [
        (
            part.get_param("name", header="content-disposition"),
            part.get_filename(),
            part.get("content-type"),
            part.get_payload(decode=True),
        )
        for part in parts
    ]


def test_form_has_no_class_of_its_own(module: Load) -> None:
    assert dir(module("uploads", "models")).count("ClipUpload") == 0


def test_operation_of_another_host_goes_there_unless_the_caller_named_a_gateway(module: Load) -> None:
    hosts: list[str] = []

    def serve(request: httpx.Request) -> httpx.Response:
        hosts.append(request.url.host)
        return httpx.Response(200, content=b"\x00", headers={"content-type": "application/octet-stream"})

    http = httpx.Client(transport=httpx.MockTransport(serve))
    for settings in ({}, {"base_url": "http://gateway"}, {"base_url": "http://gateway", "files_base_url": "http://f"}):
        made = module("uploads", "_sync.client").Client(api_key="k", http_client=http, **settings)
        assert made.clips.download("a").read() == b"\x00"
    assert hosts == ["files.example.com", "gateway", "f"]


def test_body_that_may_be_absent_is(module: Load) -> None:
    build = module("nested", "api.agents.import_number").build_request
    assert build().json is None
    assert build(body={"kind": "sip"}).json == {"kind": "sip"}


def test_groups_nest_to_any_depth(module: Load) -> None:
    def serve(request: httpx.Request) -> httpx.Response:
        assert "authorization" not in request.headers
        return httpx.Response(200, text=f"a,b\n{request.url.query.decode()}", headers={"content-type": "text/csv"})

    http = httpx.Client(transport=httpx.MockTransport(serve))
    made = module("nested", "_sync.client").Client(base_url="http://test", http_client=http)
    assert made.agents.metrics.results.export("m", expand=["x", "y"]) == "a,b\nexpand%5B%5D=x&expand%5B%5D=y"


# Sockets


def test_table_is_that_of_the_document(module: Load) -> None:
    protocol = module("socket", "protocol")
    table = module("socket", "protocol.tables").ECHO
    assert table.states["done"].terminal
    machine = protocol.Machine(table, "client")
    assert machine.send({"context_id": "a", "transcript": "hi", "continue": True}).after == "open"
    with pytest.raises(protocol.RemoteProtocolError, match="absent"):
        machine.receive({"type": "heard", "context_id": "b"})


def test_context_takes_what_all_its_messages_share(module: Load) -> None:
    signature = inspect.signature(module("socket", "_sync.resources.echo_socket").EchoSocket.context)
    assert list(signature.parameters) == ["self", "voice", "loud", "context_id", "timeout"]
    assert signature.parameters["voice"].default is inspect.Parameter.empty


def test_plain_socket_has_a_method_for_each_kind_of_message(module: Load) -> None:
    socket = module("plain_socket", "_sync.resources.ears_socket").EarsSocket
    own = [name for name in vars(socket) if not name.startswith("_")]
    assert own == ["send_audio", "send_finish", "send_config"]
    assert list(inspect.signature(socket.send_config).parameters) == ["self", "level"]
    signature = inspect.signature(module("plain_socket", "_sync.resources.ears_stream").EarsStream.connect)
    assert list(signature.parameters) == ["self", "ear_id", "rate", "terms", "options"]


def test_plain_socket_talks(module: Load, socket_url: Callable[..., Any]) -> None:
    heard: list[str | bytes] = []

    def script(connection: Any) -> None:
        heard.append(connection.request.path)
        for _ in range(3):
            heard.append(connection.recv())
        connection.send('{"event":"heard","text":"hi"}')
        connection.send(b"\x01")
        connection.send('{"event":"later"}')
        heard.append(connection.recv())
        connection.close(1000)

    kind = module("plain_socket", "_sync.client").Client
    with socket_url(script) as url, kind(api_key="k", base_url=url) as made:
        socket = made.ears.stream.connect("left/1", rate=8000, terms=["a b", "c"])
        with socket:
            socket.send_config(level=0.5)
            socket.send_audio(b"\x00\x01")
            socket.send({"event": "config"})
            events = [next(socket) for _ in range(3)]
            assert [type(event).__name__ for event in events] == ["Heard", "bytes", "UnknownEvent"]
            assert (events[0].text, events[1], events[2].type) == ("hi", b"\x01", "later")
            assert socket.state() == "open"
            socket.send_finish()
            assert list(socket) == []
            assert (socket.state(), socket.close_code) == ("closed", 1000)
            with pytest.raises(module("plain_socket", "errors").LocalProtocolError, match="`audio` of the client"):
                socket.send_audio(b"")
    assert heard == [
        "/ears/left%2F1?rate=8000&terms=a%20b&terms=c",
        '{"event":"config","level":0.5}',
        b"\x00\x01",
        '{"event":"config"}',
        "finish",
    ]


def test_socket_of_speech_to_text_transcribes(module: Load, socket_url: Callable[..., Any]) -> None:
    heard: list[str | bytes] = []

    def script(connection: Any) -> None:
        while not heard or isinstance(heard[-1], bytes):
            heard.append(connection.recv())
        connection.send('{"type":"transcript","text":"Hi","is_final":true}')
        connection.close(1000)

    kind = module("audio_sockets", "_sync.client").Client
    with socket_url(script) as url, kind(api_key="k", base_url=url) as made:
        socket = made.ear.connect(encoding="pcm_s16le", sample_rate=8000)
        assert socket.collect(b"ab" * 1000).text == "Hi"
    assert heard == [b"ab" * 800, b"ab" * 200, "done"]


def test_call_sends_audio_knows_its_id_and_runs_tools(module: Load, socket_url: Callable[..., Any]) -> None:
    heard: list[dict[str, Any]] = []

    def script(connection: Any) -> None:
        heard.append(json.loads(connection.recv()))
        connection.send('{"type":"ack","call_id":"c1"}')
        call = {"type": "client_tool_call", "tool_call_id": "t", "tool_name": "add", "parameters": {"a": 1, "b": 2}}
        connection.send(json.dumps(call | {"expects_response": True}))
        heard.extend(sorted((json.loads(connection.recv()) for _ in range(2)), key=lambda message: message["type"]))
        connection.close(1000)

    kind = module("audio_sockets", "_sync.client").Client
    with socket_url(script) as url, kind(api_key="k", base_url=url) as made, made.phone.connect() as call:
        call.tool(lambda a, b: a + b, name="add")
        call.send_start(config={"input_format": "pcm_16000"})
        events = [type(event).__name__ for event in call.converse(b"\x00\x01\xff\xff")]
    assert events == ["Ack", "Call"]
    assert heard == [
        {"type": "start", "config": {"input_format": "pcm_16000"}},
        {"type": "client_tool_result", "tool_call_id": "t", "result": "3"},
        {"type": "voice", "call_id": "c1", "media": {"payload": "AAH//w=="}},
    ]
    arguments = inspect.signature(
        module("audio_sockets", "_sync.resources.phone_socket").PhoneSocket.send_voice
    ).parameters
    assert arguments["call_id"].default is None
    assert arguments["media"].default is inspect.Parameter.empty


# Imports


def test_nothing_of_the_api_is_imported_before_it_is_used(packages: Path, module: Load) -> None:
    module("uploads", "_sync.client")
    code = (
        "import sys, golden_uploads as package\n"
        "package.Client(api_key='k')\n"
        "print([n for n in sys.modules if n.startswith(('golden_uploads.models', 'golden_uploads.api'))])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=packages, capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


# What is said about the service as a whole


def small(**members: Any) -> Result:
    """The client for a document of one operation and these members."""
    operation = {"operationId": "getA", "tags": ["a"], "responses": {"204": {"description": "ok"}}}
    document = {"openapi": "3.1.0", "info": {}, "paths": {"/a": {"get": operation}}, **members}
    return generate_document(Document(document, api_version="2026-08-14"), package="small")


def test_payload_of_a_webhook_has_a_class_and_no_operation() -> None:
    body = {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/CallEnded"}}}}
    schema = {"type": "object", "properties": {"call_id": {"type": "string"}}}
    result = small(
        webhooks={"call_ended": {"post": {"operationId": "callEnded", "requestBody": body, "responses": {}}}},
        components={"schemas": {"CallEnded": schema}},
    )
    assert "class CallEnded:" in result.files["small/models/call_ended.py"]
    assert not [path for path in result.files if path.startswith("small/api/") and "call_ended" in path]


def test_credential_goes_into_the_header_that_the_document_names() -> None:
    key = {"type": "apiKey", "in": "header", "name": "X-API-Key"}
    bearer = {"type": "http", "scheme": "bearer"}
    for schemes, header in (({"Key": key}, "x-api-key"), ({"Key": key, "Bearer": bearer}, "authorization")):
        security: list[dict[str, list[str]]] = [{name: []} for name in schemes]
        result = small(security=security, components={"securitySchemes": schemes})
        assert f'CREDENTIAL_HEADER = "{header}"' in result.files["small/_version.py"]


def test_administration_is_told() -> None:
    bearer = {"type": "http", "scheme": "bearer"}
    result = small(security=[{"AdminApiKey": []}], components={"securitySchemes": {"AdminApiKey": bearer}})
    assert "Needs an API key for administration" in result.files["small/_sync/resources/a.py"]
    (operation,) = [text for path, text in result.files.items() if path.startswith("small/api/") and "Request(" in text]
    assert "admin=True" in operation


def test_models_that_were_switched_off_are_listed() -> None:
    retired = {"type": "string", "x-retired": {"on": "2026-06-01", "models": ["b", "a"]}}
    result = small(components={"schemas": {"ModelId": retired}})
    assert (
        'DEPRECATED_MODELS: dict[str, str] = {"a": "was switched off on 2026-06-01", '
        '"b": "was switched off on 2026-06-01"}'
    ) in " ".join(result.files["small/_version.py"].replace(",\n}", "}").replace("{\n", "{").split()).replace("{ ", "{")


# Groups and plain forms


def test_groups_nest_as_the_calls_do(module: Load) -> None:
    seen: list[httpx.Request] = []

    def serve(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200, json={"any": "thing"})

    since = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
    agents = client(module, "groups", serve).agents
    assert agents.calls.get("a", "c", x_trace="t", since=since) == {"any": "thing"}
    assert str(seen[0].url) == "http://test/agents/a/calls/c?since=2026-01-01T00%3A00%3A00Z"
    assert seen[0].headers["x-trace"] == "t"
    assert seen[0].headers["cartesia-version"] == "2026-08-14"


def test_bare_arrays_and_empty_answers(module: Load) -> None:
    def serve(request: httpx.Request) -> httpx.Response:
        return httpx.Response(204) if request.method == "DELETE" else httpx.Response(200, json=["a"])

    agents = client(module, "groups", serve).agents
    assert agents.list() == ["a"]
    assert agents.delete("a") is None


def test_forms_that_the_model_generator_refuses_are_read(module: Load) -> None:
    wire = {
        "name": "n",
        "sides": 4,
        "corners": [1, 2],
        "labels": {"a": "b"},
        "parts": {"p": {"name": "q"}},
        "inner": {"depth": "deep"},
    }
    shape = module("plain_forms", "models").Shape.from_dict(wire)
    assert shape.parts["p"].name == "q"
    assert shape.inner.depth == "deep"
    assert shape.to_dict() == wire
    assert not hasattr(shape, "nothing")


@pytest.mark.parametrize("status", [418, 499, 520, 529, 561])
def test_statuses_without_a_name_are_typed_errors(module: Load, status: int) -> None:
    shapes = client(module, "plain_forms", lambda request: httpx.Response(status, text="closed: by the proxy")).shapes
    shapes = type(shapes)(shapes._transport.with_options(module("plain_forms", "_options").CallOptions(max_retries=0)))
    with pytest.raises(module("plain_forms", "errors").ApiError) as caught:
        shapes.make(name="n", sides=3)
    assert caught.value.status_code == status


def test_answer_of_another_media_type_is_a_typed_error(module: Load) -> None:
    page = httpx.Response(200, text="<html></html>", headers={"content-type": "text/html"})
    with pytest.raises(module("plain_forms", "errors").DecodeError, match="text/html"):
        client(module, "plain_forms", lambda request: page).shapes.make(name="n", sides=3)


def test_classes_may_need_each_other(module: Load) -> None:
    wire = {"branches": [{"branches": []}], "leaf": {"grows_on": {"branches": []}}}
    tree = module("recursion", "models").Branch.from_dict(wire)
    assert tree.leaf.grows_on.branches == []
    assert tree.to_dict() == wire
