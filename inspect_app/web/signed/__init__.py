"""The pages by which a paper that was signed outside comes back."""
