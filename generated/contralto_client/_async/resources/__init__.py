# Generated from spec/published/2026-08-14 by contralto generate. Do not edit.
"""The groups of operations under the client."""
