"""Reading `when` from a file: data becomes a condition, or problems with their places."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from inspect_app.checklists.rules import AllOf, AnyOf, Comparison, Condition, Not, Operator
from inspect_app.checklists.rules.conditions import Operand
from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.yaml_source import Problem, Source, did_you_mean

Path = tuple[str | int, ...]


GROUPS = ("any", "all", "not")
OPERATORS = tuple(operator.value for operator in Operator)
PARTS_LIMIT = 20


class ConditionReader:
    """Reads conditions of one file and keeps every problem."""

    def __init__(self, source: Source, item_ids: list[str]) -> None:
        self.source = source
        self.item_ids = item_ids
        self.problems: list[Problem] = []

    def read(self, data: Any, path: Path) -> Condition | None:
        """The condition at `path`, or None when it has a problem."""
        if not isinstance(data, dict) or not data:
            self._refuse(path, _("Điều kiện phải là một nhóm mục, ví dụ {item: C07, is: fail}"))
            return None
        if "item" in data:
            return self._comparison(data, path)
        if len(data) > 1:
            self._refuse(path, _("Điều kiện chỉ có một trong any, all, not; hãy tách riêng"))
            return None
        [(name, part)] = data.items()
        if name not in GROUPS:
            hint = did_you_mean(name, ["item", *GROUPS])
            self._refuse((*path, name), _("Không hiểu “%(name)s” trong điều kiện; %(hint)s", name=name, hint=hint))
            return None
        if name == "not":
            inner = self.read(part, (*path, "not"))
            return Not(inner) if inner is not None else None
        return self._group(AnyOf if name == "any" else AllOf, part, (*path, name))

    def _group(self, make: Callable[[tuple[Condition, ...]], Condition], parts: Any, path: Path) -> Condition | None:
        if not isinstance(parts, list) or not 1 <= len(parts) <= PARTS_LIMIT:
            self._refuse(path, _("Phải là danh sách từ 1 đến %(n)s điều kiện", n=PARTS_LIMIT))
            return None
        read = [self.read(part, (*path, index)) for index, part in enumerate(parts)]
        known = tuple(part for part in read if part is not None)
        return make(known) if len(known) == len(read) else None

    def _comparison(self, data: dict[str, Any], path: Path) -> Condition | None:
        others = [name for name in data if name != "item"]
        known_before = len(self.problems)
        item = data["item"]
        if item not in self.item_ids:
            hint = did_you_mean(item, self.item_ids)
            self._refuse((*path, "item"), _("Không có mục “%(item)s”; %(hint)s", item=item, hint=hint))
        for name in others:
            if name not in OPERATORS:
                hint = did_you_mean(name, OPERATORS)
                self._refuse((*path, name), _("Không có phép so sánh “%(name)s”; %(hint)s", name=name, hint=hint))
        if len(others) != 1:
            self._refuse(path, _("Mỗi so sánh cần đúng một trong: %(names)s", names=", ".join(OPERATORS)))
        if len(self.problems) > known_before:
            return None
        operator = Operator(others[0])
        operands = self._operands(operator, data[operator.value], (*path, operator.value))
        return Comparison(item, operator, operands) if operands else None

    def _operands(self, operator: Operator, data: Any, path: Path) -> tuple[Operand, ...] | None:
        if operator is Operator.IN:
            if not isinstance(data, list) or not 1 <= len(data) <= PARTS_LIMIT:
                self._refuse(path, _("“in” cần một danh sách giá trị"))
                return None
            read = [self._operand(value, (*path, index)) for index, value in enumerate(data)]
        else:
            read = [self._operand(data, path)]
        return tuple(value for value in read if value is not None) if None not in read else None

    def _operand(self, value: Any, path: Path) -> Operand | None:
        if isinstance(value, bool | str | date):
            return value
        if isinstance(value, int | Decimal):
            return Fraction(value)
        self._refuse(path, _("Giá trị so sánh phải là chữ, số, ngày, true hoặc false"))
        return None

    def _refuse(self, path: Path, message: str) -> None:
        self.problems.append(self.source.problem(path, message))
