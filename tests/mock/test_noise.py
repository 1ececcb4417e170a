"""Clients that send anything and leave at any moment: the mock says nothing, keeps nothing, and goes on."""

from __future__ import annotations

import random
from urllib.parse import urlsplit

import httpx
import pytest
from tests.soak.noise import visit

from contralto_conformance.mock import MockSettings, serve


@pytest.mark.parametrize("seed", range(4))
def test_the_mock_withstands_noise(seed: int, capfd: pytest.CaptureFixture[str]) -> None:
    with serve(MockSettings(admin=True, allow_fault_header=True, time_scale=0.1)) as running:
        parts = urlsplit(running.url)
        dice = random.Random(seed)
        for _ in range(60):
            visit((parts.hostname or "", parts.port or 0), dice)
        assert httpx.get(running.url + "/").status_code == 200
        pools = {}
        for _ in range(100):
            shown = httpx.get(running.url + "/_contralto/limits").json()
            pools = {name: pool["in_use"] for name, pool in shown["pools"].items() if pool["in_use"]}
            if not pools:
                break
        assert pools == {}
    assert capfd.readouterr().err == ""
