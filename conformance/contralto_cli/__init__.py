"""The command line: `contralto mock`, `check`, `list`, `explain`, `generate`, `spec`."""
