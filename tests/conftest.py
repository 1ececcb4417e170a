"""What holds for all tests: generated inputs are the same in every run, and no input is refused for being slow to make.

`HYPOTHESIS_PROFILE=search pytest ...` looks at other inputs in each run.
"""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

settings.register_profile("same", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("search", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))
