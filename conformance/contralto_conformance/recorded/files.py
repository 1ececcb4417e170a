"""One file into a `Recording`, whichever of the known formats it has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from contralto_conformance.json_file import Unreadable, load
from contralto_conformance.recorded import har, traces
from contralto_conformance.recorded.grouping import Recording, group
from contralto_conformance.recorded.places import find_base
from contralto_conformance.recorded.secrets import clean_trace


class NothingRecorded(Unreadable):
    """A file that can be read and holds no traffic of this API."""


def read(path: Path, versions: Sequence[str], *, base: str = "") -> Recording:
    """The traffic of a file, clean of secrets.

    versions: API versions that the spec describes, oldest first. base: base path or base URL of the API in a HAR file;
    found by what was asked for if it is left out. Raises Unreadable for a file that is neither HAR nor ours, is
    malformed or too large, and NothingRecorded for one without traffic of this API.
    """
    value = load(path)
    if har.is_har(value):
        entries = har.entries(path, value)
        found = find_base([entry.exchange for entry in entries], base)
        if found is None:
            where = f" below `{base}`" if base else ""
            raise NothingRecorded(path, f"none of its {len(entries):,} requests{where} is of this API")
        below = [entry for entry in entries if found.holds(entry.exchange)]
        recording = group(path.name, below, found, versions)
        if len(below) < len(entries):
            recording.passed_over["they went elsewhere"] += len(entries) - len(below)
        return recording
    if traces.is_report(value) or traces.is_traces(value):
        return _own(path, value, versions)
    raise Unreadable(path, "it is neither HAR nor a report or trace of contralto")


def _own(path: Path, value: object, versions: Sequence[str]) -> Recording:
    found = [clean_trace(trace) for trace in traces.traces(path, value)]
    if not found:
        raise NothingRecorded(path, "it holds no traffic; a report keeps the traces that findings point at")
    recording = Recording(path.name, exchanges=sum(len(trace.exchanges) for trace in found))
    unknown = [trace for trace in found if trace.api_version not in versions]
    if unknown:
        recording.passed_over = Counter(
            {"their version is not described by the spec": sum(len(trace.exchanges) for trace in unknown)}
        )
    recording.traces = [trace for trace in found if trace.api_version in versions]
    recording.client = [] if traces.is_report(value) else recording.traces
    if not recording.traces:
        raise NothingRecorded(path, "all of it is of versions that the spec does not describe")
    return recording
