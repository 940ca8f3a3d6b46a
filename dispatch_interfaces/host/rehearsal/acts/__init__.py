"""What is played: one module for each part of the application, with its steps by name."""
