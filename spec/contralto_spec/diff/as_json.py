"""Differences as JSON, after `schemas/diff.schema.json`."""

from __future__ import annotations

import json
from collections.abc import Sequence

from contralto_spec.yaml_source import Json

from .model import Change, Difference

FORMAT_VERSION = 1


def render_json(differences: Sequence[Difference]) -> str:
    """Any number of differences as one document; the last line ends."""
    document = {
        "format": "contralto-diff",
        "format_version": FORMAT_VERSION,
        "differences": [difference_data(difference) for difference in differences],
    }
    text = json.dumps(document, ensure_ascii=False, indent=1)
    # A lone surrogate can be escaped in JSON, but not written as UTF-8.
    return text.encode("utf-8", "backslashreplace").decode("utf-8") + "\n"


def difference_data(difference: Difference) -> dict[str, Json]:
    """One difference as JSON values."""
    return {
        "before": difference.before,
        "after": difference.after,
        "notes": list(difference.notes),
        "summary": dict(difference.counts()),
        "changes": [_change(change) for change in difference.changes],
    }


def _change(change: Change) -> dict[str, Json]:
    place = change.place
    return {
        "kind": change.kind,
        "words": change.words,
        "place": {
            "section": place.section,
            "subject": place.subject,
            "text": place.text,
            "before": place.before,
            "after": place.after,
        },
        "before": change.before,
        "after": change.after,
        "client": {"breaking": change.client.breaking, "reason": change.client.reason},
        "server": {"breaking": change.server.breaking, "reason": change.server.reason},
        "uses": [{"where": use.where, "flow": use.flow} for use in change.uses],
        "documents": list(change.documents),
        "confidence": change.confidence,
    }
