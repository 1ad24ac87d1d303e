"""The text of ``docs/errors.md``, made from the declarations that the code itself goes by."""

import ast
from collections.abc import Iterator
from pathlib import Path

import orjson

from oneapi_desktop.dialects.error_shapes import OPENAI
from oneapi_desktop.dialects.registry import DialectRow, all_dialects, error_answer
from oneapi_desktop.domain.errors import ERROR_MEANINGS, ErrorKind, RequestError
from oneapi_desktop.relay.faults import MARK_MEANINGS, STATUS_RULES, TRANSPORT_RULES, StatusRule
from oneapi_desktop.services.account_faults import ACCOUNT_CODES, ACCOUNT_STATUSES, ACCOUNT_TYPES, MODEL_CODES
from oneapi_desktop.settings import declared_settings

PACKAGE = Path(__file__).resolve().parent.parent / "oneapi_desktop"

Row = tuple[str, ...]


def sections() -> Iterator[tuple[str, str, Row, list[Row], str]]:
    """Title, text before, head, rows and text after of each table."""
    yield (
        "What the gateway answers",
        "An error of the gateway's own is a JSON object in the shape of the API that was called. Its message says what "
        "to do and ends with the request id, under which `oneapi-desktop request show` has the whole story. Refusals "
        "for rates and budgets carry `Retry-After`.",
        ("Kind", "When", *(row.label for row in _spoken())),
        [(kind.value, ERROR_MEANINGS[kind], *_shapes(kind)) for kind in OPENAI],
        "",
    )
    yield (
        "Codes",
        "`code` of OpenAI's shape is the kind's own unless a more exact one stands here.",
        ("Code", "Status", "Type"),
        sorted(_codes()),
        "",
    )
    yield (
        "When an upstream cannot be talked to",
        "Nothing of the answer has reached the client yet, so the next channel of the model is tried; the table says "
        "what the client gets when there is none. All of these count as faults of the channel.",
        ("Code", "Status", "What happened"),
        [
            (f"`upstream_{kind.value}`", str(OPENAI[rule.kind].status), rule.meaning)
            for kind, rule in TRANSPORT_RULES.items()
        ],
        "An answer with status 200 that cannot be used (HTML, nothing, no JSON object, no stream where one was asked "
        "for) is `bad_upstream`, 502. An error inside such an answer, or as the first event of a stream, is judged "
        "like an error status: by its own `status` or `code` where it has one, else as 502.",
    )
    yield (
        "When an upstream answers with an error",
        "The first row that fits counts. *Passed on*: an error already in the client's shape reaches it as it is, "
        "secrets masked; other shapes are rephrased. Error answers are never billed.",
        ("Upstream's status", "Answer", "Code", "Passed on", "Next channel tried", "Channel"),
        [_status_row(rule) for rule in STATUS_RULES],
        f"The setting `retry_statuses` is `{_default('retry_statuses')}` unless changed. "
        "Other shapes than OpenAI's are read for their message: Google's, Anthropic's, `{\"error\": text}`, `detail`, "
        "`msg`, `header`, a list of one, plain text and HTML without its tags. `Retry-After` and `retry-after-ms` go "
        "on to the client with 429 and 5xx.",
    )
    yield (
        "When a key or an account is at fault",
        "These come before the table above: the client gets 502 with the code `upstream_account`, the next channel is "
        "tried, and the channel is marked *account*. Words of a message never count, and the codes "
        + ", ".join(f"`{code}`" for code in sorted(MODEL_CODES))
        + " exempt an answer.",
        ("Upstream says", "Meaning"),
        [
            *((f"status {status}", meaning) for status, meaning in ACCOUNT_STATUSES.items()),
            *((f"type or status `{word}`", meaning) for word, meaning in ACCOUNT_TYPES.items()),
            *((f"code or reason `{word}`", meaning) for word, meaning in ACCOUNT_CODES.items()),
        ],
        "",
    )
    yield (
        "What a failure does to its channel",
        "",
        ("Mark", "Effect"),
        [(f"*{mark.value}*", meaning) for mark, meaning in MARK_MEANINGS.items()],
        "A success, a passed test or a change of the channel clears it. For each request "
        "`oneapi-desktop request show` tells which channels were passed over, and why.",
    )


CLOSING = """## Inside a stream

Once the first event has reached the client, no other channel is tried. Whatever happens then (a cut, silence, an
event that is no JSON object in UTF-8 or larger than `event_limit_mb`, an error event) ends the stream with an error
event in the client's dialect and its terminal event, never with a bare cut. What was produced until then is billed:
by the usage the upstream reported, else counted and marked `estimated`. A stream whose model said why it stopped is
complete, whatever the connection did afterwards. Binary answers (speech) have no error event: their connection is
closed before the end of the body.
"""


def errors() -> str:
    """docs/errors.md."""
    lines = ["# Errors"]
    for title, before, head, rows, after in sections():
        lines += ["", f"## {title}", ""]
        if before:
            lines += [before, ""]
        cells = [head, tuple("---" for _ in head), *rows]
        lines += [f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |" for row in cells]
        if after:
            lines += ["", after]
    return "\n".join(lines) + "\n\n" + CLOSING


def _spoken() -> list[DialectRow]:
    return [row for row in all_dialects() if row.spoken]


def _shapes(kind: ErrorKind) -> Iterator[str]:
    """Status and words of an error of this kind, dialect by dialect."""
    for row in _spoken():
        status, body = error_answer(row.dialect, RequestError(kind, "x"))
        error = orjson.loads(body)["error"]
        words = [error.get(name) for name in ("type", "code", "status")] if isinstance(error, dict) else []
        yield " ".join([str(status), *(f"`{word}`" for word in words if isinstance(word, str))])


def _status_row(rule: StatusRule) -> Row:
    shape = OPENAI[rule.kind]
    return (
        _range(rule),
        "the same" if rule.own_status else str(shape.status),
        f"`{'upstream_error' if rule.own_status else shape.code}`",
        "yes" if rule.passed_on else "no",
        "always" if rule.always else "if in `retry_statuses`",
        f"*{rule.mark.value}*",
    )


def _default(key: str) -> str:
    setting = next(setting for setting in declared_settings() if setting.key == key)
    return setting.show(setting.default)


def _range(rule: StatusRule) -> str:
    if not isinstance(rule.statuses, range):
        return ", ".join(map(str, rule.statuses))
    if rule is STATUS_RULES[-1]:
        return "any other, 500 and above"
    return f"{rule.statuses[0]}–{rule.statuses[-1]}"


def _codes() -> Iterator[Row]:
    """The code of every ``RequestError(ErrorKind.X, …, code="…")`` in the package."""
    found = set()
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and getattr(node.func, "id", "") == "RequestError" and node.args):
                continue
            kind = node.args[0]
            named = {keyword.arg: keyword.value for keyword in node.keywords}
            code = _text(named.get("code"))
            if code and isinstance(kind, ast.Attribute):
                shape = OPENAI[ErrorKind[kind.attr]]
                own = named.get("status")
                status = own.value if isinstance(own, ast.Constant) else shape.status
                found.add((f"`{code}`", str(status), f"`{shape.type}`"))
    return iter(found)


def _text(node: ast.expr | None) -> str:
    """A literal, with the variable parts of an f-string as ``…``."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "…" for part in node.values)
    return ""
