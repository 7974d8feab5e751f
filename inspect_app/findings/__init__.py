"""Answers held against their criteria: graded findings, which the lead edits, merges or withdraws with a reason."""
