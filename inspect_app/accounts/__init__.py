"""People, sign-in, and the roles they hold over units between dates."""
