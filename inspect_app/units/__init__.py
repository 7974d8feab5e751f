"""The units that are inspected and rated: a tree valid by date, and who rates whom."""
