"""How a check is told: one model, and every view of it."""
