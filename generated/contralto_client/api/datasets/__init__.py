# Generated from spec/published/2026-08-14 by contralto generate. Do not edit.
"""Operations of the tag `datasets`."""
