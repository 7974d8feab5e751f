"""What the minutes say has a name of its own; a signature knows its sheet's time, a closing why it could not be carried out."""

import sqlalchemy as sa
from alembic import op

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Plain ALTERs: making the tables anew would lose their guards on SQLite."""
    op.add_column('minutes', sa.Column('seen', sa.Uuid(), nullable=True))
    op.add_column('signature', sa.Column('sheet_at', sa.String(length=40), server_default='', nullable=False))
    op.add_column('closing', sa.Column('problem', sa.String(), nullable=True))


def downgrade() -> None:
    """Takes it back."""
    op.execute('ALTER TABLE closing DROP COLUMN problem')
    op.execute('ALTER TABLE signature DROP COLUMN sheet_at')
    op.execute('ALTER TABLE minutes DROP COLUMN seen')
