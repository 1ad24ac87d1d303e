"""docs/compatibility.md: which client dialect works with which upstream dialect, and what is lost."""

import inspect
from collections.abc import Iterator

from oneapi_desktop.dialects.registry import DialectRow, Feature, all_dialects, codec, holds_chats


def compatibility() -> str:
    """The document's text without its first line."""
    spoken = [row for row in all_dialects() if row.spoken]
    lines = [
        "# Compatibility",
        "",
        "Clients may speak " + ", ".join(f"*{row.label}*" for row in spoken[:-1]) + f" and *{spoken[-1].label}*. "
        "Where the channel speaks the client's own dialect, requests and answers pass through byte for byte; "
        "otherwise they are translated. Each line below holds for every client dialect: "
        "`tests/relay/test_relay_matrix.py` plays all of them on all upstreams, streamed and whole, against fakes "
        "written from the vendors' documents, and prints the same table.",
        "",
        "- **yes**: arrives; after an upstream cut the client still gets its own terminal event.",
        "- **refused**: a 400 in the client's dialect that says why.",
        "- **noted**: served without it; the request's record and the header `x-oneapi-conversion` say so. "
        "With the setting `strict_conversion` notes that change a request's meaning refuse it.",
        "- **partly**: served as far as the upstream goes; see below the table.",
        "",
        f"| Upstream | {' | '.join(feature.value for feature in Feature)} |",
        f"| --- |{' --- |' * len(Feature)}",
    ]
    for row in all_dialects():
        if holds_chats(row.dialect):
            lines.append(f"| {row.label} | {' | '.join(_cell(row, feature) for feature in Feature)} |")
    reasons = {
        (row.label, feature.value, limit.reason)
        for row in all_dialects()
        if holds_chats(row.dialect)
        for feature, limit in row.limits.items()
    }
    lines += ["", *(f"- {label}, {feature}: {reason}." for label, feature, reason in sorted(reasons))]
    lines += ["", "## What a translation cannot keep", ""]
    for row in all_dialects():
        lines += [f"### {row.label}", "", *_docstring(row), ""]
    return "\n".join(lines).rstrip() + "\n"


def _cell(row: DialectRow, feature: Feature) -> str:
    limit = row.limits.get(feature)
    if limit is not None:
        return "refused" if limit.refused else "noted" if limit.noted else "partly"
    return "yes, as one event" if feature is Feature.STREAM and not row.streams else "yes"


def _docstring(row: DialectRow) -> Iterator[str]:
    """The module's own words, its indented paragraphs as list items."""
    item = False
    for line in (inspect.getdoc(codec(row.dialect)) or "").splitlines():
        text = line.strip().replace("``", "`")
        if not text:
            item = False
            yield ""
        elif line.startswith("    "):
            yield f"  {text}"
        elif not item and text.endswith(")") and text.startswith(("To ", "From ")):
            item = True
            yield f"- *{text}*"
        else:
            yield text
