"""A notice that replaces an issued one: what may be worded anew, and the sheet that comes of it. Pure but for its reading."""
