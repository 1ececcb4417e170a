"""Scripted cases: the case files, and what loads them."""
