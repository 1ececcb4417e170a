"""Conformance suite for servers of the Cartesia voice API and for the proxies in front of them.

`plan -> run -> events`: `cases` and `drivers` play exchanges under a recorder, `trace` is what was seen on the
wire, `oracle` judges it, `runner` puts it together and `report` listens. `mock` is a server of its own.
"""
