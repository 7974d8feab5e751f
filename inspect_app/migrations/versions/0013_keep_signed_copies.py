"""Keeps the copies of issued papers that came back signed."""

import sqlalchemy as sa
from alembic import op

import inspect_app.kernel.tables
from inspect_app.kernel.guards import Guard

revision = '0013'
down_revision = '0012'
branch_labels = None
depends_on = None

# As the room declared them when this revision was made: (table, name, operation, condition, message).
GUARDS = (
    Guard('signed_copy', 'kept', 'UPDATE', 'OLD.id IS NOT NULL', 'a signed copy stays as it came'),
    Guard('signed_copy', 'kept', 'DELETE', 'OLD.id IS NOT NULL', 'a signed copy stays as it came'),
    Guard('signed_copy', 'signed', 'INSERT', 'EXISTS (SELECT 1 FROM issued_paper WHERE issued_paper.id = NEW.paper_id AND issued_paper.pdf_sha256 = NEW.sha256)', 'what was issued without a signature is no signed copy'),
)


def upgrade() -> None:
    """Makes the table and its guards; it begins empty."""
    op.create_table('signed_copy',
    sa.Column('paper_id', sa.Uuid(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('verdict', sa.JSON(), nullable=False),
    sa.Column('brought_by', sa.Uuid(), nullable=False),
    sa.Column('brought_at', inspect_app.kernel.tables.UtcDateTime(timezone=True), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['brought_by'], ['person.id'], name=op.f('fk_signed_copy_brought_by_person')),
    sa.ForeignKeyConstraint(['paper_id'], ['issued_paper.id'], name=op.f('fk_signed_copy_paper_id_issued_paper')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_signed_copy')),
    sa.UniqueConstraint('paper_id', 'sha256', name=op.f('uq_signed_copy_paper_id_sha256'))
    )
    with op.batch_alter_table('signed_copy', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_signed_copy_paper_id'), ['paper_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_signed_copy_sha256'), ['sha256'], unique=False)
    dialect = op.get_bind().dialect.name
    for guard in GUARDS:
        for statement in guard.statements(dialect):
            op.execute(statement)


def downgrade() -> None:
    """Forgets what came back; the files stay in the store."""
    op.drop_table('signed_copy')
    if op.get_bind().dialect.name == 'postgresql':
        for guard in GUARDS:
            op.execute(f'DROP FUNCTION {guard.trigger}()')
