"""Keeps what the planner proposes, pins, and the days on which a person or a unit is not to be had."""

import sqlalchemy as sa
from alembic import op

import inspect_app.kernel.tables

revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Until now nothing of this was kept."""
    op.create_table('absence',
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('first_day', sa.Date(), nullable=False),
    sa.Column('last_day', sa.Date(), nullable=False),
    sa.Column('why', sa.String(length=200), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.CheckConstraint('first_day <= last_day', name=op.f('ck_absence_days_forward')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_absence_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_absence'))
    )
    with op.batch_alter_table('absence', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_absence_person_id'), ['person_id'], unique=False)

    op.create_table('planning_run',
    sa.Column('campaign_id', sa.Uuid(), nullable=False),
    sa.Column('asked_at', inspect_app.kernel.tables.UtcDateTime(), nullable=False),
    sa.Column('asked_by', sa.Uuid(), nullable=False),
    sa.Column('options', sa.JSON(), nullable=False),
    sa.Column('fingerprint', sa.String(length=64), nullable=False),
    sa.Column('taken_at', inspect_app.kernel.tables.UtcDateTime(), nullable=True),
    sa.Column('alive_at', inspect_app.kernel.tables.UtcDateTime(), nullable=True),
    sa.Column('progress', sa.JSON(), nullable=False),
    sa.Column('stop_asked_at', inspect_app.kernel.tables.UtcDateTime(), nullable=True),
    sa.Column('finished_at', inspect_app.kernel.tables.UtcDateTime(), nullable=True),
    sa.Column('outcome', sa.JSON(), nullable=False),
    sa.Column('error', sa.String(), nullable=True),
    sa.Column('published_at', inspect_app.kernel.tables.UtcDateTime(), nullable=True),
    sa.Column('published_by', sa.Uuid(), nullable=True),
    sa.Column('discarded_at', inspect_app.kernel.tables.UtcDateTime(), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.CheckConstraint('(published_at IS NULL) = (published_by IS NULL)', name=op.f('ck_planning_run_published_by_somebody')),
    sa.CheckConstraint('published_at IS NULL OR discarded_at IS NULL', name=op.f('ck_planning_run_one_end')),
    sa.ForeignKeyConstraint(['asked_by'], ['person.id'], name=op.f('fk_planning_run_asked_by_person')),
    sa.ForeignKeyConstraint(['campaign_id'], ['campaign.id'], name=op.f('fk_planning_run_campaign_id_campaign')),
    sa.ForeignKeyConstraint(['published_by'], ['person.id'], name=op.f('fk_planning_run_published_by_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_planning_run'))
    )
    with op.batch_alter_table('planning_run', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_planning_run_campaign_id'), ['campaign_id'], unique=False)

    op.create_table('unit_closure',
    sa.Column('unit_id', sa.Uuid(), nullable=False),
    sa.Column('with_below', sa.Boolean(), nullable=False),
    sa.Column('first_day', sa.Date(), nullable=False),
    sa.Column('last_day', sa.Date(), nullable=False),
    sa.Column('why', sa.String(length=200), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.CheckConstraint('first_day <= last_day', name=op.f('ck_unit_closure_days_forward')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_unit_closure_unit_id_unit')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_unit_closure'))
    )
    with op.batch_alter_table('unit_closure', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_unit_closure_unit_id'), ['unit_id'], unique=False)

    op.create_table('proposed_visit',
    sa.Column('run_id', sa.Uuid(), nullable=False),
    sa.Column('visit_id', sa.Uuid(), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=True),
    sa.Column('ends_on', sa.Date(), nullable=True),
    sa.Column('members', sa.JSON(), nullable=False),
    sa.Column('why', sa.JSON(), nullable=False),
    sa.Column('ways_out', sa.JSON(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.CheckConstraint('(starts_on IS NULL) = (ends_on IS NULL)', name=op.f('ck_proposed_visit_both_dates')),
    sa.ForeignKeyConstraint(['run_id'], ['planning_run.id'], name=op.f('fk_proposed_visit_run_id_planning_run')),
    sa.ForeignKeyConstraint(['visit_id'], ['visit.id'], name=op.f('fk_proposed_visit_visit_id_visit')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_proposed_visit')),
    sa.UniqueConstraint('run_id', 'visit_id', name=op.f('uq_proposed_visit_run_id_visit_id'))
    )
    with op.batch_alter_table('proposed_visit', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_proposed_visit_visit_id'), ['visit_id'], unique=False)

    op.create_table('visit_bond',
    sa.Column('visit_id', sa.Uuid(), nullable=False),
    sa.Column('other_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.Enum('follows', 'joined', name='bondkind', native_enum=False, length=40), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.CheckConstraint('visit_id <> other_id', name=op.f('ck_visit_bond_two_visits')),
    sa.ForeignKeyConstraint(['other_id'], ['visit.id'], name=op.f('fk_visit_bond_other_id_visit')),
    sa.ForeignKeyConstraint(['visit_id'], ['visit.id'], name=op.f('fk_visit_bond_visit_id_visit')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_visit_bond')),
    sa.UniqueConstraint('visit_id', 'kind', name=op.f('uq_visit_bond_visit_id_kind'))
    )
    with op.batch_alter_table('visit_bond', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_visit_bond_other_id'), ['other_id'], unique=False)

    op.create_table('visit_pin',
    sa.Column('visit_id', sa.Uuid(), nullable=False),
    sa.Column('why', sa.String(length=1000), nullable=False),
    sa.Column('pinned_at', inspect_app.kernel.tables.UtcDateTime(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['visit_id'], ['visit.id'], name=op.f('fk_visit_pin_visit_id_visit')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_visit_pin')),
    sa.UniqueConstraint('visit_id', name=op.f('uq_visit_pin_visit_id'))
    )


def downgrade() -> None:
    """Forgets it all."""
    op.drop_table('visit_pin')
    op.drop_table('visit_bond')
    op.drop_table('proposed_visit')
    op.drop_table('unit_closure')
    op.drop_table('planning_run')
    op.drop_table('absence')
