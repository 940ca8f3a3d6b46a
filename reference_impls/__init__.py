"""A working in-memory implementation of every interface: to read, to copy, to test with."""
