"""A signed PDF that comes back: whether it is what was issued and nothing else was added but signatures, and who signed."""
