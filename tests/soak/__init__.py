"""Whether the mock withstands anything for long: `python -m tests.soak [SECONDS]`, or `make soak`.

A mock in a process of its own gets requests, upgrades and noise, whole, cut off and garbled, with faults of all kinds
and clients that leave at any moment; then as many sockets at once as it takes, and one more. Printed are how many
clients there were, and how much memory the mock has. It is an error when it says anything on standard error, when a
place of a pool is still taken at the end, or when it does not end as it should.
"""
