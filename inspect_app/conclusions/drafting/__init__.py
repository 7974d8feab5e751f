"""What a conclusion says: its first wording from the data, what each sentence stands on, and where both disagree."""
