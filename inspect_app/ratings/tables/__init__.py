"""The year's figures as a spreadsheet: written for coordinators, and read back with a look before anything counts."""
