"""The reference to browse: the published spec as a folder of pages that need no network.

`fetch_assets` brings the two viewers from npm, once; `build` writes the pages. Everything that is read comes from
`contralto_spec`, and the same spec and viewers give the same bytes.
"""

from __future__ import annotations

from .assets import AssetsUnavailable, fetch_assets
from .build import build

__all__ = ["AssetsUnavailable", "build", "fetch_assets"]
