"""What the operations of the API do: one module a resource, with its records and its handlers."""
