"""What the templates are given: names, types and decisions, worked out before any text is written."""
