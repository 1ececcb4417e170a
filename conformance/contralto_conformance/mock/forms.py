"""Forms with files (`multipart/form-data`), read while they come: files go to disk, never as a whole into memory."""

from __future__ import annotations

import logging
from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, BinaryIO

from starlette.types import Receive

from .documented import FORM, Documented, take
from .errors import Fault

if TYPE_CHECKING:
    from starlette.datastructures import UploadFile

MAX_UPLOAD_BYTES = 256 * 1024 * 1024
"""Of a whole form. The service takes files of up to 2 GB for transcription; a test does not need them."""

# A form that cannot be read is answered; there is nothing to log.
logging.getLogger("python_multipart").addHandler(logging.NullHandler())

_MAX_FIELDS = 200
_MAX_FIELD_BYTES = 1024 * 1024


@dataclass(slots=True)
class Upload:
    """A file of a form: its name and media type as the client told them, its content, its size in bytes."""

    name: str
    media_type: str
    file: BinaryIO
    size: int

    def start(self) -> bytes:
        """The first bytes, at most 16."""
        self.file.seek(0)
        return self.file.read(16)

    def read(self) -> bytes:
        """The whole content."""
        self.file.seek(0)
        return self.file.read()


@dataclass(slots=True)
class Form:
    """The fields of a form, in the types of their schemas, and its files, by name."""

    fields: dict[str, Any] = field(default_factory=dict)
    files: dict[str, Upload] = field(default_factory=dict)

    def close(self) -> None:
        """Gives the files back."""
        for upload in self.files.values():
            upload.file.close()


async def read_form(operation: Documented, headers: Mapping[str, str], receive: Receive) -> Form:
    """The form that is on its way, checked against the document; the caller closes it.

    Raises Fault: 400 for what is no form or lacks a field, 413 when it is too large.
    """
    if headers.get("content-type", "").partition(";")[0].strip().lower() != FORM:
        raise Fault(400, None, f"expected a form; send `Content-Type: {FORM}` with a boundary")
    # Only forms need these libraries, and they take their time to load.
    from starlette.datastructures import Headers, UploadFile
    from starlette.formparsers import MultiPartException, MultiPartParser

    parser = MultiPartParser(
        Headers(headers=dict(headers)),
        _chunks(headers, receive),
        max_files=_MAX_FIELDS,
        max_fields=_MAX_FIELDS,
        max_part_size=_MAX_FIELD_BYTES,
    )
    try:
        parsed = await parser.parse()
    except MultiPartException as error:
        raise Fault(400, None, f"the form cannot be read: {error.message}") from None
    except (ValueError, KeyError, UnicodeError):
        raise Fault(
            400, None, "the form cannot be read: it names no boundary or no character set that exists"
        ) from None
    form = Form()
    schemas = operation.form_fields()
    for name, value in parsed.multi_items():
        if isinstance(value, UploadFile) and _is_text(value, schemas.get(name)):
            # The first SDK sent every field with a file name.
            take(form.fields, name, (await value.read()).decode("utf-8", "replace"), schemas[name])
        elif isinstance(value, UploadFile):
            form.files[name] = Upload(
                value.filename or "", value.content_type or "application/octet-stream", value.file, value.size or 0
            )
        else:
            take(form.fields, name, value, schemas.get(name, {}))
    try:
        operation.check_body({**form.fields, **dict.fromkeys(form.files, "")}, FORM)
    except Fault:
        form.close()
        raise
    return form


def _is_text(part: UploadFile, schema: Mapping[str, Any] | None) -> bool:
    """Whether a part with a file name is a field that is documented to be anything but a file."""
    return schema is not None and schema.get("format") != "binary" and (part.size or 0) <= _MAX_FIELD_BYTES


async def _chunks(headers: Mapping[str, str], receive: Receive) -> AsyncGenerator[bytes, None]:
    too_large = Fault(413, None, f"the form must not exceed {MAX_UPLOAD_BYTES} bytes", code="file_too_large")
    announced = headers.get("content-length", "")
    if announced.isdecimal() and int(announced) > MAX_UPLOAD_BYTES:
        raise too_large
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Fault(400, None, "the form was cut off")
        piece = message.get("body", b"")
        size += len(piece)
        if size > MAX_UPLOAD_BYTES:
            raise too_large
        yield piece
        if not message.get("more_body", False):
            return
