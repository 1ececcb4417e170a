"""Drivers: play cases with plain httpx and a sans-IO WebSocket, under a recorder that redacts."""
