# Generated from spec/published/2026-08-14 by contralto generate. Do not edit.
"""Operations as pure functions: `build_request` makes a request, `parse_response` reads its answer."""
