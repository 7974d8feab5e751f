"""What a unit explains to the draft of its conclusion, and what the team answers."""

import sqlalchemy as sa
from alembic import op

import inspect_app.kernel.tables
from inspect_app.kernel.guards import Guard

revision = '0012'
down_revision = '0011'
branch_labels = None
depends_on = None

# As the rooms declared them when this revision was made: (table, name, operation, condition, message).
GUARDS = (
    Guard('explanation_round', 'issued', 'INSERT', "EXISTS (SELECT 1 FROM conclusion WHERE conclusion.id = NEW.conclusion_id AND conclusion.state = 'issued')", 'an issued conclusion never changes: a correction is a new document'),
    Guard('explanation_round', 'issued', 'UPDATE', "EXISTS (SELECT 1 FROM conclusion WHERE conclusion.id = OLD.conclusion_id AND conclusion.state = 'issued')", 'an issued conclusion never changes: a correction is a new document'),
    Guard('explanation_round', 'submitted', 'UPDATE', 'OLD.submitted_at IS NOT NULL', 'a submitted explanation never changes'),
    Guard('explanation_round', 'sent', 'UPDATE', 'OLD.conclusion_id <> NEW.conclusion_id OR OLD.number <> NEW.number OR OLD.sent_at <> NEW.sent_at OR OLD.sent_by <> NEW.sent_by OR OLD.due_on <> NEW.due_on OR (OLD.lapsed_at IS NOT NULL AND NEW.lapsed_at IS NULL)', 'what was sent to the unit never changes'),
    Guard('explanation_round', 'kept', 'DELETE', 'OLD.id IS NOT NULL', 'what was sent to the unit never changes'),
    Guard('explanation_point', 'sent', 'INSERT', "EXISTS (SELECT 1 FROM explanation_round JOIN conclusion ON conclusion.id = explanation_round.conclusion_id WHERE explanation_round.id = NEW.round_id AND (explanation_round.submitted_at IS NOT NULL OR conclusion.state = 'issued'))", 'what was sent to the unit never changes'),
    Guard('explanation_point', 'sent', 'UPDATE', 'OLD.id IS NOT NULL', 'what was sent to the unit never changes'),
    Guard('explanation_point', 'sent', 'DELETE', 'OLD.id IS NOT NULL', 'what was sent to the unit never changes'),
    Guard('explanation', 'kept', 'DELETE', 'OLD.id IS NOT NULL', 'what the unit wrote is never deleted'),
    Guard('explanation', 'submitted', 'INSERT', 'EXISTS (SELECT 1 FROM explanation_point JOIN explanation_round ON explanation_round.id = explanation_point.round_id WHERE explanation_point.id = NEW.point_id AND explanation_round.submitted_at IS NOT NULL)', 'a submitted explanation never changes'),
    Guard('explanation', 'submitted', 'UPDATE', 'EXISTS (SELECT 1 FROM explanation_point JOIN explanation_round ON explanation_round.id = explanation_point.round_id WHERE explanation_point.id = OLD.point_id AND explanation_round.submitted_at IS NOT NULL)', 'a submitted explanation never changes'),
    Guard('explanation', 'issued', 'INSERT', "EXISTS (SELECT 1 FROM explanation_point JOIN explanation_round ON explanation_round.id = explanation_point.round_id JOIN conclusion ON conclusion.id = explanation_round.conclusion_id WHERE explanation_point.id = NEW.point_id AND conclusion.state = 'issued')", 'an issued conclusion never changes: a correction is a new document'),
    Guard('explanation', 'issued', 'UPDATE', "EXISTS (SELECT 1 FROM explanation_point JOIN explanation_round ON explanation_round.id = explanation_point.round_id JOIN conclusion ON conclusion.id = explanation_round.conclusion_id WHERE explanation_point.id = OLD.point_id AND conclusion.state = 'issued')", 'an issued conclusion never changes: a correction is a new document'),
    Guard('explanation_answer', 'issued', 'INSERT', "EXISTS (SELECT 1 FROM explanation_point JOIN explanation_round ON explanation_round.id = explanation_point.round_id JOIN conclusion ON conclusion.id = explanation_round.conclusion_id WHERE explanation_point.id = NEW.point_id AND conclusion.state = 'issued')", 'an issued conclusion never changes: a correction is a new document'),
    Guard('explanation_answer', 'issued', 'UPDATE', "EXISTS (SELECT 1 FROM explanation_point JOIN explanation_round ON explanation_round.id = explanation_point.round_id JOIN conclusion ON conclusion.id = explanation_round.conclusion_id WHERE explanation_point.id = OLD.point_id AND conclusion.state = 'issued')", 'an issued conclusion never changes: a correction is a new document'),
    Guard('explanation_answer', 'kept', 'DELETE', 'OLD.id IS NOT NULL', 'an answer is never deleted'),
)
BEFORE_THE_STEP = 'Dự thảo lập trước khi có bước giải trình.'


def upgrade() -> None:
    """Makes the tables and their guards. A draft of before goes on as it began: it is not sent to the unit any more.

    Plain ALTERs: making the conclusions' table anew would lose its guards on SQLite.
    """
    op.create_table('explanation_round',
    sa.Column('conclusion_id', sa.Uuid(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('sent_at', inspect_app.kernel.tables.UtcDateTime(), nullable=False),
    sa.Column('sent_by', sa.Uuid(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('lapsed_at', inspect_app.kernel.tables.UtcDateTime(), nullable=True),
    sa.Column('lapsed_by', sa.Uuid(), nullable=True),
    sa.Column('submitted_at', inspect_app.kernel.tables.UtcDateTime(), nullable=True),
    sa.Column('submitted_by', sa.Uuid(), nullable=True),
    sa.Column('late', sa.Boolean(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.CheckConstraint('(lapsed_at IS NULL) = (lapsed_by IS NULL)', name=op.f('ck_explanation_round_lapsed_by_somebody')),
    sa.CheckConstraint('(submitted_at IS NULL) = (submitted_by IS NULL)', name=op.f('ck_explanation_round_submitted_by_somebody')),
    sa.CheckConstraint('submitted_at IS NOT NULL OR NOT late', name=op.f('ck_explanation_round_late_when_submitted')),
    sa.ForeignKeyConstraint(['conclusion_id'], ['conclusion.id'], name=op.f('fk_explanation_round_conclusion_id_conclusion')),
    sa.ForeignKeyConstraint(['lapsed_by'], ['person.id'], name=op.f('fk_explanation_round_lapsed_by_person')),
    sa.ForeignKeyConstraint(['sent_by'], ['person.id'], name=op.f('fk_explanation_round_sent_by_person')),
    sa.ForeignKeyConstraint(['submitted_by'], ['person.id'], name=op.f('fk_explanation_round_submitted_by_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_explanation_round')),
    sa.UniqueConstraint('conclusion_id', 'number', name=op.f('uq_explanation_round_conclusion_id_number'))
    )
    op.create_table('explanation_point',
    sa.Column('round_id', sa.Uuid(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('finding_id', sa.Uuid(), nullable=False),
    sa.Column('area', sa.Integer(), nullable=True),
    sa.Column('grade', sa.Enum('major', 'minor', 'note', name='grade', native_enum=False, length=40), nullable=False),
    sa.Column('text', sa.String(), nullable=False),
    sa.Column('basis', sa.String(), nullable=False),
    sa.Column('requests', sa.JSON(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['finding_id'], ['finding.id'], name=op.f('fk_explanation_point_finding_id_finding')),
    sa.ForeignKeyConstraint(['round_id'], ['explanation_round.id'], name=op.f('fk_explanation_point_round_id_explanation_round')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_explanation_point')),
    sa.UniqueConstraint('round_id', 'finding_id', name=op.f('uq_explanation_point_round_id_finding_id')),
    sa.UniqueConstraint('round_id', 'position', name=op.f('uq_explanation_point_round_id_position'))
    )
    with op.batch_alter_table('explanation_point', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_explanation_point_finding_id'), ['finding_id'], unique=False)

    op.create_table('explanation',
    sa.Column('point_id', sa.Uuid(), nullable=False),
    sa.Column('stance', sa.Enum('agree', 'disagree', name='stance', native_enum=False, length=40), nullable=True),
    sa.Column('text', sa.String(), nullable=False),
    sa.Column('files', sa.JSON(), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('written_by', sa.Uuid(), nullable=False),
    sa.Column('written_at', inspect_app.kernel.tables.UtcDateTime(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['point_id'], ['explanation_point.id'], name=op.f('fk_explanation_point_id_explanation_point')),
    sa.ForeignKeyConstraint(['written_by'], ['person.id'], name=op.f('fk_explanation_written_by_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_explanation')),
    sa.UniqueConstraint('point_id', name=op.f('uq_explanation_point_id'))
    )
    op.create_table('explanation_answer',
    sa.Column('point_id', sa.Uuid(), nullable=False),
    sa.Column('answer', sa.Enum('kept', 'changed', 'withdrawn', name='pointanswer', native_enum=False, length=40), nullable=False),
    sa.Column('reason', sa.String(length=4000), nullable=False),
    sa.Column('needs_review', sa.Boolean(), nullable=False),
    sa.Column('answered_by', sa.Uuid(), nullable=False),
    sa.Column('answered_at', inspect_app.kernel.tables.UtcDateTime(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['answered_by'], ['person.id'], name=op.f('fk_explanation_answer_answered_by_person')),
    sa.ForeignKeyConstraint(['point_id'], ['explanation_point.id'], name=op.f('fk_explanation_answer_point_id_explanation_point')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_explanation_answer')),
    sa.UniqueConstraint('point_id', name=op.f('uq_explanation_answer_point_id'))
    )
    dialect = op.get_bind().dialect
    moment, person = (kind.compile(dialect=dialect) for kind in (inspect_app.kernel.tables.UtcDateTime(), sa.Uuid()))
    op.execute(f'ALTER TABLE conclusion ADD COLUMN skipped_at {moment}')
    op.execute(
        'ALTER TABLE conclusion ADD COLUMN skip_reason VARCHAR '
        'CONSTRAINT ck_conclusion_skipped_with_reason CHECK ((skipped_at IS NULL) = (skip_reason IS NULL))'
    )
    op.execute(
        f'ALTER TABLE conclusion ADD COLUMN skipped_by {person} '
        'CONSTRAINT fk_conclusion_skipped_by_person REFERENCES person (id)'
    )
    waiting = sa.text("UPDATE conclusion SET skipped_at = created_at, skip_reason = :reason WHERE state <> 'issued'")
    op.execute(waiting.bindparams(reason=BEFORE_THE_STEP))
    for guard in GUARDS:
        for statement in guard.statements(dialect.name):
            op.execute(sa.DDL(statement.replace('%', '%%')))


def downgrade() -> None:
    """Takes it back; what was explained is lost with its tables."""
    for column in ('skipped_by', 'skip_reason', 'skipped_at'):
        op.execute(f'ALTER TABLE conclusion DROP COLUMN {column}')
    for table in ('explanation_answer', 'explanation', 'explanation_point', 'explanation_round'):
        op.drop_table(table)
    if op.get_bind().dialect.name == 'postgresql':
        for guard in GUARDS:
            op.execute(f'DROP FUNCTION IF EXISTS {guard.trigger}()')
