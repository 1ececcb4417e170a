# Generated from spec/openapi/agent-metrics.yaml by contralto generate. Do not edit.
"""The values of `AgentMetricResultStatus`."""

from __future__ import annotations

from typing import Literal, TypeAlias

AgentMetricResultStatus: TypeAlias = Literal["completed", "failed"]
"""Whether the model answered."""
