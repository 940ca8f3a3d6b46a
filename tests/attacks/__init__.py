"""Plugins that have a bad day, and what the command has to say of each."""
