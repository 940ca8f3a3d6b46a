"""A check against a real backend: few calls, and nothing of ours is left behind."""
