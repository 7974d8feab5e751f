"""The newest journal entry of a visit is found in an index, without reading all of the visit's."""

from alembic import op

revision = '0019'
down_revision = '0018'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The new index serves whoever looks for a visit's entries too."""
    op.create_index(op.f('ix_journal_entry_visit_id_id'), 'journal_entry', ['visit_id', 'id'], unique=False)
    op.drop_index(op.f('ix_journal_entry_visit_id'), table_name='journal_entry')


def downgrade() -> None:
    """The index of before."""
    op.create_index(op.f('ix_journal_entry_visit_id'), 'journal_entry', ['visit_id'], unique=False)
    op.drop_index(op.f('ix_journal_entry_visit_id_id'), table_name='journal_entry')
