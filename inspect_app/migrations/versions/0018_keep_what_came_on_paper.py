"""Explanations that came on paper, and what was recalled from a unit."""

import sqlalchemy as sa
from alembic import op

import inspect_app.kernel.tables
from inspect_app.kernel.guards import Guard

revision = '0018'
down_revision = '0017'
branch_labels = None
depends_on = None

# As the rooms declared them when this revision was made: (table, name, operation, condition, message).
GUARDS = (
    Guard('explanation_round', 'recalled', 'UPDATE', 'OLD.recalled_at IS NOT NULL', 'what was recalled from the unit stands still'),
    Guard('explanation', 'recalled', 'INSERT', 'EXISTS (SELECT 1 FROM explanation_point JOIN explanation_round ON explanation_round.id = explanation_point.round_id WHERE explanation_point.id = NEW.point_id AND explanation_round.recalled_at IS NOT NULL)', 'what was recalled from the unit stands still'),
    Guard('explanation', 'recalled', 'UPDATE', 'EXISTS (SELECT 1 FROM explanation_point JOIN explanation_round ON explanation_round.id = explanation_point.round_id WHERE explanation_point.id = OLD.point_id AND explanation_round.recalled_at IS NOT NULL)', 'what was recalled from the unit stands still'),
    Guard('explanation_round', 'recall_reason', 'UPDATE', '(NEW.recalled_at IS NULL) <> (NEW.recall_reason IS NULL) OR (NEW.recalled_at IS NULL) <> (NEW.recalled_by IS NULL) OR (NEW.recalled_at IS NOT NULL AND NEW.submitted_at IS NOT NULL)', 'what was sent is recalled with a reason, and not once it was submitted'),
    Guard('explanation_round', 'by_post', 'UPDATE', "(NEW.received_on IS NULL) <> (NEW.entered_by IS NULL) OR (NEW.received_on IS NOT NULL AND (NEW.submitted_at IS NULL OR CAST(NEW.scan AS TEXT) = '[]'))", 'an explanation on paper is entered with its day, by somebody, and with its scan'),
)
PEOPLE = ('entered_by', 'recalled_by')


def upgrade() -> None:
    """Until now a unit explained on its own page alone. Plain ALTERs, so that the table keeps its guards on SQLite."""
    identity = sa.Uuid().compile(dialect=op.get_bind().dialect)
    for name in PEOPLE:
        op.execute(
            f'ALTER TABLE explanation_round ADD COLUMN {name} {identity} '
            f'CONSTRAINT fk_explanation_round_{name}_person REFERENCES person (id)'
        )
    op.add_column('explanation_round', sa.Column('received_on', sa.Date(), nullable=True))
    op.add_column('explanation_round', sa.Column('scan', sa.JSON(), server_default='[]', nullable=False))
    op.add_column(
        'explanation_round', sa.Column('recalled_at', inspect_app.kernel.tables.UtcDateTime(), nullable=True)
    )
    op.add_column('explanation_round', sa.Column('recall_reason', sa.String(length=1000), nullable=True))
    dialect = op.get_bind().dialect.name
    for guard in GUARDS:
        for statement in guard.statements(dialect):
            op.execute(sa.DDL(statement.replace('%', '%%')))


def downgrade() -> None:
    """Takes it back; what came on paper stays as submitted, without its scan."""
    is_postgresql = op.get_bind().dialect.name == 'postgresql'
    for guard in GUARDS:
        op.execute(f'DROP TRIGGER {guard.trigger} ON {guard.table}' if is_postgresql else f'DROP TRIGGER {guard.trigger}')
        if is_postgresql:
            op.execute(f'DROP FUNCTION {guard.trigger}()')
    for name in ('recall_reason', 'recalled_at', 'scan', 'received_on', *reversed(PEOPLE)):
        op.execute(f'ALTER TABLE explanation_round DROP COLUMN {name}')
