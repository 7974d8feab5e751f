"""What every room stands on: clock, ids, errors, the acting person, tables, calendar, outbox, files. No Flask."""
