"""Which bytes the store holds of a tablet's photo, why they are only kept, which change took it back; what became of a loss."""

import sqlalchemy as sa
from alembic import op

import inspect_app.kernel.tables

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None

PROBLEM = sa.Enum(
    'not_a_photo', 'too_many', 'frozen', 'revoked', 'not_allowed', name='photoproblem', native_enum=False, length=40
)


def upgrade() -> None:
    """Until now no photo's bytes were received and no loss was settled: the columns begin empty."""
    op.add_column('photo', sa.Column('kept_sha256', sa.String(length=64), nullable=True))
    op.add_column('photo', sa.Column('kept_size', sa.Integer(), nullable=True))
    op.add_column('photo', sa.Column('problem', PROBLEM, nullable=True))
    op.add_column('photo', sa.Column('withdrawn_change', sa.Uuid(), nullable=True))
    op.add_column('device', sa.Column('loss_settled_at', inspect_app.kernel.tables.UtcDateTime(), nullable=True))
    op.add_column('device', sa.Column('loss_note', sa.String(), nullable=True))


def downgrade() -> None:
    """Forgets them; the files stay."""
    for column in ('loss_note', 'loss_settled_at'):
        op.drop_column('device', column)
    for column in ('withdrawn_change', 'problem', 'kept_size', 'kept_sha256'):
        op.drop_column('photo', column)
