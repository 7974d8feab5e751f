"""Checklists: YAML files → validated, immutable versions; kinds of answer; skip logic; scoring."""
