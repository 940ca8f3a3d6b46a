"""What the application calls, a Protocol for each plugin type."""
