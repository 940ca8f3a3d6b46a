"""Would the check notice? Mutations of the author's own plugin."""
