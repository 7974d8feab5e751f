"""What tablets send: changes, photos, what waits for a decision, signatures, and the keys that open sealed work."""

import sqlalchemy as sa
from alembic import op

import inspect_app.kernel.tables
from inspect_app.kernel.guards import Guard

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None

# As the rooms declared them when this revision was made: (table, name, operation, condition, message).
GUARDS = (
    Guard('change', 'kept', 'DELETE', 'OLD.id IS NOT NULL', 'what a tablet sent is never deleted'),
    Guard('stray_change', 'kept', 'DELETE', 'OLD.id IS NOT NULL', 'what a tablet sent is never deleted'),
    Guard('held_change', 'kept', 'DELETE', 'OLD.change_id IS NOT NULL', 'what a tablet sent is never deleted'),
    Guard('change', 'unchanged', 'UPDATE', 'OLD.id IS NOT NULL', 'a receipt is never changed'),
    Guard('held_change', 'settled', 'UPDATE', 'OLD.settled_at IS NOT NULL', 'a decision is never changed'),
    Guard('stray_change', 'settled', 'UPDATE', 'OLD.settled_at IS NOT NULL', 'a decision is never changed'),
    Guard('section_owner', 'frozen', 'INSERT', 'EXISTS (SELECT 1 FROM visit WHERE visit.id = NEW.visit_id AND visit.frozen_at IS NOT NULL)', 'the visit is frozen: its conclusion was issued'),
    Guard('section_owner', 'frozen', 'UPDATE', 'EXISTS (SELECT 1 FROM visit WHERE visit.id = OLD.visit_id AND visit.frozen_at IS NOT NULL)', 'the visit is frozen: its conclusion was issued'),
    Guard('section_owner', 'frozen', 'DELETE', 'EXISTS (SELECT 1 FROM visit WHERE visit.id = OLD.visit_id AND visit.frozen_at IS NOT NULL)', 'the visit is frozen: its conclusion was issued'),
    Guard('signature', 'frozen', 'INSERT', 'EXISTS (SELECT 1 FROM visit WHERE visit.id = NEW.visit_id AND visit.frozen_at IS NOT NULL)', 'the visit is frozen: its conclusion was issued'),
    Guard('signature', 'frozen', 'UPDATE', 'EXISTS (SELECT 1 FROM visit WHERE visit.id = OLD.visit_id AND visit.frozen_at IS NOT NULL)', 'the visit is frozen: its conclusion was issued'),
    Guard('signature', 'frozen', 'DELETE', 'EXISTS (SELECT 1 FROM visit WHERE visit.id = OLD.visit_id AND visit.frozen_at IS NOT NULL)', 'the visit is frozen: its conclusion was issued'),
    Guard('closing', 'frozen', 'INSERT', 'EXISTS (SELECT 1 FROM visit WHERE visit.id = NEW.visit_id AND visit.frozen_at IS NOT NULL)', 'the visit is frozen: its conclusion was issued'),
    Guard('closing', 'frozen', 'UPDATE', 'EXISTS (SELECT 1 FROM visit WHERE visit.id = OLD.visit_id AND visit.frozen_at IS NOT NULL)', 'the visit is frozen: its conclusion was issued'),
    Guard('closing', 'frozen', 'DELETE', 'EXISTS (SELECT 1 FROM visit WHERE visit.id = OLD.visit_id AND visit.frozen_at IS NOT NULL)', 'the visit is frozen: its conclusion was issued'),
    Guard('signature', 'kept', 'UPDATE', 'OLD.id IS NOT NULL', 'a signature is never changed'),
    Guard('signature', 'kept', 'DELETE', 'OLD.id IS NOT NULL', 'a signature is never changed'),
    Guard('photo', 'kept', 'DELETE', 'OLD.id IS NOT NULL', 'what a tablet sent is never deleted'),
    Guard('recovery_key', 'kept', 'UPDATE', 'OLD.id IS NOT NULL', 'a recovery key is never changed'),
    Guard('recovery_key', 'kept', 'DELETE', 'OLD.id IS NOT NULL', 'a recovery key is never changed'),
)


def upgrade() -> None:
    """Makes the tables and their guards."""
    op.create_table('device',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('label', sa.String(length=120), nullable=False),
    sa.Column('user_agent', sa.String(length=300), nullable=False),
    sa.Column('token_sha256', sa.String(length=64), nullable=False),
    sa.Column('seal_key', sa.String(length=64), nullable=False),
    sa.Column('enrolled_at', inspect_app.kernel.tables.UtcDateTime(), nullable=False),
    sa.Column('last_seen_at', inspect_app.kernel.tables.UtcDateTime(), nullable=False),
    sa.Column('last_sequence', sa.Integer(), nullable=False),
    sa.Column('unsent_changes', sa.Integer(), nullable=False),
    sa.Column('unsent_photos', sa.Integer(), nullable=False),
    sa.Column('clock_offset_ms', sa.Integer(), nullable=True),
    sa.Column('app_version', sa.String(length=40), nullable=False),
    sa.Column('revoked_at', inspect_app.kernel.tables.UtcDateTime(), nullable=True),
    sa.Column('revoked_by', sa.Uuid(), nullable=True),
    sa.Column('revoke_reason', sa.String(), nullable=True),
    sa.Column('wiped_at', inspect_app.kernel.tables.UtcDateTime(), nullable=True),
    sa.Column('lost_at', inspect_app.kernel.tables.UtcDateTime(), nullable=True),
    sa.Column('lost_changes', sa.Integer(), nullable=True),
    sa.Column('lost_photos', sa.Integer(), nullable=True),
    sa.CheckConstraint('(revoked_at IS NULL) = (revoke_reason IS NULL)', name=op.f('ck_device_revoked_with_reason')),
    sa.CheckConstraint('last_sequence >= 0', name=op.f('ck_device_sequence_counts')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_device_person_id_person')),
    sa.ForeignKeyConstraint(['revoked_by'], ['person.id'], name=op.f('fk_device_revoked_by_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_device')),
    sa.UniqueConstraint('token_sha256', name=op.f('uq_device_token_sha256'))
    )
    with op.batch_alter_table('device', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_device_person_id'), ['person_id'], unique=False)

    op.create_table('recovery_key',
    sa.Column('campaign_id', sa.Uuid(), nullable=False),
    sa.Column('public_spki', sa.Text(), nullable=False),
    sa.Column('private_pkcs8', sa.Text(), nullable=False),
    sa.Column('made_at', inspect_app.kernel.tables.UtcDateTime(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['campaign_id'], ['campaign.id'], name=op.f('fk_recovery_key_campaign_id_campaign')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_recovery_key')),
    sa.UniqueConstraint('campaign_id', name=op.f('uq_recovery_key_campaign_id'))
    )
    op.create_table('change',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('device_id', sa.Uuid(), nullable=False),
    sa.Column('sequence', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('visit_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.Enum('begin', 'answer', 'photo', 'photo_withdrawn', 'owner', 'minutes', 'signature', 'close', name='changekind', native_enum=False, length=40), nullable=False),
    sa.Column('item_id', sa.String(length=4), nullable=True),
    sa.Column('checklist_version', sa.Integer(), nullable=False),
    sa.Column('base_revision', sa.Integer(), nullable=True),
    sa.Column('base_seen', sa.Uuid(), nullable=True),
    sa.Column('base_change', sa.Uuid(), nullable=True),
    sa.Column('body', sa.JSON(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('told_at', inspect_app.kernel.tables.UtcDateTime(), nullable=False),
    sa.Column('received_at', inspect_app.kernel.tables.UtcDateTime(), nullable=False),
    sa.Column('carried_by', sa.Uuid(), nullable=True),
    sa.Column('state', sa.Enum('applied', 'same', 'conflict', 'quarantined', 'shelved', 'waiting', name='changestate', native_enum=False, length=40), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=True),
    sa.Column('message', sa.String(), nullable=True),
    sa.ForeignKeyConstraint(['carried_by'], ['person.id'], name=op.f('fk_change_carried_by_person')),
    sa.ForeignKeyConstraint(['device_id'], ['device.id'], name=op.f('fk_change_device_id_device')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_change_person_id_person')),
    sa.ForeignKeyConstraint(['visit_id'], ['visit.id'], name=op.f('fk_change_visit_id_visit')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_change')),
    sa.UniqueConstraint('device_id', 'sequence', name=op.f('uq_change_device_id_sequence'))
    )
    with op.batch_alter_table('change', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_change_visit_id'), ['visit_id'], unique=False)

    op.create_table('closing',
    sa.Column('visit_id', sa.Uuid(), nullable=False),
    sa.Column('change_id', sa.Uuid(), nullable=True),
    sa.Column('asked_by', sa.Uuid(), nullable=False),
    sa.Column('asked_at', inspect_app.kernel.tables.UtcDateTime(), nullable=False),
    sa.Column('told_at', inspect_app.kernel.tables.UtcDateTime(), nullable=False),
    sa.Column('sheet_sha256', sa.String(length=64), nullable=False),
    sa.Column('done_at', inspect_app.kernel.tables.UtcDateTime(), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['asked_by'], ['person.id'], name=op.f('fk_closing_asked_by_person')),
    sa.ForeignKeyConstraint(['visit_id'], ['visit.id'], name=op.f('fk_closing_visit_id_visit')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_closing')),
    sa.UniqueConstraint('visit_id', name=op.f('uq_closing_visit_id'))
    )
    op.create_table('section_owner',
    sa.Column('visit_id', sa.Uuid(), nullable=False),
    sa.Column('section_id', sa.String(length=4), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('assigned_by', sa.Uuid(), nullable=False),
    sa.Column('assigned_at', inspect_app.kernel.tables.UtcDateTime(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['assigned_by'], ['person.id'], name=op.f('fk_section_owner_assigned_by_person')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_section_owner_person_id_person')),
    sa.ForeignKeyConstraint(['visit_id'], ['visit.id'], name=op.f('fk_section_owner_visit_id_visit')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_section_owner')),
    sa.UniqueConstraint('visit_id', 'section_id', name=op.f('uq_section_owner_visit_id_section_id'))
    )
    op.create_table('signature',
    sa.Column('visit_id', sa.Uuid(), nullable=False),
    sa.Column('part', sa.Enum('lead', 'secretary', 'unit', name='signaturepart', native_enum=False, length=40), nullable=False),
    sa.Column('signer_name', sa.String(length=200), nullable=False),
    sa.Column('signer_title', sa.String(length=200), nullable=False),
    sa.Column('strokes', sa.JSON(), nullable=True),
    sa.Column('refused', sa.Boolean(), nullable=False),
    sa.Column('refusal_reason', sa.String(), nullable=True),
    sa.Column('sheet_sha256', sa.String(length=64), nullable=False),
    sa.Column('signed_at', inspect_app.kernel.tables.UtcDateTime(), nullable=False),
    sa.Column('change_id', sa.Uuid(), nullable=True),
    sa.Column('recorded_by', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.CheckConstraint('refused = (refusal_reason IS NOT NULL)', name=op.f('ck_signature_refused_with_reason')),
    sa.CheckConstraint('refused OR strokes IS NOT NULL', name=op.f('ck_signature_drawn_unless_refused')),
    sa.ForeignKeyConstraint(['recorded_by'], ['person.id'], name=op.f('fk_signature_recorded_by_person')),
    sa.ForeignKeyConstraint(['visit_id'], ['visit.id'], name=op.f('fk_signature_visit_id_visit')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_signature'))
    )
    with op.batch_alter_table('signature', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_signature_visit_id'), ['visit_id'], unique=False)

    op.create_table('stray_change',
    sa.Column('device_id', sa.Uuid(), nullable=False),
    sa.Column('visit_id', sa.Uuid(), nullable=True),
    sa.Column('change_id', sa.Uuid(), nullable=True),
    sa.Column('sequence', sa.Integer(), nullable=True),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('cause', sa.String(length=40), nullable=False),
    sa.Column('message', sa.String(), nullable=False),
    sa.Column('received_at', inspect_app.kernel.tables.UtcDateTime(), nullable=False),
    sa.Column('settled_at', inspect_app.kernel.tables.UtcDateTime(), nullable=True),
    sa.Column('settled_by', sa.Uuid(), nullable=True),
    sa.Column('reason', sa.String(), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['device_id'], ['device.id'], name=op.f('fk_stray_change_device_id_device')),
    sa.ForeignKeyConstraint(['settled_by'], ['person.id'], name=op.f('fk_stray_change_settled_by_person')),
    sa.ForeignKeyConstraint(['visit_id'], ['visit.id'], name=op.f('fk_stray_change_visit_id_visit')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_stray_change')),
    sa.UniqueConstraint('device_id', 'sha256', name=op.f('uq_stray_change_device_id_sha256'))
    )
    with op.batch_alter_table('stray_change', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_stray_change_visit_id'), ['visit_id'], unique=False)

    op.create_table('held_change',
    sa.Column('change_id', sa.Uuid(), nullable=False),
    sa.Column('visit_id', sa.Uuid(), nullable=False),
    sa.Column('item_id', sa.String(length=4), nullable=True),
    sa.Column('why', sa.Enum('conflict', 'quarantine', 'shelf', name='why', native_enum=False, length=40), nullable=False),
    sa.Column('cause', sa.String(length=40), nullable=False),
    sa.Column('message', sa.String(), nullable=False),
    sa.Column('held_at', inspect_app.kernel.tables.UtcDateTime(), nullable=False),
    sa.Column('settled_at', inspect_app.kernel.tables.UtcDateTime(), nullable=True),
    sa.Column('settled_by', sa.Uuid(), nullable=True),
    sa.Column('settlement', sa.Enum('taken', 'set_aside', 'superseded', name='settlement', native_enum=False, length=40), nullable=True),
    sa.Column('reason', sa.String(), nullable=True),
    sa.Column('superseded_by', sa.Uuid(), nullable=True),
    sa.CheckConstraint("settlement IS NULL OR settlement = 'superseded' OR (reason IS NOT NULL AND settled_by IS NOT NULL)", name=op.f('ck_held_change_decided_with_reason')),
    sa.CheckConstraint('(settled_at IS NULL) = (settlement IS NULL)', name=op.f('ck_held_change_settled_somehow')),
    sa.ForeignKeyConstraint(['change_id'], ['change.id'], name=op.f('fk_held_change_change_id_change')),
    sa.ForeignKeyConstraint(['settled_by'], ['person.id'], name=op.f('fk_held_change_settled_by_person')),
    sa.ForeignKeyConstraint(['superseded_by'], ['change.id'], name=op.f('fk_held_change_superseded_by_change')),
    sa.ForeignKeyConstraint(['visit_id'], ['visit.id'], name=op.f('fk_held_change_visit_id_visit')),
    sa.PrimaryKeyConstraint('change_id', name=op.f('pk_held_change'))
    )
    with op.batch_alter_table('held_change', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_held_change_visit_id'), ['visit_id'], unique=False)

    op.create_table('photo',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('visit_id', sa.Uuid(), nullable=False),
    sa.Column('item_id', sa.String(length=4), nullable=False),
    sa.Column('change_id', sa.Uuid(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('caption', sa.String(length=500), nullable=False),
    sa.Column('received_at', inspect_app.kernel.tables.UtcDateTime(), nullable=True),
    sa.Column('evidence_id', sa.Uuid(), nullable=True),
    sa.Column('waived_at', inspect_app.kernel.tables.UtcDateTime(), nullable=True),
    sa.Column('waived_by', sa.Uuid(), nullable=True),
    sa.Column('waive_reason', sa.String(), nullable=True),
    sa.CheckConstraint('(waived_at IS NULL) = (waive_reason IS NULL)', name=op.f('ck_photo_waived_with_reason')),
    sa.CheckConstraint('evidence_id IS NULL OR received_at IS NOT NULL', name=op.f('ck_photo_evidence_once_received')),
    sa.ForeignKeyConstraint(['change_id'], ['change.id'], name=op.f('fk_photo_change_id_change')),
    sa.ForeignKeyConstraint(['evidence_id'], ['evidence.id'], name=op.f('fk_photo_evidence_id_evidence')),
    sa.ForeignKeyConstraint(['visit_id'], ['visit.id'], name=op.f('fk_photo_visit_id_visit')),
    sa.ForeignKeyConstraint(['waived_by'], ['person.id'], name=op.f('fk_photo_waived_by_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_photo')),
    sa.UniqueConstraint('change_id', name=op.f('uq_photo_change_id'))
    )
    with op.batch_alter_table('photo', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_photo_visit_id'), ['visit_id'], unique=False)

    # Plain ALTERs: making the tables anew would lose their guards on SQLite.
    op.add_column('answer_revision', sa.Column('change_id', sa.Uuid(), nullable=True))
    op.add_column('minutes', sa.Column('revision', sa.Integer(), server_default='0', nullable=False))
    dialect = op.get_bind().dialect.name
    for guard in GUARDS:
        for statement in guard.statements(dialect):
            op.execute(sa.DDL(statement.replace('%', '%%')))


def downgrade() -> None:
    """Takes it back; what tablets sent is lost with its tables."""
    op.execute('ALTER TABLE minutes DROP COLUMN revision')
    op.execute('ALTER TABLE answer_revision DROP COLUMN change_id')
    for table in ('photo', 'held_change', 'stray_change', 'signature', 'section_owner', 'closing', 'change', 'recovery_key', 'device'):
        op.drop_table(table)
    if op.get_bind().dialect.name == 'postgresql':
        for guard in GUARDS:
            op.execute(f'DROP FUNCTION IF EXISTS {guard.trigger}()')
