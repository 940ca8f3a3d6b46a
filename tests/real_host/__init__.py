"""The application itself, driven over plugins: which steps fail, and which texts are lost."""
