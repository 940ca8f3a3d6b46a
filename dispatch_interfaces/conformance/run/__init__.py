"""How one requirement is run, whatever the plugin does."""
