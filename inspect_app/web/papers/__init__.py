"""Papers across the rooms: the catalogue of kinds, and the pages that prepare, issue and register them."""
