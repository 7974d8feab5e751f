"""Who acts: a frozen picture of the signed-in person that operations and permissions ask."""

from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID


class Role(StrEnum):
    """What a person may be, over a unit (or everywhere) between two dates."""

    ADMINISTRATOR = "administrator"
    COORDINATOR = "coordinator"
    LEAD = "lead"
    DEPUTY = "deputy"
    SECRETARY = "secretary"
    INSPECTOR = "inspector"
    EXPERT = "expert"
    OBSERVER = "observer"
    UNIT_CONTACT = "unit_contact"
    HEAD_OF_UNIT = "head_of_unit"
    SIGNATORY = "signatory"
    RATING_AUTHORITY = "rating_authority"
    AUDITOR = "auditor"


TEAM_ROLES = frozenset({Role.LEAD, Role.DEPUTY, Role.SECRETARY, Role.INSPECTOR, Role.EXPERT, Role.OBSERVER})
UNIT_SIDE_ROLES = frozenset({Role.UNIT_CONTACT, Role.HEAD_OF_UNIT})


@dataclass(frozen=True, slots=True)
class HeldRole:
    """A role over one unit, or over all when `unit_id` is None."""

    role: Role
    unit_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """The acting person today. `unit_ids`: units he belongs to, now or within the conflict-of-interest window."""

    name: str
    person_id: UUID | None = None
    account_id: UUID | None = None
    roles: frozenset[HeldRole] = field(default_factory=frozenset)
    unit_ids: frozenset[UUID] = field(default_factory=frozenset)
    is_system: bool = False

    @property
    def is_signed_in(self) -> bool:
        """Whether a person is behind this actor."""
        return self.person_id is not None

    def has(self, role: Role, unit_id: UUID | None = None) -> bool:
        """Whether the role is held: over `unit_id` or everywhere; without `unit_id`, over anything at all."""
        if unit_id is None:
            return any(held.role is role for held in self.roles)
        return HeldRole(role, unit_id) in self.roles or HeldRole(role, None) in self.roles

    def units(self, role: Role) -> frozenset[UUID]:
        """The units over which the role is held by name."""
        return frozenset(held.unit_id for held in self.roles if held.role is role and held.unit_id is not None)

    def belongs_to(self, unit_id: UUID) -> bool:
        """Whether he works, worked lately, or is head or contact there: a conflict of interest."""
        own = self.units(Role.HEAD_OF_UNIT) | self.units(Role.UNIT_CONTACT)
        return unit_id in self.unit_ids or unit_id in own


ANONYMOUS = Actor(name="")
SYSTEM = Actor(name="hệ thống", is_system=True)
