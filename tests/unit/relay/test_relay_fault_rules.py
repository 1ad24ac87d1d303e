"""The declared tables of faults are complete, so that no fault is without an answer or a document."""

import pytest

from oneapi_desktop.dialects.error_shapes import OPENAI
from oneapi_desktop.domain.errors import ERROR_MEANINGS, ErrorKind
from oneapi_desktop.providers.upstream import FaultKind
from oneapi_desktop.relay.faults import MARK_MEANINGS, STATUS_RULES, TRANSPORT_RULES, Mark


def test_every_kind_of_error_has_a_shape_and_a_meaning() -> None:
    assert set(OPENAI) == set(ERROR_MEANINGS) == set(ErrorKind)


def test_every_transport_fault_has_a_rule() -> None:
    assert set(TRANSPORT_RULES) == set(FaultKind)
    assert {rule.kind for rule in TRANSPORT_RULES.values()} == {ErrorKind.BAD_UPSTREAM, ErrorKind.TIMEOUT}


def test_every_mark_has_a_meaning() -> None:
    assert set(MARK_MEANINGS) == set(Mark)


@pytest.mark.parametrize("status", [*range(300, 600), 600, 799, 999])
def test_every_status_has_a_rule(status: int) -> None:
    assert any(status in rule.statuses for rule in STATUS_RULES)


def test_no_rule_hides_behind_another() -> None:
    for index, rule in enumerate(STATUS_RULES):
        earlier = {status for other in STATUS_RULES[:index] for status in other.statuses}
        assert set(rule.statuses) - earlier, rule
