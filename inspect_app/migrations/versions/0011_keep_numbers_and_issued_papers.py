"""Keeps the register of numbers, the papers that were issued, and those that wait to be."""

import secrets
from typing import Any

import sqlalchemy as sa
from alembic import op

import inspect_app.kernel.tables
from inspect_app.kernel.guards import Guard
from inspect_app.kernel.ids import new_id
from inspect_app.kernel.text import fold

revision = '0011'
down_revision = '0010'
branch_labels = None
depends_on = None

# As the room declared them when this revision was made: (table, name, operation, condition, message).
GUARDS = (
    Guard('number_book', 'used', 'UPDATE', 'EXISTS (SELECT 1 FROM register_entry WHERE register_entry.book_id = OLD.id)', 'a register that has numbers keeps its rules'),
    Guard('number_book', 'kept', 'DELETE', 'OLD.id IS NOT NULL', 'a register is never deleted'),
    Guard('issuing_body', 'kept', 'UPDATE', 'OLD.id IS NOT NULL', 'an issuing body stays as it is'),
    Guard('issuing_body', 'kept', 'DELETE', 'OLD.id IS NOT NULL', 'an issuing body stays as it is'),
    Guard('register_entry', 'in_order', 'INSERT', "NEW.source = 'own' AND NOT EXISTS (SELECT 1 FROM register_entry AS earlier WHERE earlier.book_id = NEW.book_id AND earlier.series = NEW.series AND earlier.number = NEW.number - 1) AND NOT EXISTS (SELECT 1 FROM number_book WHERE number_book.id = NEW.book_id AND number_book.first_number = NEW.number)", 'numbers follow one another without a gap'),
    Guard('register_entry', 'of_book', 'INSERT', "NOT EXISTS (SELECT 1 FROM number_book WHERE number_book.id = NEW.book_id AND number_book.source = NEW.source) OR NOT EXISTS (SELECT 1 FROM number_book WHERE number_book.id = NEW.book_id AND (NEW.series = '') = number_book.one_series)", 'a number keeps to the rules of its register'),
    Guard('register_entry', 'kept', 'DELETE', 'OLD.id IS NOT NULL', 'a number is never deleted'),
    Guard('register_entry', 'same', 'UPDATE', 'NEW.book_id <> OLD.book_id OR NEW.series <> OLD.series OR NEW.number <> OLD.number OR NEW.suffix <> OLD.suffix OR NEW.source <> OLD.source OR NEW.type_sign <> OLD.type_sign OR NEW.purpose <> OLD.purpose OR NEW.taken_by <> OLD.taken_by OR NEW.taken_at <> OLD.taken_at', 'a number of the register never changes'),
    Guard('register_entry', 'settled', 'UPDATE', "OLD.state <> 'reserved' AND NOT (OLD.state = 'issued' AND OLD.source = 'office' AND NEW.state = 'cancelled' AND NEW.paper_id IS NOT DISTINCT FROM OLD.paper_id)", 'an issued or cancelled number never changes'),
    Guard('issued_paper', 'issued', 'UPDATE', 'OLD.id IS NOT NULL', 'an issued paper never changes: a correction is a new paper'),
    Guard('issued_paper', 'issued', 'DELETE', 'OLD.id IS NOT NULL', 'an issued paper never changes: a correction is a new paper'),
    Guard('paper_amendment', 'kept', 'UPDATE', 'OLD.paper_id IS NOT NULL', 'what was said of a paper stays'),
    Guard('paper_amendment', 'kept', 'DELETE', 'OLD.paper_id IS NOT NULL', 'what was said of a paper stays'),
    Guard('paper_withdrawal', 'kept', 'UPDATE', 'OLD.paper_id IS NOT NULL', 'what was said of a paper stays'),
    Guard('paper_withdrawal', 'kept', 'DELETE', 'OLD.paper_id IS NOT NULL', 'what was said of a paper stays'),
    Guard('paper_draft', 'kept', 'DELETE', 'OLD.id IS NOT NULL', 'what was prepared is never deleted'),
    Guard('paper_draft', 'ended', 'UPDATE', "OLD.state IN ('issued', 'dropped')", 'an issued or dropped draft never changes'),
    Guard('paper_draft', 'submitted', 'UPDATE', "OLD.state = 'submitted' AND NEW.state IN ('submitted', 'issued') AND (CAST(NEW.sheet AS TEXT) IS DISTINCT FROM CAST(OLD.sheet AS TEXT) OR NEW.title <> OLD.title OR CAST(NEW.words AS TEXT) <> CAST(OLD.words AS TEXT) OR NEW.prepared_by <> OLD.prepared_by OR NEW.about_id <> OLD.about_id OR NEW.kind <> OLD.kind)", 'a submitted paper stands still until it is sent back'),
)
TEAM_TITLES = ('trưởng đoàn', 'phó trưởng đoàn', 'tổ trưởng', 'tổ phó')
TABLES = ('register_entry', 'paper_withdrawal', 'paper_draft', 'paper_amendment', 'number_book', 'issued_paper', 'issuing_body')


def upgrade() -> None:
    """Makes the tables and their guards; every conclusion that was issued until now stands in the register, without a number."""
    op.create_table('issuing_body',
    sa.Column('unit_id', sa.Uuid(), nullable=False),
    sa.Column('team', sa.String(length=200), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_issuing_body_unit_id_unit')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_issuing_body')),
    sa.UniqueConstraint('unit_id', 'team', name=op.f('uq_issuing_body_unit_id_team'))
    )
    op.create_table('issued_paper',
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('type_sign', sa.String(length=10), nullable=False),
    sa.Column('sign', sa.String(length=60), nullable=False),
    sa.Column('title', sa.String(length=600), nullable=False),
    sa.Column('search_title', sa.String(length=900), nullable=False),
    sa.Column('about_kind', sa.Enum('campaign', 'visit', 'conclusion', 'action', 'rating_year', name='aboutkind', native_enum=False, length=40), nullable=False),
    sa.Column('about_id', sa.Uuid(), nullable=False),
    sa.Column('unit_id', sa.Uuid(), nullable=True),
    sa.Column('body_id', sa.Uuid(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('sheet', sa.JSON(), nullable=False),
    sa.Column('pdf_sha256', sa.String(length=64), nullable=False),
    sa.Column('docx_sha256', sa.String(length=64), nullable=True),
    sa.Column('code', sa.String(length=64), nullable=False),
    sa.Column('prepared_by', sa.Uuid(), nullable=True),
    sa.Column('signer_id', sa.Uuid(), nullable=False),
    sa.Column('delegation_id', sa.Uuid(), nullable=False),
    sa.Column('issued_at', inspect_app.kernel.tables.UtcDateTime(), nullable=False),
    sa.Column('issued_on', sa.Date(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.CheckConstraint('prepared_by IS NULL OR prepared_by <> signer_id', name=op.f('ck_issued_paper_two_persons')),
    sa.ForeignKeyConstraint(['body_id'], ['issuing_body.id'], name=op.f('fk_issued_paper_body_id_issuing_body')),
    sa.ForeignKeyConstraint(['delegation_id'], ['delegation.id'], name=op.f('fk_issued_paper_delegation_id_delegation')),
    sa.ForeignKeyConstraint(['prepared_by'], ['person.id'], name=op.f('fk_issued_paper_prepared_by_person')),
    sa.ForeignKeyConstraint(['signer_id'], ['person.id'], name=op.f('fk_issued_paper_signer_id_person')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_issued_paper_unit_id_unit')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_issued_paper')),
    sa.UniqueConstraint('code', name=op.f('uq_issued_paper_code'))
    )
    with op.batch_alter_table('issued_paper', schema=None) as batch_op:
        batch_op.create_index('ix_issued_paper_about', ['about_kind', 'about_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_issued_paper_unit_id'), ['unit_id'], unique=False)
        batch_op.create_index('ix_issued_paper_year_body', ['year', 'body_id'], unique=False)

    op.create_table('number_book',
    sa.Column('body_id', sa.Uuid(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('source', sa.Enum('office', 'own', name='numbersource', native_enum=False, length=40), nullable=False),
    sa.Column('one_series', sa.Boolean(), nullable=False),
    sa.Column('first_number', sa.Integer(), nullable=False),
    sa.Column('opened_at', inspect_app.kernel.tables.UtcDateTime(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.CheckConstraint('first_number >= 1', name=op.f('ck_number_book_from_one')),
    sa.ForeignKeyConstraint(['body_id'], ['issuing_body.id'], name=op.f('fk_number_book_body_id_issuing_body')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_number_book')),
    sa.UniqueConstraint('body_id', 'year', name=op.f('uq_number_book_body_id_year'))
    )
    op.create_table('paper_amendment',
    sa.Column('paper_id', sa.Uuid(), nullable=False),
    sa.Column('amended_id', sa.Uuid(), nullable=False),
    sa.Column('how', sa.Enum('replaces', 'corrects', name='amendmentkind', native_enum=False, length=40), nullable=False),
    sa.CheckConstraint('paper_id <> amended_id', name=op.f('ck_paper_amendment_two_papers')),
    sa.ForeignKeyConstraint(['amended_id'], ['issued_paper.id'], name=op.f('fk_paper_amendment_amended_id_issued_paper')),
    sa.ForeignKeyConstraint(['paper_id'], ['issued_paper.id'], name=op.f('fk_paper_amendment_paper_id_issued_paper')),
    sa.PrimaryKeyConstraint('paper_id', name=op.f('pk_paper_amendment'))
    )
    with op.batch_alter_table('paper_amendment', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_paper_amendment_amended_id'), ['amended_id'], unique=False)
        batch_op.create_index('uq_paper_amendment_replaced_once', ['amended_id'], unique=True, sqlite_where=sa.text("how = 'replaces'"), postgresql_where=sa.text("how = 'replaces'"))

    op.create_table('paper_draft',
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('about_kind', sa.Enum('campaign', 'visit', 'conclusion', 'action', 'rating_year', name='aboutkind', native_enum=False, length=40), nullable=False),
    sa.Column('about_id', sa.Uuid(), nullable=False),
    sa.Column('unit_id', sa.Uuid(), nullable=True),
    sa.Column('title', sa.String(length=600), nullable=False),
    sa.Column('words', sa.JSON(), nullable=False),
    sa.Column('state', sa.Enum('draft', 'submitted', 'issued', 'dropped', name='draftstate', native_enum=False, length=40), nullable=False),
    sa.Column('prepared_by', sa.Uuid(), nullable=False),
    sa.Column('created_at', inspect_app.kernel.tables.UtcDateTime(), nullable=False),
    sa.Column('delegation_id', sa.Uuid(), nullable=True),
    sa.Column('submitted_at', inspect_app.kernel.tables.UtcDateTime(), nullable=True),
    sa.Column('sheet', sa.JSON(), nullable=True),
    sa.Column('reason', sa.String(length=1000), nullable=True),
    sa.Column('amends_id', sa.Uuid(), nullable=True),
    sa.Column('amends_how', sa.Enum('replaces', 'corrects', name='amendmentkind', native_enum=False, length=40), nullable=True),
    sa.Column('paper_id', sa.Uuid(), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.CheckConstraint("(state = 'issued') = (paper_id IS NOT NULL)", name=op.f('ck_paper_draft_issued_with_paper')),
    sa.CheckConstraint("state <> 'dropped' OR reason IS NOT NULL", name=op.f('ck_paper_draft_dropped_with_reason')),
    sa.CheckConstraint("state NOT IN ('submitted', 'issued') OR (sheet IS NOT NULL AND submitted_at IS NOT NULL AND delegation_id IS NOT NULL)", name=op.f('ck_paper_draft_submitted_whole')),
    sa.CheckConstraint('(amends_id IS NULL) = (amends_how IS NULL)', name=op.f('ck_paper_draft_amends_whole')),
    sa.ForeignKeyConstraint(['amends_id'], ['issued_paper.id'], name=op.f('fk_paper_draft_amends_id_issued_paper')),
    sa.ForeignKeyConstraint(['delegation_id'], ['delegation.id'], name=op.f('fk_paper_draft_delegation_id_delegation')),
    sa.ForeignKeyConstraint(['paper_id'], ['issued_paper.id'], name=op.f('fk_paper_draft_paper_id_issued_paper')),
    sa.ForeignKeyConstraint(['prepared_by'], ['person.id'], name=op.f('fk_paper_draft_prepared_by_person')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_paper_draft_unit_id_unit')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_paper_draft')),
    sa.UniqueConstraint('paper_id', name=op.f('uq_paper_draft_paper_id'))
    )
    with op.batch_alter_table('paper_draft', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_paper_draft_about_id'), ['about_id'], unique=False)
        batch_op.create_index('uq_paper_draft_open', ['kind', 'about_id'], unique=True, sqlite_where=sa.text("state IN ('draft', 'submitted')"), postgresql_where=sa.text("state IN ('draft', 'submitted')"))

    op.create_table('paper_withdrawal',
    sa.Column('paper_id', sa.Uuid(), nullable=False),
    sa.Column('reason', sa.String(length=1000), nullable=False),
    sa.Column('withdrawn_by', sa.Uuid(), nullable=False),
    sa.Column('withdrawn_at', inspect_app.kernel.tables.UtcDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['paper_id'], ['issued_paper.id'], name=op.f('fk_paper_withdrawal_paper_id_issued_paper')),
    sa.ForeignKeyConstraint(['withdrawn_by'], ['person.id'], name=op.f('fk_paper_withdrawal_withdrawn_by_person')),
    sa.PrimaryKeyConstraint('paper_id', name=op.f('pk_paper_withdrawal'))
    )
    op.create_table('register_entry',
    sa.Column('book_id', sa.Uuid(), nullable=False),
    sa.Column('series', sa.String(length=10), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('suffix', sa.String(length=1), nullable=False),
    sa.Column('source', sa.Enum('office', 'own', name='numbersource', native_enum=False, length=40), nullable=False),
    sa.Column('type_sign', sa.String(length=10), nullable=False),
    sa.Column('purpose', sa.String(length=600), nullable=False),
    sa.Column('taken_by', sa.Uuid(), nullable=False),
    sa.Column('taken_at', inspect_app.kernel.tables.UtcDateTime(), nullable=False),
    sa.Column('state', sa.Enum('reserved', 'issued', 'cancelled', name='entrystate', native_enum=False, length=40), nullable=False),
    sa.Column('paper_id', sa.Uuid(), nullable=True),
    sa.Column('settled_by', sa.Uuid(), nullable=True),
    sa.Column('settled_at', inspect_app.kernel.tables.UtcDateTime(), nullable=True),
    sa.Column('reason', sa.String(length=600), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.CheckConstraint("(state = 'cancelled') = (reason IS NOT NULL)", name=op.f('ck_register_entry_cancelled_with_reason')),
    sa.CheckConstraint("(state = 'issued' AND paper_id IS NOT NULL) OR state <> 'issued'", name=op.f('ck_register_entry_issued_with_paper')),
    sa.CheckConstraint("(state = 'reserved') = (settled_at IS NULL)", name=op.f('ck_register_entry_settled_when')),
    sa.CheckConstraint("source <> 'own' OR suffix = ''", name=op.f('ck_register_entry_own_without_letter')),
    sa.CheckConstraint('(settled_at IS NULL) = (settled_by IS NULL)', name=op.f('ck_register_entry_settled_by_somebody')),
    sa.CheckConstraint('number >= 1', name=op.f('ck_register_entry_from_one')),
    sa.ForeignKeyConstraint(['book_id'], ['number_book.id'], name=op.f('fk_register_entry_book_id_number_book')),
    sa.ForeignKeyConstraint(['paper_id'], ['issued_paper.id'], name=op.f('fk_register_entry_paper_id_issued_paper')),
    sa.ForeignKeyConstraint(['settled_by'], ['person.id'], name=op.f('fk_register_entry_settled_by_person')),
    sa.ForeignKeyConstraint(['taken_by'], ['person.id'], name=op.f('fk_register_entry_taken_by_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_register_entry'))
    )
    with op.batch_alter_table('register_entry', schema=None) as batch_op:
        batch_op.create_index('uq_register_entry_live', ['book_id', 'series', 'number', 'suffix'], unique=True, sqlite_where=sa.text("source = 'own' OR state <> 'cancelled'"), postgresql_where=sa.text("source = 'own' OR state <> 'cancelled'"))
        batch_op.create_index('uq_register_entry_paper', ['paper_id'], unique=True, sqlite_where=sa.text("state = 'issued'"), postgresql_where=sa.text("state = 'issued'"))

    dialect = op.get_bind().dialect.name
    for guard in GUARDS:
        for statement in guard.statements(dialect):
            op.execute(sa.DDL(statement.replace('%', '%%')))
    _enter_issued_conclusions()


def _table(name: str, *columns: tuple[str, Any]) -> sa.TableClause:
    return sa.table(name, *(sa.column(column, kind) for column, kind in columns))


def _enter_issued_conclusions() -> None:
    moment = inspect_app.kernel.tables.UtcDateTime()
    issued = sa.text(
        "SELECT conclusion.id AS id, visit.unit_id AS unit_id, conclusion.drafted_by AS drafted_by, conclusion.signer_id AS signer_id, "
        "conclusion.delegation_id AS delegation_id, delegation.unit_id AS body_unit, delegation.form AS form, delegation.title AS title, "
        "conclusion.issued_at AS issued_at, conclusion.issued_on AS issued_on, conclusion.sheet AS sheet, conclusion.pdf_sha256 AS pdf_sha256 "
        "FROM conclusion JOIN visit ON visit.id = conclusion.visit_id JOIN delegation ON delegation.id = conclusion.delegation_id "
        "WHERE conclusion.state = 'issued' ORDER BY conclusion.issued_at"
    ).columns(
        id=sa.Uuid(), unit_id=sa.Uuid(), drafted_by=sa.Uuid(), signer_id=sa.Uuid(), delegation_id=sa.Uuid(), body_unit=sa.Uuid(),
        form=sa.String(), title=sa.String(), issued_at=moment, issued_on=sa.Date(), sheet=sa.JSON(), pdf_sha256=sa.String(),
    )
    bodies = _table('issuing_body', ('id', sa.Uuid()), ('unit_id', sa.Uuid()), ('team', sa.String()))
    papers = _table(
        'issued_paper', ('id', sa.Uuid()), ('kind', sa.String()), ('type_sign', sa.String()), ('sign', sa.String()), ('title', sa.String()),
        ('search_title', sa.String()), ('about_kind', sa.String()), ('about_id', sa.Uuid()), ('unit_id', sa.Uuid()), ('body_id', sa.Uuid()),
        ('year', sa.Integer()), ('sheet', sa.JSON()), ('pdf_sha256', sa.String()), ('code', sa.String()), ('prepared_by', sa.Uuid()),
        ('signer_id', sa.Uuid()), ('delegation_id', sa.Uuid()), ('issued_at', moment), ('issued_on', sa.Date()),
    )
    connection, known = op.get_bind(), {}
    for row in connection.execute(issued).all():
        sheet = row.sheet or {}
        head = sheet.get('letterhead') or {}
        of_team = row.form == 'own' and row.title.casefold().startswith(TEAM_TITLES)
        team = ' '.join(str(head.get('issuing_body', '')).split())[:200] if of_team else ''
        if (row.body_unit, team) not in known:
            known[row.body_unit, team] = new_id()
            connection.execute(bodies.insert().values(id=known[row.body_unit, team], unit_id=row.body_unit, team=team))
        title, sign = str(sheet.get('subject', 'Kết luận kiểm tra'))[:600], str(head.get('sign', 'TB'))[:60]
        connection.execute(papers.insert().values(
            id=new_id(), kind='conclusion_notice', type_sign='TB', sign=sign, title=title, search_title=fold(f'{title} {sign}')[:900],
            about_kind='conclusion', about_id=row.id, unit_id=row.unit_id, body_id=known[row.body_unit, team], year=row.issued_on.year,
            sheet=sheet, pdf_sha256=row.pdf_sha256, code=secrets.token_urlsafe(18),
            prepared_by=row.drafted_by if row.drafted_by != row.signer_id else None, signer_id=row.signer_id,
            delegation_id=row.delegation_id, issued_at=row.issued_at, issued_on=row.issued_on,
        ))


def downgrade() -> None:
    """Forgets the register, and which papers were issued; the conclusions keep their own."""
    for table in TABLES:
        op.drop_table(table)
    if op.get_bind().dialect.name == 'postgresql':
        for guard in GUARDS:
            op.execute(f'DROP FUNCTION IF EXISTS {guard.trigger}()')
