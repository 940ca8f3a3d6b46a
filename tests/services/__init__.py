"""What real services can do and cannot: plugins built on the references, each with its habits."""
