"""The documented interfaces: one module each, with its Protocol, records and literals."""
