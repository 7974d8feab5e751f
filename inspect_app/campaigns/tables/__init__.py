"""The plan as a spreadsheet that provinces pass round: written, read back, and held against the campaign."""
