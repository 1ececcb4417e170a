"""The rules of the linter: their text in `spec/rules.yaml`, their code here, one small function per rule."""
