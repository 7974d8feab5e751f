"""The registry (văn thư): the number register of each issuing body, and every paper that was issued."""
