"""What holds for all tests: generated inputs are the same in every run, and no input is refused for being slow to make.
Tests that may take long, by a timeout of their own, go first, so that no worker is left alone with them in the end.

`HYPOTHESIS_PROFILE=search pytest ...` looks at other inputs in each run.
"""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile("same", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("search", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    usual_s = float(config.getini("timeout"))

    def is_usual(item: pytest.Item) -> bool:
        marker = item.get_closest_marker("timeout")
        return marker is None or float(marker.args[0]) <= usual_s

    items.sort(key=is_usual)
