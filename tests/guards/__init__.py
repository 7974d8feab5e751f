"""`script/faults --guards`: each guard that keeps work from being lost is taken away in turn, and its test must fail."""
