"""`python -m contralto_cli` is the command `contralto`."""

from __future__ import annotations

import sys

from contralto_cli.main import main

sys.exit(main())
