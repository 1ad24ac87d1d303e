"""Which upstream answers prove that a channel's key or account is at fault.

Only such an answer may switch a channel off by itself. Judged by HTTP status and by the error's
machine-readable ``type``, ``code`` and ``status`` fields, never by words of its message: a model
may well say "balance" or "credit" in an ordinary error. Facts: shared specification, management
§4.2.2 (the statuses, types and codes one-api acts on).
"""

import json
from typing import Any

ACCOUNT_STATUSES = {
    401: "the upstream refuses the key",
    402: "the upstream asks for payment",
}

ACCOUNT_TYPES = {
    "insufficient_quota": "the upstream account has no quota left",
    "insufficient_balance": "the upstream account has no balance left",
    "insufficient_user_quota": "the upstream account has no quota left",
    "billing_error": "the upstream account has a billing problem",
    "authentication_error": "the upstream refuses the key",
    "permission_error": "the upstream key lacks permission",
    "forbidden": "the upstream key lacks permission",
}

ACCOUNT_CODES = {
    "invalid_api_key": "the upstream refuses the key",
    "account_deactivated": "the upstream account is deactivated",
    "insufficient_quota": "the upstream account has no quota left",
    "billing_not_active": "the upstream account has no active billing",
    "billing_hard_limit_reached": "the upstream account reached its billing limit",
    "arrearage": "the upstream account is in arrears",
    "api_key_invalid": "the upstream refuses the key",
    "api_key_expired": "the upstream key has expired",
    "api_key_service_blocked": "the upstream key lacks permission",
}

MODEL_CODES = frozenset({"model_not_found", "model_not_available", "deployment_not_found"})
"""Codes that concern the asked model, whatever type or status comes with them."""


def account_fault(status: int, body: bytes) -> str | None:
    """Why this answer proves a fault of the key or account, or None when it does not.

    ``body`` is untrusted: anything that is no JSON object is judged by the status alone.
    """
    error = _error_object(body)
    words = {str(error.get(name, "")).lower() for name in ("code", "type", "status")}
    reasons = _detail_reasons(error)
    if (words | reasons) & MODEL_CODES:
        return None
    if status in ACCOUNT_STATUSES:
        return f"{ACCOUNT_STATUSES[status]} (HTTP {status})"
    if status < 400:
        return None
    for word in sorted(words | reasons):
        found = ACCOUNT_CODES.get(word) or ACCOUNT_TYPES.get(word)
        if found:
            return f"{found} (HTTP {status}, {word})"
    return None


def _error_object(body: bytes) -> dict[str, Any]:
    """The object that carries the error's fields: ``{"error": {…}}``, a list of one, or flat."""
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    if isinstance(found, list) and found:
        found = found[0]
    if not isinstance(found, dict):
        return {}
    error = found.get("error")
    return error if isinstance(error, dict) else found


def _detail_reasons(error: dict[str, Any]) -> set[str]:
    """Google's ``details[].reason`` words, lower case."""
    details = error.get("details")
    if not isinstance(details, list):
        return set()
    return {str(d["reason"]).lower() for d in details if isinstance(d, dict) and "reason" in d}
