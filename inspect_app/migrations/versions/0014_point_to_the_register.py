"""An issued conclusion points to its paper in the register."""

import sqlalchemy as sa
from alembic import op

revision = '0014'
down_revision = '0013'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """A plain ALTER: making the table anew would lose its guards on SQLite. What was issued before has none."""
    identity = sa.Uuid().compile(dialect=op.get_bind().dialect)
    op.execute(
        f'ALTER TABLE conclusion ADD COLUMN paper_id {identity} '
        'CONSTRAINT fk_conclusion_paper_id_issued_paper REFERENCES issued_paper (id)'
    )


def downgrade() -> None:
    """Forgets it."""
    op.execute('ALTER TABLE conclusion DROP COLUMN paper_id')
