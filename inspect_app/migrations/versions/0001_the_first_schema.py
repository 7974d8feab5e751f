"""The first schema: everything from units to ratings, with the guards that the database keeps by itself."""

import sqlalchemy as sa
from alembic import op

import inspect_app.kernel.tables
from inspect_app.kernel.guards import Guard

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# As the rooms declared them when this revision was made: (table, name, operation, condition, message).
GUARDS = (
    Guard('journal_entry', 'sealed', 'UPDATE', 'OLD.hash IS NOT NULL', 'a journal entry is never changed'),
    Guard('journal_entry', 'kept', 'DELETE', 'OLD.id IS NOT NULL', 'a journal entry is never deleted'),
    Guard('journal_head', 'forward', 'UPDATE', 'NEW.sequence < OLD.sequence', 'the journal only grows'),
    Guard('journal_head', 'kept', 'DELETE', 'OLD.id = 1', 'the head of the journal is never deleted'),
    Guard('visit', 'frozen', 'UPDATE', 'OLD.frozen_at IS NOT NULL', 'a frozen visit never changes'),
    Guard('visit', 'frozen', 'DELETE', 'OLD.frozen_at IS NOT NULL', 'a frozen visit never changes'),
    Guard('team_member', 'frozen', 'INSERT', 'EXISTS (SELECT 1 FROM visit WHERE visit.id = NEW.visit_id AND visit.frozen_at IS NOT NULL)', 'the team of a frozen visit never changes'),
    Guard('team_member', 'frozen', 'UPDATE', 'EXISTS (SELECT 1 FROM visit WHERE visit.id = OLD.visit_id AND visit.frozen_at IS NOT NULL)', 'the team of a frozen visit never changes'),
    Guard('team_member', 'frozen', 'DELETE', 'EXISTS (SELECT 1 FROM visit WHERE visit.id = OLD.visit_id AND visit.frozen_at IS NOT NULL)', 'the team of a frozen visit never changes'),
    Guard('published_checklist', 'frozen', 'UPDATE', 'OLD.id IS NOT NULL', 'a published checklist is never changed'),
    Guard('published_checklist', 'frozen', 'DELETE', 'OLD.id IS NOT NULL', 'a published checklist is never changed'),
    Guard('self_report', 'frozen', 'INSERT', 'EXISTS (SELECT 1 FROM visit WHERE visit.id = NEW.visit_id AND visit.frozen_at IS NOT NULL)', 'the visit is frozen: its conclusion was issued'),
    Guard('self_report', 'frozen', 'UPDATE', 'EXISTS (SELECT 1 FROM visit WHERE visit.id = OLD.visit_id AND visit.frozen_at IS NOT NULL)', 'the visit is frozen: its conclusion was issued'),
    Guard('self_report', 'frozen', 'DELETE', 'EXISTS (SELECT 1 FROM visit WHERE visit.id = OLD.visit_id AND visit.frozen_at IS NOT NULL)', 'the visit is frozen: its conclusion was issued'),
    Guard('answer', 'frozen', 'INSERT', 'EXISTS (SELECT 1 FROM visit WHERE visit.id = NEW.visit_id AND visit.frozen_at IS NOT NULL)', 'the visit is frozen: its conclusion was issued'),
    Guard('answer', 'frozen', 'UPDATE', 'EXISTS (SELECT 1 FROM visit WHERE visit.id = OLD.visit_id AND visit.frozen_at IS NOT NULL)', 'the visit is frozen: its conclusion was issued'),
    Guard('answer', 'frozen', 'DELETE', 'EXISTS (SELECT 1 FROM visit WHERE visit.id = OLD.visit_id AND visit.frozen_at IS NOT NULL)', 'the visit is frozen: its conclusion was issued'),
    Guard('answer_revision', 'frozen', 'INSERT', 'EXISTS (SELECT 1 FROM visit WHERE visit.id = NEW.visit_id AND visit.frozen_at IS NOT NULL)', 'the visit is frozen: its conclusion was issued'),
    Guard('answer_revision', 'frozen', 'UPDATE', 'EXISTS (SELECT 1 FROM visit WHERE visit.id = OLD.visit_id AND visit.frozen_at IS NOT NULL)', 'the visit is frozen: its conclusion was issued'),
    Guard('answer_revision', 'frozen', 'DELETE', 'EXISTS (SELECT 1 FROM visit WHERE visit.id = OLD.visit_id AND visit.frozen_at IS NOT NULL)', 'the visit is frozen: its conclusion was issued'),
    Guard('evidence', 'frozen', 'INSERT', 'EXISTS (SELECT 1 FROM visit WHERE visit.id = NEW.visit_id AND visit.frozen_at IS NOT NULL)', 'the visit is frozen: its conclusion was issued'),
    Guard('evidence', 'frozen', 'UPDATE', 'EXISTS (SELECT 1 FROM visit WHERE visit.id = OLD.visit_id AND visit.frozen_at IS NOT NULL)', 'the visit is frozen: its conclusion was issued'),
    Guard('evidence', 'frozen', 'DELETE', 'EXISTS (SELECT 1 FROM visit WHERE visit.id = OLD.visit_id AND visit.frozen_at IS NOT NULL)', 'the visit is frozen: its conclusion was issued'),
    Guard('minutes', 'frozen', 'INSERT', 'EXISTS (SELECT 1 FROM visit WHERE visit.id = NEW.visit_id AND visit.frozen_at IS NOT NULL)', 'the visit is frozen: its conclusion was issued'),
    Guard('minutes', 'frozen', 'UPDATE', 'EXISTS (SELECT 1 FROM visit WHERE visit.id = OLD.visit_id AND visit.frozen_at IS NOT NULL)', 'the visit is frozen: its conclusion was issued'),
    Guard('minutes', 'frozen', 'DELETE', 'EXISTS (SELECT 1 FROM visit WHERE visit.id = OLD.visit_id AND visit.frozen_at IS NOT NULL)', 'the visit is frozen: its conclusion was issued'),
    Guard('answer_revision', 'kept', 'DELETE', 'OLD.id IS NOT NULL', 'what was recorded is never deleted'),
    Guard('evidence', 'kept', 'DELETE', 'OLD.id IS NOT NULL', 'what was recorded is never deleted'),
    Guard('self_report', 'kept', 'DELETE', 'OLD.id IS NOT NULL', 'what was recorded is never deleted'),
    Guard('answer', 'kept', 'DELETE', 'OLD.id IS NOT NULL', 'an answer is never deleted'),
    Guard('answer_revision', 'unchanged', 'UPDATE', 'OLD.id IS NOT NULL', 'a past answer is never changed'),
    Guard('finding', 'frozen', 'INSERT', 'EXISTS (SELECT 1 FROM visit WHERE visit.id = NEW.visit_id AND visit.frozen_at IS NOT NULL)', 'the visit is frozen: its conclusion was issued'),
    Guard('finding', 'frozen', 'UPDATE', 'EXISTS (SELECT 1 FROM visit WHERE visit.id = OLD.visit_id AND visit.frozen_at IS NOT NULL)', 'the visit is frozen: its conclusion was issued'),
    Guard('finding', 'frozen', 'DELETE', 'EXISTS (SELECT 1 FROM visit WHERE visit.id = OLD.visit_id AND visit.frozen_at IS NOT NULL)', 'the visit is frozen: its conclusion was issued'),
    Guard('finding', 'kept', 'DELETE', 'OLD.id IS NOT NULL', 'a finding is never deleted, only withdrawn'),
    Guard('conclusion', 'issued', 'UPDATE', "OLD.state = 'issued'", 'an issued conclusion never changes: a correction is a new document'),
    Guard('conclusion', 'issued', 'DELETE', "OLD.state = 'issued'", 'an issued conclusion never changes: a correction is a new document'),
    Guard('conclusion_request', 'issued', 'INSERT', "EXISTS (SELECT 1 FROM conclusion WHERE conclusion.id = NEW.conclusion_id AND conclusion.state = 'issued')", 'an issued conclusion never changes: a correction is a new document'),
    Guard('conclusion_request', 'issued', 'UPDATE', "EXISTS (SELECT 1 FROM conclusion WHERE conclusion.id = OLD.conclusion_id AND conclusion.state = 'issued')", 'an issued conclusion never changes: a correction is a new document'),
    Guard('conclusion_request', 'issued', 'DELETE', "EXISTS (SELECT 1 FROM conclusion WHERE conclusion.id = OLD.conclusion_id AND conclusion.state = 'issued')", 'an issued conclusion never changes: a correction is a new document'),
    Guard('approval', 'issued', 'INSERT', "EXISTS (SELECT 1 FROM conclusion WHERE conclusion.id = NEW.conclusion_id AND conclusion.state = 'issued')", 'an issued conclusion never changes: a correction is a new document'),
    Guard('approval', 'issued', 'UPDATE', "EXISTS (SELECT 1 FROM conclusion WHERE conclusion.id = OLD.conclusion_id AND conclusion.state = 'issued')", 'an issued conclusion never changes: a correction is a new document'),
    Guard('approval', 'issued', 'DELETE', "EXISTS (SELECT 1 FROM conclusion WHERE conclusion.id = OLD.conclusion_id AND conclusion.state = 'issued')", 'an issued conclusion never changes: a correction is a new document'),
    Guard('request_finding', 'issued', 'INSERT', "EXISTS (SELECT 1 FROM conclusion_request JOIN conclusion ON conclusion.id = conclusion_request.conclusion_id WHERE conclusion_request.id = NEW.request_id AND conclusion.state = 'issued')", 'an issued conclusion never changes: a correction is a new document'),
    Guard('request_finding', 'issued', 'UPDATE', "EXISTS (SELECT 1 FROM conclusion_request JOIN conclusion ON conclusion.id = conclusion_request.conclusion_id WHERE conclusion_request.id = OLD.request_id AND conclusion.state = 'issued')", 'an issued conclusion never changes: a correction is a new document'),
    Guard('request_finding', 'issued', 'DELETE', "EXISTS (SELECT 1 FROM conclusion_request JOIN conclusion ON conclusion.id = conclusion_request.conclusion_id WHERE conclusion_request.id = OLD.request_id AND conclusion.state = 'issued')", 'an issued conclusion never changes: a correction is a new document'),
    Guard('action_report', 'kept', 'UPDATE', 'OLD.id IS NOT NULL', 'what was reported or decided stays'),
    Guard('action_report', 'kept', 'DELETE', 'OLD.id IS NOT NULL', 'what was reported or decided stays'),
    Guard('action_decision', 'kept', 'UPDATE', 'OLD.id IS NOT NULL', 'what was reported or decided stays'),
    Guard('action_decision', 'kept', 'DELETE', 'OLD.id IS NOT NULL', 'what was reported or decided stays'),
    Guard('corrective_action', 'verified', 'UPDATE', "OLD.state = 'verified'", 'a verified action never changes'),
    Guard('corrective_action', 'kept', 'DELETE', 'OLD.id IS NOT NULL', 'a corrective action is never deleted'),
    Guard('rating_year', 'released', 'UPDATE', 'EXISTS (SELECT 1 FROM head_rating WHERE head_rating.rating_year_id = OLD.id AND head_rating.released_at IS NOT NULL)', 'the rule of a year with released ratings never changes'),
    Guard('rating_year', 'released', 'DELETE', 'EXISTS (SELECT 1 FROM head_rating WHERE head_rating.rating_year_id = OLD.id AND head_rating.released_at IS NOT NULL)', 'the rule of a year with released ratings never changes'),
    Guard('head_rating', 'released', 'UPDATE', 'OLD.released_at IS NOT NULL', 'a released rating never changes'),
    Guard('head_rating', 'released', 'DELETE', 'OLD.released_at IS NOT NULL', 'a released rating never changes'),
    Guard('rating_index_input', 'released', 'INSERT', 'EXISTS (SELECT 1 FROM head_rating WHERE head_rating.id = NEW.head_rating_id AND head_rating.released_at IS NOT NULL)', 'a released rating never changes'),
    Guard('rating_index_input', 'released', 'UPDATE', 'EXISTS (SELECT 1 FROM head_rating WHERE head_rating.id = OLD.head_rating_id AND head_rating.released_at IS NOT NULL)', 'a released rating never changes'),
    Guard('rating_index_input', 'released', 'DELETE', 'EXISTS (SELECT 1 FROM head_rating WHERE head_rating.id = OLD.head_rating_id AND head_rating.released_at IS NOT NULL)', 'a released rating never changes'),
    Guard('rating_dossier_input', 'released', 'INSERT', 'EXISTS (SELECT 1 FROM head_rating WHERE head_rating.id = NEW.head_rating_id AND head_rating.released_at IS NOT NULL)', 'a released rating never changes'),
    Guard('rating_dossier_input', 'released', 'UPDATE', 'EXISTS (SELECT 1 FROM head_rating WHERE head_rating.id = OLD.head_rating_id AND head_rating.released_at IS NOT NULL)', 'a released rating never changes'),
    Guard('rating_dossier_input', 'released', 'DELETE', 'EXISTS (SELECT 1 FROM head_rating WHERE head_rating.id = OLD.head_rating_id AND head_rating.released_at IS NOT NULL)', 'a released rating never changes'),
    Guard('rating_contents_confirmation', 'released', 'INSERT', 'EXISTS (SELECT 1 FROM head_rating WHERE head_rating.id = NEW.head_rating_id AND head_rating.released_at IS NOT NULL)', 'a released rating never changes'),
    Guard('rating_contents_confirmation', 'released', 'UPDATE', 'EXISTS (SELECT 1 FROM head_rating WHERE head_rating.id = OLD.head_rating_id AND head_rating.released_at IS NOT NULL)', 'a released rating never changes'),
    Guard('rating_contents_confirmation', 'released', 'DELETE', 'EXISTS (SELECT 1 FROM head_rating WHERE head_rating.id = OLD.head_rating_id AND head_rating.released_at IS NOT NULL)', 'a released rating never changes'),
    Guard('rating_decision', 'released', 'INSERT', 'EXISTS (SELECT 1 FROM head_rating WHERE head_rating.id = NEW.head_rating_id AND head_rating.released_at IS NOT NULL)', 'a released rating never changes'),
    Guard('rating_decision', 'kept', 'UPDATE', 'OLD.id IS NOT NULL', 'a rating decision is never changed, a new one follows'),
    Guard('rating_decision', 'kept', 'DELETE', 'OLD.id IS NOT NULL', 'a rating decision is never changed, a new one follows'),
)


def upgrade() -> None:
    """Makes the tables, then their guards."""
    # ### commands auto generated by Alembic - please adjust! ###
    op.create_table('campaign',
    sa.Column('code', sa.String(length=60), nullable=False),
    sa.Column('title', sa.String(length=400), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('window_start', sa.Date(), nullable=False),
    sa.Column('window_end', sa.Date(), nullable=False),
    sa.Column('official_number', sa.String(length=60), nullable=True),
    sa.Column('official_date', sa.Date(), nullable=True),
    sa.Column('settings', sa.JSON(), nullable=False),
    sa.Column('plan_sha256', sa.String(length=64), nullable=False),
    sa.Column('secret_seed', sa.String(length=64), nullable=False),
    sa.Column('is_sample', sa.Boolean(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.CheckConstraint('(official_number IS NULL) = (official_date IS NULL)', name=op.f('ck_campaign_number_with_date')),
    sa.CheckConstraint('window_start <= window_end', name=op.f('ck_campaign_window_forward')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_campaign')),
    sa.UniqueConstraint('code', name=op.f('uq_campaign_code'))
    )
    op.create_table('inbox_message',
    sa.Column('account_id', sa.Uuid(), nullable=False),
    sa.Column('dedupe_key', sa.String(length=300), nullable=False),
    sa.Column('subject', sa.String(length=300), nullable=False),
    sa.Column('body', sa.String(), nullable=False),
    sa.Column('link', sa.String(length=500), nullable=True),
    sa.Column('created_at', inspect_app.kernel.tables.UtcDateTime(), nullable=False),
    sa.Column('read_at', inspect_app.kernel.tables.UtcDateTime(), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_inbox_message')),
    sa.UniqueConstraint('account_id', 'dedupe_key', name=op.f('uq_inbox_message_account_id_dedupe_key'))
    )
    op.create_index(op.f('ix_inbox_message_account_id'), 'inbox_message', ['account_id'], unique=False)
    op.create_table('installation_fact',
    sa.Column('name', sa.String(length=60), nullable=False),
    sa.Column('value', sa.String(length=200), nullable=False),
    sa.PrimaryKeyConstraint('name', name=op.f('pk_installation_fact'))
    )
    op.create_table('job_run',
    sa.Column('task', sa.String(length=40), nullable=False),
    sa.Column('started_at', inspect_app.kernel.tables.UtcDateTime(), nullable=False),
    sa.Column('ended_at', inspect_app.kernel.tables.UtcDateTime(), nullable=False),
    sa.Column('times', sa.Integer(), nullable=False),
    sa.Column('summary', sa.String(), nullable=False),
    sa.Column('error', sa.String(), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_job_run'))
    )
    op.create_index('ix_job_run_ended', 'job_run', ['ended_at'], unique=False)
    op.create_table('journal_entry',
    sa.Column('sequence', sa.Integer(), nullable=True),
    sa.Column('at', inspect_app.kernel.tables.UtcDateTime(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=True),
    sa.Column('actor', sa.String(length=200), nullable=False),
    sa.Column('verb', sa.String(length=80), nullable=False),
    sa.Column('subject_kind', sa.String(length=60), nullable=False),
    sa.Column('subject_id', sa.Uuid(), nullable=True),
    sa.Column('visit_id', sa.Uuid(), nullable=True),
    sa.Column('unit_id', sa.Uuid(), nullable=True),
    sa.Column('summary', sa.String(), nullable=False),
    sa.Column('changes', sa.JSON(), nullable=False),
    sa.Column('reason', sa.String(), nullable=True),
    sa.Column('hash', sa.String(length=64), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.CheckConstraint('(sequence IS NULL) = (hash IS NULL)', name=op.f('ck_journal_entry_sealed_whole')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_journal_entry')),
    sa.UniqueConstraint('sequence', name=op.f('uq_journal_entry_sequence'))
    )
    op.create_index(op.f('ix_journal_entry_at'), 'journal_entry', ['at'], unique=False)
    op.create_index(op.f('ix_journal_entry_subject_id'), 'journal_entry', ['subject_id'], unique=False)
    op.create_index(op.f('ix_journal_entry_unit_id'), 'journal_entry', ['unit_id'], unique=False)
    op.create_index(op.f('ix_journal_entry_verb'), 'journal_entry', ['verb'], unique=False)
    op.create_index(op.f('ix_journal_entry_visit_id'), 'journal_entry', ['visit_id'], unique=False)
    op.create_table('journal_head',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('sequence', sa.Integer(), nullable=False),
    sa.Column('hash', sa.String(length=64), nullable=False),
    sa.CheckConstraint('id = 1', name=op.f('ck_journal_head_one_row')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_journal_head'))
    )
    op.create_table('outgoing_mail',
    sa.Column('recipient', sa.String(length=320), nullable=False),
    sa.Column('dedupe_key', sa.String(length=300), nullable=False),
    sa.Column('message_id', sa.String(length=200), nullable=False),
    sa.Column('subject', sa.String(length=300), nullable=False),
    sa.Column('body', sa.String(), nullable=False),
    sa.Column('link', sa.String(length=500), nullable=True),
    sa.Column('created_at', inspect_app.kernel.tables.UtcDateTime(), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('next_attempt_at', inspect_app.kernel.tables.UtcDateTime(), nullable=True),
    sa.Column('last_error', sa.String(), nullable=True),
    sa.Column('sent_at', inspect_app.kernel.tables.UtcDateTime(), nullable=True),
    sa.Column('given_up_at', inspect_app.kernel.tables.UtcDateTime(), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_outgoing_mail')),
    sa.UniqueConstraint('message_id', name=op.f('uq_outgoing_mail_message_id')),
    sa.UniqueConstraint('recipient', 'dedupe_key', name=op.f('uq_outgoing_mail_recipient_dedupe_key'))
    )
    op.create_index('ix_outgoing_mail_waiting', 'outgoing_mail', ['sent_at', 'created_at'], unique=False)
    op.create_table('person',
    sa.Column('code', sa.String(length=60), nullable=True),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('search_name', sa.String(length=300), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=True),
    sa.Column('email', sa.String(length=320), nullable=True),
    sa.Column('phone', sa.String(length=40), nullable=True),
    sa.Column('is_sample', sa.Boolean(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_person')),
    sa.UniqueConstraint('code', name=op.f('uq_person_code'))
    )
    op.create_index(op.f('ix_person_search_name'), 'person', ['search_name'], unique=False)
    op.create_table('published_checklist',
    sa.Column('code', sa.String(length=60), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('title', sa.String(length=2000), nullable=False),
    sa.Column('body', sa.Text(), nullable=False),
    sa.Column('recorded_at', inspect_app.kernel.tables.UtcDateTime(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_published_checklist')),
    sa.UniqueConstraint('code', 'version', name=op.f('uq_published_checklist_code_version'))
    )
    op.create_table('rating_authority_basis',
    sa.Column('kind', sa.Enum('province', 'specialised_agency', 'management_board', 'sector_body', 'district', 'commune', 'district_division', name='unitkind', native_enum=False, length=40), nullable=False),
    sa.Column('rated_by', sa.Enum('province', 'parent', 'nobody', name='ratedby', native_enum=False, length=40), nullable=False),
    sa.Column('source', sa.String(), nullable=False),
    sa.Column('needs_checking', sa.Boolean(), nullable=False),
    sa.Column('note', sa.String(), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_rating_authority_basis')),
    sa.UniqueConstraint('kind', name=op.f('uq_rating_authority_basis_kind'))
    )
    op.create_table('rating_year',
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('rule_code', sa.String(length=60), nullable=False),
    sa.Column('rule_sha256', sa.String(length=64), nullable=False),
    sa.Column('rule_text', sa.String(), nullable=False),
    sa.Column('opened_at', inspect_app.kernel.tables.UtcDateTime(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_rating_year')),
    sa.UniqueConstraint('year', name=op.f('uq_rating_year_year'))
    )
    op.create_table('scheduler_lease',
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('owner', sa.String(length=120), nullable=True),
    sa.Column('fence', sa.Integer(), nullable=False),
    sa.Column('expires_at', inspect_app.kernel.tables.UtcDateTime(), nullable=True),
    sa.Column('ticked_at', inspect_app.kernel.tables.UtcDateTime(), nullable=True),
    sa.CheckConstraint('(owner IS NULL) = (expires_at IS NULL)', name=op.f('ck_scheduler_lease_owner_until')),
    sa.CheckConstraint('id = 1', name=op.f('ck_scheduler_lease_only_one')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_scheduler_lease'))
    )
    op.create_table('unit',
    sa.Column('code', sa.String(length=40), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('short_name', sa.String(length=80), nullable=False),
    sa.Column('kind', sa.Enum('province', 'specialised_agency', 'management_board', 'sector_body', 'district', 'commune', 'district_division', name='unitkind', native_enum=False, length=40), nullable=False),
    sa.Column('parent_id', sa.Uuid(), nullable=True),
    sa.Column('valid_from', sa.Date(), nullable=True),
    sa.Column('valid_to', sa.Date(), nullable=True),
    sa.Column('successor_id', sa.Uuid(), nullable=True),
    sa.Column('search_name', sa.String(length=300), nullable=False),
    sa.Column('address', sa.String(length=300), nullable=True),
    sa.Column('note', sa.String(), nullable=True),
    sa.Column('is_sample', sa.Boolean(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.CheckConstraint('valid_to IS NULL OR valid_from IS NULL OR valid_to >= valid_from', name=op.f('ck_unit_valid_in_order')),
    sa.ForeignKeyConstraint(['parent_id'], ['unit.id'], name=op.f('fk_unit_parent_id_unit')),
    sa.ForeignKeyConstraint(['successor_id'], ['unit.id'], name=op.f('fk_unit_successor_id_unit')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_unit')),
    sa.UniqueConstraint('code', name=op.f('uq_unit_code'))
    )
    op.create_index('ix_unit_kind_code', 'unit', ['kind', 'code'], unique=False)
    op.create_index(op.f('ix_unit_parent_id'), 'unit', ['parent_id'], unique=False)
    op.create_table('account',
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('username', sa.String(length=64), nullable=False),
    sa.Column('password_hash', sa.String(length=300), nullable=True),
    sa.Column('state', sa.Enum('active', 'disabled', name='accountstate', native_enum=False, length=40), nullable=False),
    sa.Column('language', sa.String(length=5), nullable=False),
    sa.Column('created_at', inspect_app.kernel.tables.UtcDateTime(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_account_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_account')),
    sa.UniqueConstraint('person_id', name=op.f('uq_account_person_id')),
    sa.UniqueConstraint('username', name=op.f('uq_account_username'))
    )
    op.create_table('affiliation',
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('unit_id', sa.Uuid(), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('valid_to', sa.Date(), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.CheckConstraint('valid_to IS NULL OR valid_to >= valid_from', name=op.f('ck_affiliation_valid_in_order')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_affiliation_person_id_person')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_affiliation_unit_id_unit')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_affiliation'))
    )
    op.create_index(op.f('ix_affiliation_person_id'), 'affiliation', ['person_id'], unique=False)
    op.create_index(op.f('ix_affiliation_unit_id'), 'affiliation', ['unit_id'], unique=False)
    op.create_table('delegation',
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('unit_id', sa.Uuid(), nullable=False),
    sa.Column('form', sa.Enum('own', 'TM.', 'KT.', 'TL.', 'TUQ.', name='signingform', native_enum=False, length=40), nullable=False),
    sa.Column('on_behalf_of', sa.String(length=200), nullable=True),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('valid_to', sa.Date(), nullable=True),
    sa.Column('note', sa.String(length=300), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.CheckConstraint('valid_to IS NULL OR valid_to >= valid_from', name=op.f('ck_delegation_valid_in_order')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_delegation_person_id_person')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_delegation_unit_id_unit')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_delegation'))
    )
    op.create_index(op.f('ix_delegation_person_id'), 'delegation', ['person_id'], unique=False)
    op.create_table('head_rating',
    sa.Column('rating_year_id', sa.Uuid(), nullable=False),
    sa.Column('unit_id', sa.Uuid(), nullable=False),
    sa.Column('head_id', sa.Uuid(), nullable=True),
    sa.Column('authority_unit_id', sa.Uuid(), nullable=False),
    sa.Column('authority_basis', sa.String(), nullable=False),
    sa.Column('authority_note', sa.String(), nullable=True),
    sa.Column('authority_needs_checking', sa.Boolean(), nullable=False),
    sa.Column('released_at', inspect_app.kernel.tables.UtcDateTime(), nullable=True),
    sa.Column('released_by', sa.Uuid(), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.CheckConstraint('(released_at IS NULL) = (released_by IS NULL)', name=op.f('ck_head_rating_released_by_somebody')),
    sa.CheckConstraint('authority_unit_id <> unit_id', name=op.f('ck_head_rating_nobody_rates_himself')),
    sa.ForeignKeyConstraint(['authority_unit_id'], ['unit.id'], name=op.f('fk_head_rating_authority_unit_id_unit')),
    sa.ForeignKeyConstraint(['head_id'], ['person.id'], name=op.f('fk_head_rating_head_id_person')),
    sa.ForeignKeyConstraint(['rating_year_id'], ['rating_year.id'], name=op.f('fk_head_rating_rating_year_id_rating_year')),
    sa.ForeignKeyConstraint(['released_by'], ['person.id'], name=op.f('fk_head_rating_released_by_person')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_head_rating_unit_id_unit')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_head_rating')),
    sa.UniqueConstraint('rating_year_id', 'unit_id', name=op.f('uq_head_rating_rating_year_id_unit_id'))
    )
    op.create_index(op.f('ix_head_rating_authority_unit_id'), 'head_rating', ['authority_unit_id'], unique=False)
    op.create_index(op.f('ix_head_rating_head_id'), 'head_rating', ['head_id'], unique=False)
    op.create_index(op.f('ix_head_rating_unit_id'), 'head_rating', ['unit_id'], unique=False)
    op.create_table('occurrence',
    sa.Column('campaign_id', sa.Uuid(), nullable=False),
    sa.Column('rule', sa.Enum('notice', 'self_report_reminder', 'visit_eve', 'minutes_chase', 'team_report_due', 'conclusion_due', 'remediation_reminder', 'remediation_due', 'monthly_report', 'campaign_end', name='occurrencerule', native_enum=False, length=40), nullable=False),
    sa.Column('target_kind', sa.Enum('campaign', 'visit', 'corrective_action', name='targetkind', native_enum=False, length=40), nullable=False),
    sa.Column('target_id', sa.Uuid(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('state', sa.Enum('pending', 'done', 'skipped', 'superseded', name='occurrencestate', native_enum=False, length=40), nullable=False),
    sa.Column('ran_at', inspect_app.kernel.tables.UtcDateTime(), nullable=True),
    sa.Column('result', sa.String(), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['campaign_id'], ['campaign.id'], name=op.f('fk_occurrence_campaign_id_campaign')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_occurrence')),
    sa.UniqueConstraint('rule', 'target_kind', 'target_id', 'due_on', name=op.f('uq_occurrence_rule_target_kind_target_id_due_on'))
    )
    op.create_index(op.f('ix_occurrence_campaign_id'), 'occurrence', ['campaign_id'], unique=False)
    op.create_index('ix_occurrence_state_due', 'occurrence', ['state', 'due_on'], unique=False)
    op.create_index(op.f('ix_occurrence_target_id'), 'occurrence', ['target_id'], unique=False)
    op.create_table('role_assignment',
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('role', sa.Enum('administrator', 'coordinator', 'lead', 'deputy', 'secretary', 'inspector', 'expert', 'observer', 'unit_contact', 'head_of_unit', 'signatory', 'rating_authority', 'auditor', name='role', native_enum=False, length=40), nullable=False),
    sa.Column('unit_id', sa.Uuid(), nullable=True),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('valid_to', sa.Date(), nullable=True),
    sa.Column('note', sa.String(length=300), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.CheckConstraint('valid_to IS NULL OR valid_to >= valid_from', name=op.f('ck_role_assignment_valid_in_order')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_role_assignment_person_id_person')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_role_assignment_unit_id_unit')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_role_assignment')),
    sa.UniqueConstraint('person_id', 'role', 'unit_id', 'valid_from', name=op.f('uq_role_assignment_person_id_role_unit_id_valid_from'))
    )
    op.create_index(op.f('ix_role_assignment_person_id'), 'role_assignment', ['person_id'], unique=False)
    op.create_index(op.f('ix_role_assignment_role'), 'role_assignment', ['role'], unique=False)
    op.create_index(op.f('ix_role_assignment_unit_id'), 'role_assignment', ['unit_id'], unique=False)
    op.create_table('stream',
    sa.Column('campaign_id', sa.Uuid(), nullable=False),
    sa.Column('code', sa.String(length=40), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(length=400), nullable=False),
    sa.Column('kind', sa.Enum('comprehensive', 'thematic', 'civil_service', name='streamkind', native_enum=False, length=40), nullable=False),
    sa.Column('checklist_code', sa.String(length=60), nullable=False),
    sa.Column('checklist_version', sa.Integer(), nullable=False),
    sa.Column('unannounced', sa.Boolean(), nullable=False),
    sa.Column('team_basis', sa.String(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['campaign_id'], ['campaign.id'], name=op.f('fk_stream_campaign_id_campaign')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_stream')),
    sa.UniqueConstraint('campaign_id', 'code', name=op.f('uq_stream_campaign_id_code'))
    )
    op.create_index(op.f('ix_stream_campaign_id'), 'stream', ['campaign_id'], unique=False)
    op.create_table('password_reset',
    sa.Column('account_id', sa.Uuid(), nullable=False),
    sa.Column('token_sha256', sa.String(length=64), nullable=False),
    sa.Column('created_at', inspect_app.kernel.tables.UtcDateTime(), nullable=False),
    sa.Column('expires_at', inspect_app.kernel.tables.UtcDateTime(), nullable=False),
    sa.Column('used_at', inspect_app.kernel.tables.UtcDateTime(), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_password_reset_account_id_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_password_reset')),
    sa.UniqueConstraint('token_sha256', name=op.f('uq_password_reset_token_sha256'))
    )
    op.create_index(op.f('ix_password_reset_account_id'), 'password_reset', ['account_id'], unique=False)
    op.create_table('rating_contents_confirmation',
    sa.Column('head_rating_id', sa.Uuid(), nullable=False),
    sa.Column('area', sa.Integer(), nullable=False),
    sa.Column('proposed', sa.Boolean(), nullable=True),
    sa.Column('met', sa.Boolean(), nullable=False),
    sa.Column('reason', sa.String(), nullable=True),
    sa.Column('confirmed_by', sa.Uuid(), nullable=True),
    sa.Column('confirmed_at', inspect_app.kernel.tables.UtcDateTime(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.CheckConstraint('proposed = met OR reason IS NOT NULL', name=op.f('ck_rating_contents_confirmation_other_than_proposed_with_reason')),
    sa.CheckConstraint('proposed IS NOT NULL OR reason IS NOT NULL', name=op.f('ck_rating_contents_confirmation_without_proposal_with_source')),
    sa.ForeignKeyConstraint(['confirmed_by'], ['person.id'], name=op.f('fk_rating_contents_confirmation_confirmed_by_person')),
    sa.ForeignKeyConstraint(['head_rating_id'], ['head_rating.id'], name=op.f('fk_rating_contents_confirmation_head_rating_id_head_rating')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_rating_contents_confirmation')),
    sa.UniqueConstraint('head_rating_id', 'area', name=op.f('uq_rating_contents_confirmation_head_rating_id_area'))
    )
    op.create_table('rating_decision',
    sa.Column('head_rating_id', sa.Uuid(), nullable=False),
    sa.Column('level', sa.String(length=40), nullable=False),
    sa.Column('reason', sa.String(), nullable=True),
    sa.Column('proposed', sa.String(length=40), nullable=False),
    sa.Column('proposal_reason', sa.String(), nullable=False),
    sa.Column('inputs', sa.JSON(), nullable=False),
    sa.Column('decided_by', sa.Uuid(), nullable=False),
    sa.Column('decided_at', inspect_app.kernel.tables.UtcDateTime(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['decided_by'], ['person.id'], name=op.f('fk_rating_decision_decided_by_person')),
    sa.ForeignKeyConstraint(['head_rating_id'], ['head_rating.id'], name=op.f('fk_rating_decision_head_rating_id_head_rating')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_rating_decision'))
    )
    op.create_index(op.f('ix_rating_decision_head_rating_id'), 'rating_decision', ['head_rating_id'], unique=False)
    op.create_table('rating_dossier_input',
    sa.Column('head_rating_id', sa.Uuid(), nullable=False),
    sa.Column('late', sa.Integer(), nullable=False),
    sa.Column('total', sa.Integer(), nullable=False),
    sa.Column('pending_overdue', sa.Integer(), nullable=True),
    sa.Column('received', sa.Integer(), nullable=True),
    sa.Column('carried_over', sa.Integer(), nullable=True),
    sa.Column('apologised', sa.Integer(), nullable=True),
    sa.Column('source', sa.String(length=500), nullable=False),
    sa.Column('exported_on', sa.Date(), nullable=True),
    sa.Column('entered_by', sa.Uuid(), nullable=True),
    sa.Column('entered_at', inspect_app.kernel.tables.UtcDateTime(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.CheckConstraint('apologised >= 0 AND apologised <= late', name=op.f('ck_rating_dossier_input_apologised_of_late')),
    sa.CheckConstraint('late >= 0 AND late <= total', name=op.f('ck_rating_dossier_input_late_of_total')),
    sa.CheckConstraint('pending_overdue >= 0 AND received >= 0 AND carried_over >= 0', name=op.f('ck_rating_dossier_input_counts_not_negative')),
    sa.ForeignKeyConstraint(['entered_by'], ['person.id'], name=op.f('fk_rating_dossier_input_entered_by_person')),
    sa.ForeignKeyConstraint(['head_rating_id'], ['head_rating.id'], name=op.f('fk_rating_dossier_input_head_rating_id_head_rating')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_rating_dossier_input')),
    sa.UniqueConstraint('head_rating_id', name=op.f('uq_rating_dossier_input_head_rating_id'))
    )
    op.create_table('rating_index_input',
    sa.Column('head_rating_id', sa.Uuid(), nullable=False),
    sa.Column('value', sa.String(length=40), nullable=False),
    sa.Column('source', sa.String(length=500), nullable=False),
    sa.Column('decision_number', sa.String(length=60), nullable=True),
    sa.Column('published_on', sa.Date(), nullable=True),
    sa.Column('file_sha256', sa.String(length=64), nullable=True),
    sa.Column('entered_by', sa.Uuid(), nullable=True),
    sa.Column('entered_at', inspect_app.kernel.tables.UtcDateTime(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['entered_by'], ['person.id'], name=op.f('fk_rating_index_input_entered_by_person')),
    sa.ForeignKeyConstraint(['head_rating_id'], ['head_rating.id'], name=op.f('fk_rating_index_input_head_rating_id_head_rating')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_rating_index_input')),
    sa.UniqueConstraint('head_rating_id', name=op.f('uq_rating_index_input_head_rating_id'))
    )
    op.create_table('sign_in_session',
    sa.Column('account_id', sa.Uuid(), nullable=False),
    sa.Column('token_sha256', sa.String(length=64), nullable=False),
    sa.Column('created_at', inspect_app.kernel.tables.UtcDateTime(), nullable=False),
    sa.Column('last_seen_at', inspect_app.kernel.tables.UtcDateTime(), nullable=False),
    sa.Column('revoked_at', inspect_app.kernel.tables.UtcDateTime(), nullable=True),
    sa.Column('address', sa.String(length=64), nullable=False),
    sa.Column('device', sa.String(length=300), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_sign_in_session_account_id_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sign_in_session')),
    sa.UniqueConstraint('token_sha256', name=op.f('uq_sign_in_session_token_sha256'))
    )
    op.create_index(op.f('ix_sign_in_session_account_id'), 'sign_in_session', ['account_id'], unique=False)
    op.create_table('visit',
    sa.Column('campaign_id', sa.Uuid(), nullable=False),
    sa.Column('stream_id', sa.Uuid(), nullable=False),
    sa.Column('unit_id', sa.Uuid(), nullable=False),
    sa.Column('code', sa.String(length=20), nullable=False),
    sa.Column('window_start', sa.Date(), nullable=False),
    sa.Column('window_end', sa.Date(), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=True),
    sa.Column('ends_on', sa.Date(), nullable=True),
    sa.Column('schedule_note', sa.String(length=200), nullable=True),
    sa.Column('unannounced', sa.Boolean(), nullable=False),
    sa.Column('origin', sa.Enum('plan', 'drawn', 'added', name='visitorigin', native_enum=False, length=40), nullable=False),
    sa.Column('pool', sa.String(length=40), nullable=True),
    sa.Column('checklist_code', sa.String(length=60), nullable=False),
    sa.Column('checklist_version', sa.Integer(), nullable=False),
    sa.Column('notice_sent_at', inspect_app.kernel.tables.UtcDateTime(), nullable=True),
    sa.Column('begun_at', inspect_app.kernel.tables.UtcDateTime(), nullable=True),
    sa.Column('closed_at', inspect_app.kernel.tables.UtcDateTime(), nullable=True),
    sa.Column('frozen_at', inspect_app.kernel.tables.UtcDateTime(), nullable=True),
    sa.Column('cancelled_at', inspect_app.kernel.tables.UtcDateTime(), nullable=True),
    sa.Column('cancel_reason', sa.String(), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.CheckConstraint('(cancelled_at IS NULL) = (cancel_reason IS NULL)', name=op.f('ck_visit_cancelled_with_reason')),
    sa.CheckConstraint('(starts_on IS NULL) = (ends_on IS NULL)', name=op.f('ck_visit_both_dates')),
    sa.CheckConstraint('cancelled_at IS NULL OR begun_at IS NULL', name=op.f('ck_visit_cancelled_before_begun')),
    sa.CheckConstraint('closed_at IS NULL OR begun_at IS NOT NULL', name=op.f('ck_visit_closed_after_begun')),
    sa.CheckConstraint('frozen_at IS NULL OR closed_at IS NOT NULL', name=op.f('ck_visit_frozen_after_closed')),
    sa.CheckConstraint('starts_on <= ends_on', name=op.f('ck_visit_dates_forward')),
    sa.CheckConstraint('window_start <= window_end', name=op.f('ck_visit_window_forward')),
    sa.ForeignKeyConstraint(['campaign_id'], ['campaign.id'], name=op.f('fk_visit_campaign_id_campaign')),
    sa.ForeignKeyConstraint(['stream_id'], ['stream.id'], name=op.f('fk_visit_stream_id_stream')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_visit_unit_id_unit')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_visit')),
    sa.UniqueConstraint('campaign_id', 'code', name=op.f('uq_visit_campaign_id_code'))
    )
    op.create_index('ix_visit_campaign_starts', 'visit', ['campaign_id', 'starts_on'], unique=False)
    op.create_index(op.f('ix_visit_stream_id'), 'visit', ['stream_id'], unique=False)
    op.create_index(op.f('ix_visit_unit_id'), 'visit', ['unit_id'], unique=False)
    op.create_table('answer',
    sa.Column('visit_id', sa.Uuid(), nullable=False),
    sa.Column('item_id', sa.String(length=4), nullable=False),
    sa.Column('value', sa.JSON(), nullable=True),
    sa.Column('not_applicable', sa.Boolean(), nullable=False),
    sa.Column('reason', sa.String(), nullable=True),
    sa.Column('note', sa.String(), nullable=False),
    sa.Column('verdict', sa.String(length=20), nullable=True),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('answered_by', sa.Uuid(), nullable=False),
    sa.Column('answered_at', inspect_app.kernel.tables.UtcDateTime(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.CheckConstraint('NOT not_applicable OR reason IS NOT NULL', name=op.f('ck_answer_not_applicable_with_reason')),
    sa.ForeignKeyConstraint(['answered_by'], ['person.id'], name=op.f('fk_answer_answered_by_person')),
    sa.ForeignKeyConstraint(['visit_id'], ['visit.id'], name=op.f('fk_answer_visit_id_visit')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_answer')),
    sa.UniqueConstraint('visit_id', 'item_id', name=op.f('uq_answer_visit_id_item_id'))
    )
    op.create_table('answer_revision',
    sa.Column('visit_id', sa.Uuid(), nullable=False),
    sa.Column('item_id', sa.String(length=4), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('value', sa.JSON(), nullable=True),
    sa.Column('not_applicable', sa.Boolean(), nullable=False),
    sa.Column('reason', sa.String(), nullable=True),
    sa.Column('note', sa.String(), nullable=False),
    sa.Column('verdict', sa.String(length=20), nullable=True),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('at', inspect_app.kernel.tables.UtcDateTime(), nullable=False),
    sa.Column('change_reason', sa.String(), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_answer_revision_person_id_person')),
    sa.ForeignKeyConstraint(['visit_id'], ['visit.id'], name=op.f('fk_answer_revision_visit_id_visit')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_answer_revision')),
    sa.UniqueConstraint('visit_id', 'item_id', 'revision', name=op.f('uq_answer_revision_visit_id_item_id_revision'))
    )
    op.create_table('conclusion',
    sa.Column('visit_id', sa.Uuid(), nullable=False),
    sa.Column('state', sa.Enum('draft', 'submitted', 'issued', name='conclusionstate', native_enum=False, length=40), nullable=False),
    sa.Column('opening', sa.String(), nullable=False),
    sa.Column('general', sa.String(), nullable=False),
    sa.Column('strengths', sa.JSON(), nullable=False),
    sa.Column('objective_causes', sa.String(), nullable=False),
    sa.Column('subjective_causes', sa.String(), nullable=False),
    sa.Column('responsibility', sa.String(), nullable=False),
    sa.Column('recommendations', sa.String(), nullable=False),
    sa.Column('recipients', sa.String(), nullable=False),
    sa.Column('return_reason', sa.String(), nullable=True),
    sa.Column('drafted_by', sa.Uuid(), nullable=False),
    sa.Column('created_at', inspect_app.kernel.tables.UtcDateTime(), nullable=False),
    sa.Column('submitted_at', inspect_app.kernel.tables.UtcDateTime(), nullable=True),
    sa.Column('signer_id', sa.Uuid(), nullable=True),
    sa.Column('delegation_id', sa.Uuid(), nullable=True),
    sa.Column('issued_at', inspect_app.kernel.tables.UtcDateTime(), nullable=True),
    sa.Column('issued_on', sa.Date(), nullable=True),
    sa.Column('sheet', sa.JSON(), nullable=True),
    sa.Column('pdf_sha256', sa.String(length=64), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.CheckConstraint("(state = 'issued') = (issued_at IS NOT NULL AND sheet IS NOT NULL AND pdf_sha256 IS NOT NULL AND signer_id IS NOT NULL AND delegation_id IS NOT NULL)", name=op.f('ck_conclusion_issued_whole')),
    sa.ForeignKeyConstraint(['delegation_id'], ['delegation.id'], name=op.f('fk_conclusion_delegation_id_delegation')),
    sa.ForeignKeyConstraint(['drafted_by'], ['person.id'], name=op.f('fk_conclusion_drafted_by_person')),
    sa.ForeignKeyConstraint(['signer_id'], ['person.id'], name=op.f('fk_conclusion_signer_id_person')),
    sa.ForeignKeyConstraint(['visit_id'], ['visit.id'], name=op.f('fk_conclusion_visit_id_visit')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_conclusion')),
    sa.UniqueConstraint('visit_id', name=op.f('uq_conclusion_visit_id'))
    )
    op.create_table('evidence',
    sa.Column('visit_id', sa.Uuid(), nullable=False),
    sa.Column('item_id', sa.String(length=4), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('filename', sa.String(length=200), nullable=False),
    sa.Column('media_type', sa.String(length=100), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('caption', sa.String(length=500), nullable=False),
    sa.Column('added_by', sa.Uuid(), nullable=False),
    sa.Column('added_at', inspect_app.kernel.tables.UtcDateTime(), nullable=False),
    sa.Column('withdrawn_at', inspect_app.kernel.tables.UtcDateTime(), nullable=True),
    sa.Column('withdraw_reason', sa.String(), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.CheckConstraint('(withdrawn_at IS NULL) = (withdraw_reason IS NULL)', name=op.f('ck_evidence_withdrawn_with_reason')),
    sa.ForeignKeyConstraint(['added_by'], ['person.id'], name=op.f('fk_evidence_added_by_person')),
    sa.ForeignKeyConstraint(['visit_id'], ['visit.id'], name=op.f('fk_evidence_visit_id_visit')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_evidence')),
    sa.UniqueConstraint('visit_id', 'number', name=op.f('uq_evidence_visit_id_number'))
    )
    op.create_index(op.f('ix_evidence_sha256'), 'evidence', ['sha256'], unique=False)
    op.create_table('finding',
    sa.Column('visit_id', sa.Uuid(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('item_id', sa.String(length=4), nullable=False),
    sa.Column('area', sa.Integer(), nullable=True),
    sa.Column('grade', sa.Enum('major', 'minor', 'note', name='grade', native_enum=False, length=40), nullable=False),
    sa.Column('state', sa.Enum('draft', 'confirmed', 'merged', 'withdrawn', name='findingstate', native_enum=False, length=40), nullable=False),
    sa.Column('text', sa.String(), nullable=False),
    sa.Column('basis', sa.JSON(), nullable=False),
    sa.Column('evidence_numbers', sa.JSON(), nullable=False),
    sa.Column('answer_revision', sa.Integer(), nullable=False),
    sa.Column('needs_review', sa.Boolean(), nullable=False),
    sa.Column('merged_into_id', sa.Uuid(), nullable=True),
    sa.Column('reason', sa.String(), nullable=True),
    sa.Column('author_id', sa.Uuid(), nullable=False),
    sa.Column('created_at', inspect_app.kernel.tables.UtcDateTime(), nullable=False),
    sa.Column('decided_by', sa.Uuid(), nullable=True),
    sa.Column('decided_at', inspect_app.kernel.tables.UtcDateTime(), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.CheckConstraint("(state = 'merged') = (merged_into_id IS NOT NULL)", name=op.f('ck_finding_merged_into_another')),
    sa.CheckConstraint("state NOT IN ('merged', 'withdrawn') OR reason IS NOT NULL", name=op.f('ck_finding_ended_with_reason')),
    sa.CheckConstraint('area IS NULL OR area BETWEEN 1 AND 7', name=op.f('ck_finding_area_is_one_of_seven')),
    sa.ForeignKeyConstraint(['author_id'], ['person.id'], name=op.f('fk_finding_author_id_person')),
    sa.ForeignKeyConstraint(['decided_by'], ['person.id'], name=op.f('fk_finding_decided_by_person')),
    sa.ForeignKeyConstraint(['merged_into_id'], ['finding.id'], name=op.f('fk_finding_merged_into_id_finding')),
    sa.ForeignKeyConstraint(['visit_id'], ['visit.id'], name=op.f('fk_finding_visit_id_visit')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_finding')),
    sa.UniqueConstraint('visit_id', 'number', name=op.f('uq_finding_visit_id_number'))
    )
    op.create_index(op.f('ix_finding_visit_id'), 'finding', ['visit_id'], unique=False)
    op.create_table('minutes',
    sa.Column('visit_id', sa.Uuid(), nullable=False),
    sa.Column('started_at', inspect_app.kernel.tables.UtcDateTime(), nullable=False),
    sa.Column('ended_at', inspect_app.kernel.tables.UtcDateTime(), nullable=True),
    sa.Column('place', sa.String(length=300), nullable=False),
    sa.Column('unit_side', sa.String(), nullable=False),
    sa.Column('unit_opinion', sa.String(), nullable=False),
    sa.Column('refusal_reason', sa.String(), nullable=True),
    sa.Column('copies', sa.Integer(), nullable=False),
    sa.Column('sheet', sa.JSON(), nullable=True),
    sa.Column('pdf_sha256', sa.String(length=64), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['visit_id'], ['visit.id'], name=op.f('fk_minutes_visit_id_visit')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_minutes')),
    sa.UniqueConstraint('visit_id', name=op.f('uq_minutes_visit_id'))
    )
    op.create_table('self_report',
    sa.Column('visit_id', sa.Uuid(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('filename', sa.String(length=200), nullable=False),
    sa.Column('media_type', sa.String(length=100), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('received_on', sa.Date(), nullable=False),
    sa.Column('given_by', sa.String(length=200), nullable=False),
    sa.Column('note', sa.String(), nullable=True),
    sa.Column('recorded_by', sa.Uuid(), nullable=False),
    sa.Column('recorded_at', inspect_app.kernel.tables.UtcDateTime(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['recorded_by'], ['person.id'], name=op.f('fk_self_report_recorded_by_person')),
    sa.ForeignKeyConstraint(['visit_id'], ['visit.id'], name=op.f('fk_self_report_visit_id_visit')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_self_report'))
    )
    op.create_index(op.f('ix_self_report_visit_id'), 'self_report', ['visit_id'], unique=False)
    op.create_table('team_member',
    sa.Column('visit_id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('role', sa.Enum('administrator', 'coordinator', 'lead', 'deputy', 'secretary', 'inspector', 'expert', 'observer', 'unit_contact', 'head_of_unit', 'signatory', 'rating_authority', 'auditor', name='role', native_enum=False, length=40), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_team_member_person_id_person')),
    sa.ForeignKeyConstraint(['visit_id'], ['visit.id'], name=op.f('fk_team_member_visit_id_visit')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_team_member')),
    sa.UniqueConstraint('visit_id', 'person_id', name=op.f('uq_team_member_visit_id_person_id'))
    )
    op.create_index(op.f('ix_team_member_person_id'), 'team_member', ['person_id'], unique=False)
    op.create_table('approval',
    sa.Column('conclusion_id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('part', sa.Enum('lead', 'signatory', name='approvalpart', native_enum=False, length=40), nullable=False),
    sa.Column('at', inspect_app.kernel.tables.UtcDateTime(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['conclusion_id'], ['conclusion.id'], name=op.f('fk_approval_conclusion_id_conclusion')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_approval_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_approval')),
    sa.UniqueConstraint('conclusion_id', 'part', name=op.f('uq_approval_conclusion_id_part')),
    sa.UniqueConstraint('conclusion_id', 'person_id', name=op.f('uq_approval_conclusion_id_person_id'))
    )
    op.create_table('conclusion_request',
    sa.Column('conclusion_id', sa.Uuid(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('text', sa.String(), nullable=False),
    sa.Column('owner', sa.String(length=300), nullable=False),
    sa.Column('due_days', sa.Integer(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.CheckConstraint('due_days BETWEEN 1 AND 365', name=op.f('ck_conclusion_request_due_within_a_year')),
    sa.ForeignKeyConstraint(['conclusion_id'], ['conclusion.id'], name=op.f('fk_conclusion_request_conclusion_id_conclusion')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_conclusion_request')),
    sa.UniqueConstraint('conclusion_id', 'position', name=op.f('uq_conclusion_request_conclusion_id_position'))
    )
    op.create_table('corrective_action',
    sa.Column('request_id', sa.Uuid(), nullable=False),
    sa.Column('visit_id', sa.Uuid(), nullable=False),
    sa.Column('unit_id', sa.Uuid(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('state', sa.Enum('open', 'reported', 'verified', name='actionstate', native_enum=False, length=40), nullable=False),
    sa.Column('verified_on', sa.Date(), nullable=True),
    sa.Column('verified_by', sa.Uuid(), nullable=True),
    sa.Column('created_at', inspect_app.kernel.tables.UtcDateTime(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.CheckConstraint("(state = 'verified') = (verified_on IS NOT NULL AND verified_by IS NOT NULL)", name=op.f('ck_corrective_action_verified_whole')),
    sa.ForeignKeyConstraint(['request_id'], ['conclusion_request.id'], name=op.f('fk_corrective_action_request_id_conclusion_request')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_corrective_action_unit_id_unit')),
    sa.ForeignKeyConstraint(['verified_by'], ['person.id'], name=op.f('fk_corrective_action_verified_by_person')),
    sa.ForeignKeyConstraint(['visit_id'], ['visit.id'], name=op.f('fk_corrective_action_visit_id_visit')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_corrective_action')),
    sa.UniqueConstraint('request_id', name=op.f('uq_corrective_action_request_id'))
    )
    op.create_index(op.f('ix_corrective_action_due_on'), 'corrective_action', ['due_on'], unique=False)
    op.create_index(op.f('ix_corrective_action_unit_id'), 'corrective_action', ['unit_id'], unique=False)
    op.create_index(op.f('ix_corrective_action_visit_id'), 'corrective_action', ['visit_id'], unique=False)
    op.create_table('request_finding',
    sa.Column('request_id', sa.Uuid(), nullable=False),
    sa.Column('finding_id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['finding_id'], ['finding.id'], name=op.f('fk_request_finding_finding_id_finding')),
    sa.ForeignKeyConstraint(['request_id'], ['conclusion_request.id'], name=op.f('fk_request_finding_request_id_conclusion_request')),
    sa.PrimaryKeyConstraint('request_id', 'finding_id', name=op.f('pk_request_finding'))
    )
    op.create_table('action_report',
    sa.Column('action_id', sa.Uuid(), nullable=False),
    sa.Column('text', sa.String(), nullable=False),
    sa.Column('files', sa.JSON(), nullable=False),
    sa.Column('reported_by', sa.Uuid(), nullable=False),
    sa.Column('at', inspect_app.kernel.tables.UtcDateTime(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['action_id'], ['corrective_action.id'], name=op.f('fk_action_report_action_id_corrective_action')),
    sa.ForeignKeyConstraint(['reported_by'], ['person.id'], name=op.f('fk_action_report_reported_by_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_action_report'))
    )
    op.create_index(op.f('ix_action_report_action_id'), 'action_report', ['action_id'], unique=False)
    op.create_table('action_decision',
    sa.Column('action_id', sa.Uuid(), nullable=False),
    sa.Column('report_id', sa.Uuid(), nullable=False),
    sa.Column('accepted', sa.Boolean(), nullable=False),
    sa.Column('reason', sa.String(length=4000), nullable=True),
    sa.Column('decided_by', sa.Uuid(), nullable=False),
    sa.Column('at', inspect_app.kernel.tables.UtcDateTime(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.CheckConstraint('accepted OR reason IS NOT NULL', name=op.f('ck_action_decision_returned_with_reason')),
    sa.ForeignKeyConstraint(['action_id'], ['corrective_action.id'], name=op.f('fk_action_decision_action_id_corrective_action')),
    sa.ForeignKeyConstraint(['decided_by'], ['person.id'], name=op.f('fk_action_decision_decided_by_person')),
    sa.ForeignKeyConstraint(['report_id'], ['action_report.id'], name=op.f('fk_action_decision_report_id_action_report')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_action_decision')),
    sa.UniqueConstraint('report_id', name=op.f('uq_action_decision_report_id'))
    )
    op.create_index(op.f('ix_action_decision_action_id'), 'action_decision', ['action_id'], unique=False)
    # ### end Alembic commands ###
    dialect = op.get_bind().dialect.name
    for guard in GUARDS:
        for statement in guard.statements(dialect):
            op.execute(sa.DDL(statement.replace("%", "%%")))


def downgrade() -> None:
    """Takes everything away; the guards go with their tables, their functions after them."""
    # ### commands auto generated by Alembic - please adjust! ###
    op.drop_index(op.f('ix_action_decision_action_id'), table_name='action_decision')
    op.drop_table('action_decision')
    op.drop_index(op.f('ix_action_report_action_id'), table_name='action_report')
    op.drop_table('action_report')
    op.drop_table('request_finding')
    op.drop_index(op.f('ix_corrective_action_visit_id'), table_name='corrective_action')
    op.drop_index(op.f('ix_corrective_action_unit_id'), table_name='corrective_action')
    op.drop_index(op.f('ix_corrective_action_due_on'), table_name='corrective_action')
    op.drop_table('corrective_action')
    op.drop_table('conclusion_request')
    op.drop_table('approval')
    op.drop_index(op.f('ix_team_member_person_id'), table_name='team_member')
    op.drop_table('team_member')
    op.drop_index(op.f('ix_self_report_visit_id'), table_name='self_report')
    op.drop_table('self_report')
    op.drop_table('minutes')
    op.drop_index(op.f('ix_finding_visit_id'), table_name='finding')
    op.drop_table('finding')
    op.drop_index(op.f('ix_evidence_sha256'), table_name='evidence')
    op.drop_table('evidence')
    op.drop_table('conclusion')
    op.drop_table('answer_revision')
    op.drop_table('answer')
    op.drop_index(op.f('ix_visit_unit_id'), table_name='visit')
    op.drop_index(op.f('ix_visit_stream_id'), table_name='visit')
    op.drop_index('ix_visit_campaign_starts', table_name='visit')
    op.drop_table('visit')
    op.drop_index(op.f('ix_sign_in_session_account_id'), table_name='sign_in_session')
    op.drop_table('sign_in_session')
    op.drop_table('rating_index_input')
    op.drop_table('rating_dossier_input')
    op.drop_index(op.f('ix_rating_decision_head_rating_id'), table_name='rating_decision')
    op.drop_table('rating_decision')
    op.drop_table('rating_contents_confirmation')
    op.drop_index(op.f('ix_password_reset_account_id'), table_name='password_reset')
    op.drop_table('password_reset')
    op.drop_index(op.f('ix_stream_campaign_id'), table_name='stream')
    op.drop_table('stream')
    op.drop_index(op.f('ix_role_assignment_unit_id'), table_name='role_assignment')
    op.drop_index(op.f('ix_role_assignment_role'), table_name='role_assignment')
    op.drop_index(op.f('ix_role_assignment_person_id'), table_name='role_assignment')
    op.drop_table('role_assignment')
    op.drop_index(op.f('ix_occurrence_target_id'), table_name='occurrence')
    op.drop_index('ix_occurrence_state_due', table_name='occurrence')
    op.drop_index(op.f('ix_occurrence_campaign_id'), table_name='occurrence')
    op.drop_table('occurrence')
    op.drop_index(op.f('ix_head_rating_unit_id'), table_name='head_rating')
    op.drop_index(op.f('ix_head_rating_head_id'), table_name='head_rating')
    op.drop_index(op.f('ix_head_rating_authority_unit_id'), table_name='head_rating')
    op.drop_table('head_rating')
    op.drop_index(op.f('ix_delegation_person_id'), table_name='delegation')
    op.drop_table('delegation')
    op.drop_index(op.f('ix_affiliation_unit_id'), table_name='affiliation')
    op.drop_index(op.f('ix_affiliation_person_id'), table_name='affiliation')
    op.drop_table('affiliation')
    op.drop_table('account')
    op.drop_index(op.f('ix_unit_parent_id'), table_name='unit')
    op.drop_index('ix_unit_kind_code', table_name='unit')
    op.drop_table('unit')
    op.drop_table('scheduler_lease')
    op.drop_table('rating_year')
    op.drop_table('rating_authority_basis')
    op.drop_table('published_checklist')
    op.drop_index(op.f('ix_person_search_name'), table_name='person')
    op.drop_table('person')
    op.drop_index('ix_outgoing_mail_waiting', table_name='outgoing_mail')
    op.drop_table('outgoing_mail')
    op.drop_table('journal_head')
    op.drop_index(op.f('ix_journal_entry_visit_id'), table_name='journal_entry')
    op.drop_index(op.f('ix_journal_entry_verb'), table_name='journal_entry')
    op.drop_index(op.f('ix_journal_entry_unit_id'), table_name='journal_entry')
    op.drop_index(op.f('ix_journal_entry_subject_id'), table_name='journal_entry')
    op.drop_index(op.f('ix_journal_entry_at'), table_name='journal_entry')
    op.drop_table('journal_entry')
    op.drop_index('ix_job_run_ended', table_name='job_run')
    op.drop_table('job_run')
    op.drop_table('installation_fact')
    op.drop_index(op.f('ix_inbox_message_account_id'), table_name='inbox_message')
    op.drop_table('inbox_message')
    op.drop_table('campaign')
    # ### end Alembic commands ###
    if op.get_bind().dialect.name == "postgresql":
        for guard in GUARDS:
            op.execute(f"DROP FUNCTION IF EXISTS {guard.trigger}()")
