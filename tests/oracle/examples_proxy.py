"""Examples of what proxies make of requests and answers."""

from __future__ import annotations

from .builders import http
from .examples import Examples
from .legs import legs

E = Examples()

ID = "proxy.base-path-stripped"
E.met(ID, "the same path", legs((http("GET", "/voices"), http("GET", "/voices"))))
E.violated(ID, "the base path", legs((http("GET", "/voices"), http("GET", "/v1/cartesia/voices"))))
E.violated(ID, "a slash too many", legs((http("GET", "/voices"), http("GET", "//voices"))))
E.nothing(ID, "a path with a version of its own", legs((http("GET", "/v1/agents"), http("GET", "/agents"))))
E.nothing(ID, "nothing arrived", legs((http("GET", "/voices"), ())))
E.nothing(ID, "the service is not ours", http("GET", "/voices"))

ID = "proxy.own-v1-is-kept"
E.met(ID, "the same path", legs((http("GET", "/v1/agents"), http("GET", "/v1/agents"))))
E.violated(ID, "stripped twice", legs((http("GET", "/v1/agents"), http("GET", "/agents"))))
E.nothing(ID, "another path", legs((http("GET", "/voices"), http("GET", "//voices"))))
