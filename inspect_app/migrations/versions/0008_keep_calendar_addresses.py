"""Keeps the secret addresses of calendars, and how often the schedule of a visit was changed."""

import sqlalchemy as sa
from alembic import op

import inspect_app.kernel.tables

revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Until now there were no addresses; every visit begins at revision 0, changed at a time that nobody kept."""
    op.create_table('calendar_feed',
    sa.Column('account_id', sa.Uuid(), nullable=False),
    sa.Column('unit_id', sa.Uuid(), nullable=True),
    sa.Column('token_sha256', sa.String(length=64), nullable=False),
    sa.Column('made_at', inspect_app.kernel.tables.UtcDateTime(), nullable=False),
    sa.Column('revoked_at', inspect_app.kernel.tables.UtcDateTime(), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_calendar_feed_account_id_account')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_calendar_feed_unit_id_unit')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_calendar_feed')),
    sa.UniqueConstraint('token_sha256', name=op.f('uq_calendar_feed_token_sha256'))
    )
    with op.batch_alter_table('calendar_feed', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_calendar_feed_unit_id'), ['unit_id'], unique=False)
        batch_op.create_index('uq_calendar_feed_own_live', ['account_id'], unique=True, sqlite_where=sa.text('unit_id IS NULL AND revoked_at IS NULL'), postgresql_where=sa.text('unit_id IS NULL AND revoked_at IS NULL'))
        batch_op.create_index('uq_calendar_feed_unit_live', ['account_id', 'unit_id'], unique=True, sqlite_where=sa.text('unit_id IS NOT NULL AND revoked_at IS NULL'), postgresql_where=sa.text('unit_id IS NOT NULL AND revoked_at IS NULL'))

    op.add_column('visit', sa.Column('schedule_revision', sa.Integer(), server_default='0', nullable=False))
    op.add_column('visit', sa.Column('schedule_changed_at', inspect_app.kernel.tables.UtcDateTime(), nullable=True))


def downgrade() -> None:
    """Forgets the addresses and the revisions. A column is dropped in place, so that the visit's guards stay."""
    op.drop_column('visit', 'schedule_changed_at')
    op.drop_column('visit', 'schedule_revision')
    op.drop_table('calendar_feed')
