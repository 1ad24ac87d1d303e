"""Levels of effort and thinking budgets, and how one becomes the other.

The numbers are what gateways use (dialects document, section 4.8); 32k budgets are a habit of
coding agents and must not select the most expensive level.
"""

from collections.abc import Sequence

from oneapi_desktop.dialects.conversation import Capabilities, Effort, ReasoningControl, ReasoningMode

SCALE: tuple[Effort, ...] = tuple(Effort)

_BUDGETS = {
    Effort.MINIMAL: 1024,
    Effort.LOW: 1024,
    Effort.MEDIUM: 2048,
    Effort.HIGH: 4096,
    Effort.XHIGH: 8192,
    Effort.MAX: 16384,
}


def effort_of_budget(budget: int) -> Effort:
    """The level a budget in tokens stands for; never more than high."""
    if budget >= 4096:
        return Effort.HIGH
    if budget >= 2048:
        return Effort.MEDIUM
    return Effort.LOW if budget >= 1024 else Effort.MINIMAL


def budget_of_effort(effort: Effort) -> int:
    """The budget in tokens a level stands for; 0 for none."""
    return _BUDGETS.get(effort, 0)


def nearest(effort: Effort, supported: Sequence[Effort]) -> Effort | None:
    """The highest supported level not above this one, else the lowest supported; None when a model
    knows no levels. A level above ``none`` never becomes ``none``."""
    usable = [e for e in SCALE if e in supported and (e is not Effort.NONE or effort is Effort.NONE)]
    if not usable:
        return None
    below = [e for e in usable if SCALE.index(e) <= SCALE.index(effort)]
    return below[-1] if below else usable[0]


def distance(one: Effort, other: Effort) -> int:
    """How many steps of the scale lie between two levels."""
    return abs(SCALE.index(one) - SCALE.index(other))


def wanted_effort(control: ReasoningControl) -> Effort | None:
    """The level a request asks for, from its effort or its budget; None when it left it open."""
    if control.mode is ReasoningMode.OFF:
        return Effort.NONE
    if control.effort is not None:
        return control.effort
    if control.mode is ReasoningMode.BUDGET and control.budget is not None:
        return effort_of_budget(control.budget)
    return None


def wanted_budget(control: ReasoningControl, target: Capabilities, ceiling: int | None) -> int | None:
    """The budget to send to a model that takes one; None when it should not think, or cannot
    within ``ceiling`` (the request's maximum output, of which thinking is a part)."""
    if control.mode is ReasoningMode.OFF or control.effort is Effort.NONE:
        return None
    if control.mode is ReasoningMode.BUDGET and control.budget is not None:
        budget = control.budget
    elif control.effort is not None:
        budget = budget_of_effort(control.effort)
    elif control.wanted:
        budget = budget_of_effort(Effort.MEDIUM)
    else:
        return None
    budget = max(budget, target.minimum_budget)
    if target.maximum_budget is not None:
        budget = min(budget, target.maximum_budget)
    if ceiling is not None:
        budget = min(budget, ceiling - 1)
    return budget if budget >= target.minimum_budget else None
