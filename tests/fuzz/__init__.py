"""Inputs by the thousand for all that reads what others wrote: none may end in a traceback.

`make fuzz` tries a million. Each is drawn from its number, so that one can be tried again:
``python -m tests.fuzz --again recordings:4711``.
"""
