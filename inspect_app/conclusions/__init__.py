"""The conclusion of a visit: drafted from its findings, approved by two persons, issued and frozen."""
