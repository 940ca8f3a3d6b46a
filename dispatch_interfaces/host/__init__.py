"""What the live application calls, and how a plugin written to the documentation gets there."""
