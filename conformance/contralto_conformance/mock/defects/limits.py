"""Defects of what a plan allows at once."""
