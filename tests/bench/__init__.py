"""Cost of the client beside the official SDK and a floor of raw parsing, side by side in one run.

`python -m tests.bench` starts a server with fixed answers on loopback, runs each task in fresh processes in turn (ours,
the official SDK, the floor, and again), and prints medians and ratios. Absolute figures differ from machine to machine;
ratios are what to quote. Both sides do the same work: the audio is decoded on both, and neither pays for the command
line of httpx, which is imported along wherever `click`, `rich` and `pygments` happen to be installed.
"""
