"""The letter that reminds a unit of what it has to put right."""

from inspect_app.followup.reminder.sheet import ReminderMaterial, reminder_material, reminder_sheet, send_by

__all__ = ["ReminderMaterial", "reminder_material", "reminder_sheet", "send_by"]
