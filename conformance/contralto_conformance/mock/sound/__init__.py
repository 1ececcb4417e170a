"""Text as time and time as sound."""
