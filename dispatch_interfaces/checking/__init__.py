"""Checks that need neither pytest nor an instance of the plugin."""
