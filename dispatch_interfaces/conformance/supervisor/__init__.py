"""Judges plugins in child processes, so that no accident of theirs can forge or lose a verdict."""
