"""A whole campaign in virtual time: seeded people, the product's own operations, faults on request, and a checker beside it."""
