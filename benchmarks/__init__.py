"""How long things take, beside what a reader may use instead: `make bench`."""
