"""The tables of people, accounts, sessions, roles, affiliations and delegations to sign."""

from base64 import b64encode
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from inspect_app.kernel.actors import Role
from inspect_app.kernel.tables import Base, Identified
from inspect_app.units.models import Unit

IN_ORDER = "valid_to IS NULL OR valid_to >= valid_from"


class Person(Identified, Base):
    """Somebody who takes part; in samples named by the role (`Trưởng đoàn 1`)."""

    __tablename__ = "person"

    code: Mapped[str | None] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    search_name: Mapped[str] = mapped_column(String(300), index=True)
    title: Mapped[str | None] = mapped_column(String(200))
    email: Mapped[str | None] = mapped_column(String(320))
    phone: Mapped[str | None] = mapped_column(String(40))
    is_sample: Mapped[bool] = mapped_column(default=False)

    account: Mapped["Account | None"] = relationship(back_populates="person")
    roles: Mapped[list["RoleAssignment"]] = relationship(
        back_populates="person", order_by="RoleAssignment.valid_from", foreign_keys="RoleAssignment.person_id"
    )
    affiliations: Mapped[list["Affiliation"]] = relationship(back_populates="person", order_by="Affiliation.valid_from")


class AccountState(StrEnum):
    """Whether an account can sign in."""

    ACTIVE = "active"
    DISABLED = "disabled"


class MailChoice(StrEnum):
    """How a person's messages come by mail: each at once, or all of a day in one mail the next morning."""

    EACH = "each"
    DAILY = "daily"


class Account(Identified, Base):
    """A person's way in."""

    __tablename__ = "account"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), unique=True)
    username: Mapped[str] = mapped_column(String(64), unique=True)
    password_hash: Mapped[str | None] = mapped_column(String(300))
    state: Mapped[AccountState] = mapped_column(default=AccountState.ACTIVE)
    language: Mapped[str] = mapped_column(String(5), default="vi")
    mail_choice: Mapped[MailChoice] = mapped_column(default=MailChoice.EACH, server_default=MailChoice.EACH.value)
    created_at: Mapped[datetime]

    person: Mapped[Person] = relationship(back_populates="account")
    second_step: Mapped["SecondStep | None"] = relationship(back_populates="account")

    @property
    def asks_for_code(self) -> bool:
        """Whether the password alone does not let in."""
        return self.second_step is not None and self.second_step.confirmed_at is not None

    @property
    def mail_address(self) -> str | None:
        """Where each message is mailed at once; None without an address, and for whoever wants one mail a day."""
        return self.person.email if self.mail_choice is MailChoice.EACH else None


class SecondStep(Identified, Base):
    """The second step of signing in: what the person's phone works its codes out from (RFC 6238). Its times are real time."""

    __tablename__ = "second_step"
    __table_args__ = (CheckConstraint("failures >= 0 AND last_counter >= 0", name="counts_not_negative"),)

    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), unique=True)
    # 160 random bits, hex.
    secret: Mapped[str] = mapped_column(String(40))
    begun_at: Mapped[datetime]
    # None until a first code has shown that the phone has the secret: before that it asks for nothing.
    confirmed_at: Mapped[datetime | None]
    # The half minute of the newest code that was taken: none is taken twice.
    last_counter: Mapped[int] = mapped_column(default=0)
    failures: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None]

    account: Mapped[Account] = relationship(back_populates="second_step")

    @property
    def secret_bytes(self) -> bytes:
        """The secret itself."""
        return bytes.fromhex(self.secret)


class SignInSession(Identified, Base):
    """A session kept on the server, so that it can be revoked. All its times are real time."""

    __tablename__ = "sign_in_session"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), index=True)
    token_sha256: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    address: Mapped[str] = mapped_column(String(64))
    device: Mapped[str] = mapped_column(String(300))

    account: Mapped[Account] = relationship()


class Device(Base):
    """A tablet as one person uses it: its id is made on the tablet, its token is known to it alone. All times are real."""

    __tablename__ = "device"
    __table_args__ = (
        CheckConstraint("(revoked_at IS NULL) = (revoke_reason IS NULL)", name="revoked_with_reason"),
        CheckConstraint("last_sequence >= 0", name="sequence_counts"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    label: Mapped[str] = mapped_column(String(120))
    user_agent: Mapped[str] = mapped_column(String(300), default="")
    token_sha256: Mapped[str] = mapped_column(String(64), unique=True)
    # By which the tablet signs the files of unsent work that somebody else may carry (HMAC-SHA-256, hex).
    seal_key: Mapped[str] = mapped_column(String(64))
    enrolled_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    # The highest number of a change that was received from it.
    last_sequence: Mapped[int] = mapped_column(default=0)
    # What it said at its last contact was still unsent.
    unsent_changes: Mapped[int] = mapped_column(default=0)
    unsent_photos: Mapped[int] = mapped_column(default=0)
    clock_offset_ms: Mapped[int | None]
    app_version: Mapped[str] = mapped_column(String(40), default="")
    revoked_at: Mapped[datetime | None]
    revoked_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    revoke_reason: Mapped[str | None]
    wiped_at: Mapped[datetime | None]
    # The browser had thrown its store away: how many changes and photos were unsent then, as far as anybody knows.
    lost_at: Mapped[datetime | None]
    lost_changes: Mapped[int | None]
    lost_photos: Mapped[int | None]
    # What came of the loss: entered again, or gone. Who says so stands in the journal.
    loss_settled_at: Mapped[datetime | None]
    loss_note: Mapped[str | None]

    person: Mapped[Person] = relationship(foreign_keys=[person_id])

    @property
    def lost(self) -> int:
        """How many changes and photos were thrown away unsent, as far as anybody knows."""
        return (self.lost_changes or 0) + (self.lost_photos or 0)

    @property
    def has_open_loss(self) -> bool:
        """Whether unsent work was lost and nobody has said yet what came of it."""
        return self.lost > 0 and self.loss_settled_at is None

    @property
    def seal_bytes(self) -> bytes:
        """The seal key itself."""
        return bytes.fromhex(self.seal_key)

    @property
    def seal_key_base64(self) -> str:
        """The seal key as the tablet is given it."""
        return b64encode(self.seal_bytes).decode()


class PasswordReset(Identified, Base):
    """A one-time key to set a password, handed over by an administrator. Its times are real time."""

    __tablename__ = "password_reset"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), index=True)
    token_sha256: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]

    account: Mapped[Account] = relationship()


class RoleAssignment(Identified, Base):
    """A role over a unit (or over all, when there is none) between two dates."""

    __tablename__ = "role_assignment"
    __table_args__ = (
        CheckConstraint(IN_ORDER, name="valid_in_order"),
        UniqueConstraint("person_id", "role", "unit_id", "valid_from"),
    )

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    role: Mapped[Role] = mapped_column(index=True)
    unit_id: Mapped[UUID | None] = mapped_column(ForeignKey("unit.id"), index=True)
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    note: Mapped[str | None] = mapped_column(String(300))

    person: Mapped[Person] = relationship(back_populates="roles")
    unit: Mapped[Unit | None] = relationship()

    def is_valid_on(self, day: date) -> bool:
        """Whether the role is held on the day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


class Affiliation(Identified, Base):
    """Where a person works, or worked: the ground of a conflict of interest."""

    __tablename__ = "affiliation"
    __table_args__ = (CheckConstraint(IN_ORDER, name="valid_in_order"),)

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"), index=True)
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]

    person: Mapped[Person] = relationship(back_populates="affiliations")
    unit: Mapped[Unit] = relationship()


class SigningForm(StrEnum):
    """By what authority a paper is signed (Nghị định 30/2020/NĐ-CP, Điều 13; Phụ lục I, II.7b)."""

    OWN = "own"
    ACTING = "Q."
    COLLECTIVE = "TM."
    DEPUTY = "KT."
    ORDER = "TL."
    AUTHORISED = "TUQ."


# Forms in which one signs for nobody else.
OWN_FORMS = frozenset({SigningForm.OWN, SigningForm.ACTING})


class Delegation(Identified, Base):
    """Between which dates a person signs, for which unit, in which form and over which title."""

    __tablename__ = "delegation"
    __table_args__ = (CheckConstraint(IN_ORDER, name="valid_in_order"),)

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    form: Mapped[SigningForm]
    on_behalf_of: Mapped[str | None] = mapped_column(String(200))
    title: Mapped[str] = mapped_column(String(200))
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    note: Mapped[str | None] = mapped_column(String(300))

    person: Mapped[Person] = relationship()
    unit: Mapped[Unit] = relationship()

    @property
    def authority_lines(self) -> tuple[str, ...]:
        """The lines above the signature: `("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")`, or the title alone."""
        title = self.title.upper()
        if self.form is SigningForm.ACTING:
            return (f"{self.form.value} {title}",)
        if self.form is SigningForm.OWN or not self.on_behalf_of:
            return (title,)
        return (f"{self.form.value} {self.on_behalf_of.upper()}", title)
