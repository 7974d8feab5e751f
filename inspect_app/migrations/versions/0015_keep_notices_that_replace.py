"""Notices that replace an issued one, and how they word what a unit has to do."""

import sqlalchemy as sa
from alembic import op

import inspect_app.kernel.tables
from inspect_app.kernel.guards import Guard

revision = '0015'
down_revision = '0014'
branch_labels = None
depends_on = None

# As the rooms declared them when this revision was made: (table, name, operation, condition, message).
GUARDS = (
    Guard('correction', 'ended', 'UPDATE', "OLD.state IN ('issued', 'dropped')", 'an issued or dropped correction never changes'),
    Guard('correction', 'submitted', 'UPDATE', "OLD.state = 'submitted' AND NEW.state IN ('submitted', 'issued') AND (CAST(NEW.changes AS TEXT) <> CAST(OLD.changes AS TEXT) OR NEW.reason <> OLD.reason OR NEW.base_id <> OLD.base_id OR NEW.approved_by <> OLD.approved_by)", 'a submitted correction stands still until it is sent back'),
    Guard('correction', 'kept', 'DELETE', 'OLD.id IS NOT NULL', 'a correction is never deleted'),
)


def upgrade() -> None:
    """Until now an issued notice could not be replaced. Plain ALTERs, so that actions keep their guards on SQLite."""
    op.create_table('correction',
    sa.Column('conclusion_id', sa.Uuid(), nullable=False),
    sa.Column('base_id', sa.Uuid(), nullable=False),
    sa.Column('reason', sa.String(length=1000), nullable=False),
    sa.Column('changes', sa.JSON(), nullable=False),
    sa.Column('state', sa.Enum('draft', 'submitted', 'issued', 'dropped', name='correctionstate', native_enum=False, length=40), nullable=False),
    sa.Column('drafted_by', sa.Uuid(), nullable=False),
    sa.Column('created_at', inspect_app.kernel.tables.UtcDateTime(), nullable=False),
    sa.Column('approved_by', sa.Uuid(), nullable=True),
    sa.Column('submitted_at', inspect_app.kernel.tables.UtcDateTime(), nullable=True),
    sa.Column('note', sa.String(length=4000), nullable=True),
    sa.Column('signer_id', sa.Uuid(), nullable=True),
    sa.Column('issued_on', sa.Date(), nullable=True),
    sa.Column('paper_id', sa.Uuid(), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.CheckConstraint("(state = 'issued') = (paper_id IS NOT NULL)", name=op.f('ck_correction_issued_with_paper')),
    sa.CheckConstraint("state <> 'dropped' OR note IS NOT NULL", name=op.f('ck_correction_dropped_with_reason')),
    sa.CheckConstraint("state NOT IN ('submitted', 'issued') OR approved_by IS NOT NULL", name=op.f('ck_correction_submitted_by_lead')),
    sa.CheckConstraint('signer_id IS NULL OR (signer_id <> approved_by AND signer_id <> drafted_by)', name=op.f('ck_correction_two_persons')),
    sa.ForeignKeyConstraint(['approved_by'], ['person.id'], name=op.f('fk_correction_approved_by_person')),
    sa.ForeignKeyConstraint(['base_id'], ['issued_paper.id'], name=op.f('fk_correction_base_id_issued_paper')),
    sa.ForeignKeyConstraint(['conclusion_id'], ['conclusion.id'], name=op.f('fk_correction_conclusion_id_conclusion')),
    sa.ForeignKeyConstraint(['drafted_by'], ['person.id'], name=op.f('fk_correction_drafted_by_person')),
    sa.ForeignKeyConstraint(['paper_id'], ['issued_paper.id'], name=op.f('fk_correction_paper_id_issued_paper')),
    sa.ForeignKeyConstraint(['signer_id'], ['person.id'], name=op.f('fk_correction_signer_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_correction')),
    sa.UniqueConstraint('paper_id', name=op.f('uq_correction_paper_id'))
    )
    with op.batch_alter_table('correction', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_correction_conclusion_id'), ['conclusion_id'], unique=False)
        batch_op.create_index('uq_correction_open', ['conclusion_id'], unique=True, sqlite_where=sa.text("state IN ('draft', 'submitted')"), postgresql_where=sa.text("state IN ('draft', 'submitted')"))
    op.add_column('corrective_action', sa.Column('reworded', sa.String(), nullable=True))
    op.add_column('corrective_action', sa.Column('reowned', sa.String(length=300), nullable=True))
    dialect = op.get_bind().dialect.name
    for guard in GUARDS:
        for statement in guard.statements(dialect):
            op.execute(sa.DDL(statement.replace('%', '%%')))


def downgrade() -> None:
    """Takes it back; what replaced a notice is lost with its table."""
    op.execute('ALTER TABLE corrective_action DROP COLUMN reowned')
    op.execute('ALTER TABLE corrective_action DROP COLUMN reworded')
    op.drop_table('correction')
    if op.get_bind().dialect.name == 'postgresql':
        for guard in GUARDS:
            op.execute(f'DROP FUNCTION IF EXISTS {guard.trigger}()')
