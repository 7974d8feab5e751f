"""inspect-app: inspection campaigns of a province, from plan to rating."""
