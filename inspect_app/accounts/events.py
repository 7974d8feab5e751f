"""What the room of accounts tells the rooms above, in the same transaction."""

from dataclasses import dataclass

from inspect_app.accounts.models import Device


@dataclass(frozen=True)
class DeviceEnrolled:
    """A tablet became a device of a person, or got a new token."""

    device: Device


@dataclass(frozen=True)
class DeviceLost:
    """A tablet's browser threw its store away; the counts of what was unsent stand in the device."""

    device: Device
