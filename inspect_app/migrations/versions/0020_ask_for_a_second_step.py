"""Keeps from what a person's phone works out the codes of the second step of signing in."""

import sqlalchemy as sa
from alembic import op

import inspect_app.kernel.tables

revision = '0020'
down_revision = '0019'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes the table; nobody has a second step until he turns it on."""
    op.create_table('second_step',
    sa.Column('account_id', sa.Uuid(), nullable=False),
    sa.Column('secret', sa.String(length=40), nullable=False),
    sa.Column('begun_at', inspect_app.kernel.tables.UtcDateTime(timezone=True), nullable=False),
    sa.Column('confirmed_at', inspect_app.kernel.tables.UtcDateTime(timezone=True), nullable=True),
    sa.Column('last_counter', sa.Integer(), nullable=False),
    sa.Column('failures', sa.Integer(), nullable=False),
    sa.Column('locked_until', inspect_app.kernel.tables.UtcDateTime(timezone=True), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.CheckConstraint('failures >= 0 AND last_counter >= 0', name=op.f('ck_second_step_counts_not_negative')),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_second_step_account_id_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_second_step')),
    sa.UniqueConstraint('account_id', name=op.f('uq_second_step_account_id'))
    )


def downgrade() -> None:
    """Forgets every second step: whoever had one signs in by the password alone."""
    op.drop_table('second_step')
