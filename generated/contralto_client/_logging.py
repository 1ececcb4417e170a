"""Log lines on request of the environment. Everything is logged under `contralto_client`, credentials never."""

from __future__ import annotations

import logging

LEVELS = {"debug": logging.DEBUG, "info": logging.INFO, "warning": logging.WARNING, "error": logging.ERROR}


def log_to_stderr(level: str, variable: str) -> None:
    """Shows the log of this package from `level` on, with a handler of its own unless it has one.

    Raises ValueError that names the variable of the environment for a level that there is not.
    """
    number = LEVELS.get(level.strip().lower())
    if number is None:
        raise ValueError(f"{variable} must be one of {', '.join(LEVELS)}, not {level!r}")
    logger = logging.getLogger("contralto_client")
    logger.setLevel(number)
    if not logger.handlers:
        handler = logging.StreamHandler()
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
        logger.addHandler(handler)
