"""Keeps on what each sentence of a conclusion stands, and where a drafter confirmed that the data say otherwise."""

import sqlalchemy as sa
from alembic import op

import inspect_app.kernel.tables
from inspect_app.kernel.guards import Guard

revision = '0010'
down_revision = '0009'
branch_labels = None
depends_on = None

ISSUED = "EXISTS (SELECT 1 FROM conclusion WHERE conclusion.id = {row}.conclusion_id AND conclusion.state = 'issued')"
REFUSAL = 'an issued conclusion never changes: a correction is a new document'
GUARDS = tuple(
    Guard('confirmation', 'issued', event, ISSUED.format(row='NEW' if event == 'INSERT' else 'OLD'), REFUSAL)
    for event in ('INSERT', 'UPDATE', 'DELETE')
)

def upgrade() -> None:
    """Of drafts that are there already nobody knows on what they stand: their sentences are the drafter's own."""
    op.create_table('confirmation',
    sa.Column('conclusion_id', sa.Uuid(), nullable=False),
    sa.Column('key', sa.String(length=16), nullable=False),
    sa.Column('part', sa.String(length=40), nullable=False),
    sa.Column('sentence', sa.String(), nullable=False),
    sa.Column('told', sa.String(), nullable=False),
    sa.Column('reason', sa.String(length=1000), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('at', inspect_app.kernel.tables.UtcDateTime(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['conclusion_id'], ['conclusion.id'], name=op.f('fk_confirmation_conclusion_id_conclusion')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_confirmation_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_confirmation')),
    sa.UniqueConstraint('conclusion_id', 'key', name=op.f('uq_confirmation_conclusion_id_key'))
    )
    for guard in GUARDS:
        for statement in guard.statements(op.get_bind().dialect.name):
            op.execute(sa.DDL(statement.replace('%', '%%')))
    # A column is added in place, so that the guards of issued conclusions stay.
    op.add_column('conclusion', sa.Column('sources', sa.JSON(), server_default='{}', nullable=False))
    op.add_column('conclusion_request', sa.Column('said', sa.JSON(), server_default='{}', nullable=False))


def downgrade() -> None:
    """Forgets both. A column is dropped in place, so that the guards stay."""
    op.drop_column('conclusion_request', 'said')
    op.drop_column('conclusion', 'sources')
    op.drop_table('confirmation')
    if op.get_bind().dialect.name == 'postgresql':
        for guard in GUARDS:
            op.execute(f'DROP FUNCTION IF EXISTS {guard.trigger}()')
