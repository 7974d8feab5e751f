"""The little Flask that rooms share: database session, clock, actor, permissions, forms and pages."""
