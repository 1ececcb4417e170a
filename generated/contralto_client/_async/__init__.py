"""The client for asyncio. The twin in `_sync` is derived from this one, but for `_backend.py` and `_connection.py`."""
