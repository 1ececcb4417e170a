"""One site, built with stand-ins for the viewers: no test here needs npm, a browser or the network."""

from __future__ import annotations

from pathlib import Path

import pytest

from contralto_generator.site import build
from contralto_generator.site.assets import PACKAGES, asset_folder


@pytest.fixture(scope="session")
def assets(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("assets")
    for package in PACKAGES:
        target = asset_folder(folder, package)
        target.mkdir()
        for name in package.files.values():
            (target / name).write_text(f"/* stands for {name} */\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def site(assets: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("site")
    build(out, assets)
    return out
