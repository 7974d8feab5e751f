"""Keeps whether a person's messages are mailed one by one or once a day."""

import sqlalchemy as sa
from alembic import op

revision = '0009'
down_revision = '0008'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Until now each message was mailed by itself."""
    op.add_column('account', sa.Column('mail_choice', sa.Enum('each', 'daily', name='mailchoice', native_enum=False, length=40), server_default='each', nullable=False))


def downgrade() -> None:
    """Mails each message by itself again."""
    op.drop_column('account', 'mail_choice')
