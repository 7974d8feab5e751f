"""The rule file that travels with the product."""

from inspect_app.kernel.resources import resource_root

RULE_FILE = resource_root() / "schedules" / "quang-nam-2024" / "rating.yaml"
