"""Pure functions from one form of the document, or of the code, to the next."""
