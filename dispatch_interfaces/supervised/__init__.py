"""Runs code of strangers in a child process, which its parent supervises.

The parent imports nothing of theirs. It asks the child for one thing after the other, waits no
longer than it said, and believes nothing that it has not asked for.
"""
