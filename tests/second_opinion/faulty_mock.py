"""`contralto` with one more defect: a service that fails within an event stream, as the correct mock never does."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from typing import Any

from contralto_cli.main import main
from contralto_conformance.mock.defects import defect
from contralto_conformance.mock.errors import Fault
from contralto_conformance.mock.exchange import Call, Event
from contralto_conformance.mock.hooks import Hooks


@defect("second-opinion.stream-fails", "an error ends every event stream after its first event")
class StreamFails(Hooks):
    """Lets one event pass, then fails."""

    def sse_event(self, call: Call, body: Mapping[str, Any], event: Event) -> Iterable[Event]:
        if call.memo.get("began"):
            raise Fault(500, None, "the voice was lost")
        call.memo["began"] = True
        return (event,)


if __name__ == "__main__":
    sys.exit(main())
