"""What is asked of a plugin: a module, or a package, for each interface."""
