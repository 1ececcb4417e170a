"""Recorded traffic, judged without a server: HAR files of browsers and proxies, and traces of this project.

    read(path)        one file as a `Recording`: traces for the checks, and what was passed over
    verify(...)       judges recordings and tells listeners, as a run does

A check that finds nothing to judge says so, and its requirement is not verified: a recording shows what somebody
happened to do.
"""

from __future__ import annotations

from contralto_conformance.json_file import Unreadable
from contralto_conformance.recorded.files import NothingRecorded, read
from contralto_conformance.recorded.grouping import Recording
from contralto_conformance.recorded.judging import PARTIES, Party, verify

__all__ = ["PARTIES", "NothingRecorded", "Party", "Recording", "Unreadable", "read", "verify"]
