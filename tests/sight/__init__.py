"""The suite is tested by what it must see: every defect, and nothing where there is none."""
