"""Makers of things for tests: one noun a file, the least that is valid."""
