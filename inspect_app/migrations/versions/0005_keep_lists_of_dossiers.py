"""Keeps the lists of dossiers from which a team draws its sample."""

import sqlalchemy as sa
from alembic import op

import inspect_app.kernel.tables
from inspect_app.kernel.guards import Guard

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None

FROZEN = 'EXISTS (SELECT 1 FROM visit WHERE visit.id = NEW.visit_id AND visit.frozen_at IS NOT NULL)'
GUARDS = (
    Guard('dossier_list', 'frozen', 'INSERT', FROZEN, 'the visit is frozen: its conclusion was issued'),
    Guard('dossier_list', 'kept', 'UPDATE', 'OLD.id IS NOT NULL', 'an uploaded list is never changed'),
    Guard('dossier_list', 'kept', 'DELETE', 'OLD.id IS NOT NULL', 'an uploaded list is never changed'),
)


def upgrade() -> None:
    """Until now no list was kept."""
    op.create_table('dossier_list',
    sa.Column('visit_id', sa.Uuid(), nullable=False),
    sa.Column('filename', sa.String(length=200), nullable=False),
    sa.Column('rows', sa.JSON(), nullable=False),
    sa.Column('recorded_by', sa.Uuid(), nullable=False),
    sa.Column('recorded_at', inspect_app.kernel.tables.UtcDateTime(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['recorded_by'], ['person.id'], name=op.f('fk_dossier_list_recorded_by_person')),
    sa.ForeignKeyConstraint(['visit_id'], ['visit.id'], name=op.f('fk_dossier_list_visit_id_visit')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_dossier_list'))
    )
    with op.batch_alter_table('dossier_list', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_dossier_list_visit_id'), ['visit_id'], unique=False)
    for guard in GUARDS:
        for statement in guard.statements(op.get_bind().dialect.name):
            op.execute(sa.DDL(statement.replace('%', '%%')))


def downgrade() -> None:
    """Forgets the lists."""
    op.drop_table('dossier_list')
    if op.get_bind().dialect.name == 'postgresql':
        for guard in GUARDS:
            op.execute(f'DROP FUNCTION IF EXISTS {guard.trigger}()')
