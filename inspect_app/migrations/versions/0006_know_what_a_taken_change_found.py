"""A held change that was taken where its value stood already knows which revision that was."""

import sqlalchemy as sa
from alembic import op

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """A plain ALTER: making the table anew would lose its guards on SQLite. What was taken before this led to nothing."""
    op.add_column('held_change', sa.Column('matched_revision', sa.Integer(), nullable=True))


def downgrade() -> None:
    """Forgets it."""
    op.execute('ALTER TABLE held_change DROP COLUMN matched_revision')
