"""What the application does, in its order and with its handling of errors.

Where it looks at what a plugin returned, so do these flows; and where something is not there that
it does not expect to be missing, they fail as it does.
"""
