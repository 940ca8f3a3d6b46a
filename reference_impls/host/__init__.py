"""In-memory implementations of the types that no documentation has: only the application does."""
