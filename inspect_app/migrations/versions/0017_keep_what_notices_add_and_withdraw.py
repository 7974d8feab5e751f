"""Notices that replace may withdraw and add findings and requests."""

import sqlalchemy as sa
from alembic import op

import inspect_app.kernel.tables
from inspect_app.kernel.guards import Guard

revision = '0017'
down_revision = '0016'
branch_labels = None
depends_on = None

# As the rooms declared them before this revision and when it was made: (table, name, operation, condition, message).
BEFORE = (
    Guard('finding', 'frozen', 'INSERT', 'EXISTS (SELECT 1 FROM visit WHERE visit.id = NEW.visit_id AND visit.frozen_at IS NOT NULL)', 'the visit is frozen: its conclusion was issued'),
    Guard('conclusion_request', 'issued', 'INSERT', "EXISTS (SELECT 1 FROM conclusion WHERE conclusion.id = NEW.conclusion_id AND conclusion.state = 'issued')", 'an issued conclusion never changes: a correction is a new document'),
    Guard('request_finding', 'issued', 'INSERT', "EXISTS (SELECT 1 FROM conclusion_request JOIN conclusion ON conclusion.id = conclusion_request.conclusion_id WHERE conclusion_request.id = NEW.request_id AND conclusion.state = 'issued')", 'an issued conclusion never changes: a correction is a new document'),
    Guard('correction', 'submitted', 'UPDATE', "OLD.state = 'submitted' AND NEW.state IN ('submitted', 'issued') AND (CAST(NEW.changes AS TEXT) <> CAST(OLD.changes AS TEXT) OR NEW.reason <> OLD.reason OR NEW.base_id <> OLD.base_id OR NEW.approved_by <> OLD.approved_by)", 'a submitted correction stands still until it is sent back'),
    Guard('corrective_action', 'verified', 'UPDATE', "OLD.state = 'verified'", 'a verified action never changes'),
)
GUARDS = (
    Guard('finding', 'frozen', 'INSERT', 'NEW.paper_id IS NULL AND EXISTS (SELECT 1 FROM visit WHERE visit.id = NEW.visit_id AND visit.frozen_at IS NOT NULL)', 'the visit is frozen: its conclusion was issued'),
    Guard('finding_withdrawal', 'kept', 'UPDATE', 'OLD.finding_id IS NOT NULL', 'what was withdrawn by a notice stays withdrawn'),
    Guard('finding_withdrawal', 'kept', 'DELETE', 'OLD.finding_id IS NOT NULL', 'what was withdrawn by a notice stays withdrawn'),
    Guard('conclusion_request', 'issued', 'INSERT', "NEW.paper_id IS NULL AND EXISTS (SELECT 1 FROM conclusion WHERE conclusion.id = NEW.conclusion_id AND conclusion.state = 'issued')", 'an issued conclusion never changes: a correction is a new document'),
    Guard('request_finding', 'issued', 'INSERT', "EXISTS (SELECT 1 FROM conclusion_request JOIN conclusion ON conclusion.id = conclusion_request.conclusion_id WHERE conclusion_request.id = NEW.request_id AND conclusion.state = 'issued' AND conclusion_request.paper_id IS NULL)", 'an issued conclusion never changes: a correction is a new document'),
    Guard('correction', 'submitted', 'UPDATE', "OLD.state = 'submitted' AND NEW.state IN ('submitted', 'issued') AND (CAST(NEW.changes AS TEXT) <> CAST(OLD.changes AS TEXT) OR NEW.reason <> OLD.reason OR CAST(NEW.sources AS TEXT) <> CAST(OLD.sources AS TEXT) OR CAST(NEW.confirmed AS TEXT) <> CAST(OLD.confirmed AS TEXT) OR NEW.base_id <> OLD.base_id OR NEW.approved_by <> OLD.approved_by)", 'a submitted correction stands still until it is sent back'),
    Guard('finding', 'by_notice', 'INSERT', "NEW.paper_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM correction JOIN conclusion ON conclusion.id = correction.conclusion_id JOIN paper_amendment ON paper_amendment.amended_id = correction.base_id WHERE correction.state = 'submitted' AND paper_amendment.how = 'replaces' AND paper_amendment.paper_id = NEW.paper_id AND conclusion.visit_id = NEW.visit_id)", 'an issued conclusion is changed by a notice that replaces it, and by nothing else'),
    Guard('finding_withdrawal', 'by_notice', 'INSERT', "NOT EXISTS (SELECT 1 FROM correction JOIN conclusion ON conclusion.id = correction.conclusion_id JOIN paper_amendment ON paper_amendment.amended_id = correction.base_id WHERE correction.state = 'submitted' AND paper_amendment.how = 'replaces' AND paper_amendment.paper_id = NEW.paper_id AND conclusion.visit_id = (SELECT finding.visit_id FROM finding WHERE finding.id = NEW.finding_id))", 'an issued conclusion is changed by a notice that replaces it, and by nothing else'),
    Guard('conclusion_request', 'by_notice', 'INSERT', "NEW.paper_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM correction JOIN conclusion ON conclusion.id = correction.conclusion_id JOIN paper_amendment ON paper_amendment.amended_id = correction.base_id WHERE correction.state = 'submitted' AND paper_amendment.how = 'replaces' AND paper_amendment.paper_id = NEW.paper_id AND conclusion.id = NEW.conclusion_id)", 'an issued conclusion is changed by a notice that replaces it, and by nothing else'),
    Guard('request_finding', 'by_notice', 'INSERT', "EXISTS (SELECT 1 FROM conclusion_request WHERE conclusion_request.id = NEW.request_id AND conclusion_request.paper_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM correction JOIN conclusion ON conclusion.id = correction.conclusion_id JOIN paper_amendment ON paper_amendment.amended_id = correction.base_id WHERE correction.state = 'submitted' AND paper_amendment.how = 'replaces' AND paper_amendment.paper_id = conclusion_request.paper_id AND conclusion.id = conclusion_request.conclusion_id))", 'an issued conclusion is changed by a notice that replaces it, and by nothing else'),
    Guard('corrective_action', 'verified', 'UPDATE', "OLD.state IN ('verified', 'withdrawn')", 'a verified or withdrawn action never changes'),
    Guard('corrective_action', 'by_notice', 'INSERT', "(NEW.state = 'withdrawn') <> (NEW.paper_id IS NOT NULL) OR (NEW.paper_id IS NULL) <> (NEW.withdrawn_reason IS NULL) OR (NEW.paper_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM correction JOIN conclusion ON conclusion.id = correction.conclusion_id WHERE correction.paper_id = NEW.paper_id AND conclusion.visit_id = NEW.visit_id))", 'a corrective action is withdrawn by a notice that replaces, with its reason'),
    Guard('corrective_action', 'by_notice', 'UPDATE', "(NEW.state = 'withdrawn') <> (NEW.paper_id IS NOT NULL) OR (NEW.paper_id IS NULL) <> (NEW.withdrawn_reason IS NULL) OR (NEW.paper_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM correction JOIN conclusion ON conclusion.id = correction.conclusion_id WHERE correction.paper_id = NEW.paper_id AND conclusion.visit_id = NEW.visit_id))", 'a corrective action is withdrawn by a notice that replaces, with its reason'),
)
POINTERS = ('finding', 'conclusion_request', 'corrective_action')


def upgrade() -> None:
    """Until now a notice worded anew and did no more. Plain ALTERs, so that tables keep their guards on SQLite."""
    op.create_table('finding_withdrawal',
    sa.Column('finding_id', sa.Uuid(), nullable=False),
    sa.Column('paper_id', sa.Uuid(), nullable=False),
    sa.Column('reason', sa.String(length=1000), nullable=False),
    sa.Column('withdrawn_at', inspect_app.kernel.tables.UtcDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['finding_id'], ['finding.id'], name=op.f('fk_finding_withdrawal_finding_id_finding')),
    sa.ForeignKeyConstraint(['paper_id'], ['issued_paper.id'], name=op.f('fk_finding_withdrawal_paper_id_issued_paper')),
    sa.PrimaryKeyConstraint('finding_id', name=op.f('pk_finding_withdrawal'))
    )
    op.create_index(op.f('ix_finding_withdrawal_paper_id'), 'finding_withdrawal', ['paper_id'])
    identity = sa.Uuid().compile(dialect=op.get_bind().dialect)
    for table in POINTERS:
        op.execute(
            f'ALTER TABLE {table} ADD COLUMN paper_id {identity} '
            f'CONSTRAINT fk_{table}_paper_id_issued_paper REFERENCES issued_paper (id)'
        )
    op.add_column('corrective_action', sa.Column('withdrawn_reason', sa.String(length=1000), nullable=True))
    op.add_column('correction', sa.Column('sources', sa.JSON(), server_default='{}', nullable=False))
    op.add_column('correction', sa.Column('confirmed', sa.JSON(), server_default='[]', nullable=False))
    _drop(BEFORE)
    _make(GUARDS)


def downgrade() -> None:
    """Takes it back; what notices added stays without their name, what they withdrew counts again."""
    _drop(GUARDS)
    op.execute('ALTER TABLE correction DROP COLUMN confirmed')
    op.execute('ALTER TABLE correction DROP COLUMN sources')
    op.execute('ALTER TABLE corrective_action DROP COLUMN withdrawn_reason')
    for table in reversed(POINTERS):
        op.execute(f'ALTER TABLE {table} DROP COLUMN paper_id')
    op.drop_table('finding_withdrawal')
    _make(BEFORE)


def _drop(guards: tuple[Guard, ...]) -> None:
    is_postgresql = op.get_bind().dialect.name == 'postgresql'
    for guard in guards:
        op.execute(f'DROP TRIGGER {guard.trigger} ON {guard.table}' if is_postgresql else f'DROP TRIGGER {guard.trigger}')
        if is_postgresql:
            op.execute(f'DROP FUNCTION {guard.trigger}()')


def _make(guards: tuple[Guard, ...]) -> None:
    dialect = op.get_bind().dialect.name
    for guard in guards:
        for statement in guard.statements(dialect):
            op.execute(sa.DDL(statement.replace('%', '%%')))
