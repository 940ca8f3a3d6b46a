"""The stateful level: a machine for each interface, with a plain model of its own."""
