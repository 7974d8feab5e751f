"""The papers before a visit: plan, decision on teams, notice, outline, each built from the campaign's data alone."""
