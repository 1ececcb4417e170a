"""Placeholder package; written by contralto generate."""
