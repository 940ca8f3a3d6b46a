"""Small plugins with the habits of real services, each with what it declares."""
