"""The client for threads. All but `_backend.py` and `_connection.py` is derived from `_async`."""
