"""The long proofs, one a module; `script/faults` runs them and leaves their reports in docs/reports."""
