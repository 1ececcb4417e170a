# Generated from spec/openapi/agent-deployments.yaml by contralto generate. Do not edit.
"""The values of `AgentDeploymentStatus`."""

from __future__ import annotations

from typing import Literal, TypeAlias

AgentDeploymentStatus: TypeAlias = Literal[
    "queued", "inactive", "deploy_error", "skipped", "build_error", "building", "deployed"
]
"""How far the deployment is."""
