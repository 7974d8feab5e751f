"""Know whose search a planning run is, and how often one broke off."""

import sqlalchemy as sa
from alembic import op

revision = '0016'
down_revision = '0015'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Runs that are there are nobody's: one under way is taken up anew after its silence."""
    op.add_column('planning_run', sa.Column('worker', sa.Uuid(), nullable=True))
    op.add_column('planning_run', sa.Column('broken_off', sa.Integer(), server_default='0', nullable=False))


def downgrade() -> None:
    """Takes it back."""
    with op.batch_alter_table('planning_run', schema=None) as batch_op:
        batch_op.drop_column('broken_off')
        batch_op.drop_column('worker')
