"""A reference gateway: a small and correct proxy in front of the service, after the model of KeyPool (keypool).

It is the subject of the suite's own tests, as the mock is for servers: the checks on proxies must find nothing wrong
with it, and each of its defects. It is no product: it keeps everything in memory and speaks plain HTTP/1.1.

with serve(GatewaySettings("127.0.0.1:9000", teams={"token": Team()}, keys=(Key("sk_car_one"),))) as url:
    print(url)
"""

from __future__ import annotations

from .server import serve
from .settings import GatewaySettings, Key, Team

__all__ = ["GatewaySettings", "Key", "Team", "serve"]
