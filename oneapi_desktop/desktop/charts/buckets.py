"""The time axis of charts: buckets of the owner's hours, days, weeks or months, and how they are written."""

import datetime
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QDate, QLocale

from oneapi_desktop.desktop import formats


@dataclass(frozen=True, slots=True)
class Bucket:
    """One bucket: ``since`` and ``until`` as operations take them (ISO), where it begins in local time,
    and its width: hour, day, week, month."""

    since: str
    until: str
    begin: datetime.datetime
    width: str

    @property
    def tick(self) -> str:
        """Under the axis: ``13:00``, ``25 Nov``, ``Nov 26``."""
        if self.width == "hour":
            return f"{self.begin:%H:%M}"
        if self.width != "month":
            return formats.day(self.begin.date())
        locale = QLocale()
        eastern = locale.language() in (QLocale.Language.Chinese, QLocale.Language.Japanese)
        day = QDate(self.begin.year, self.begin.month, 1)
        return locale.toString(day, "yyyy年M月" if eastern else "MMM yyyy")

    @property
    def name(self) -> str:
        """In full: ``Wednesday, 25 November 2026 13:00 – 14:00``."""
        locale = QLocale()
        day = locale.toString(QDate(self.begin.year, self.begin.month, self.begin.day), QLocale.FormatType.LongFormat)
        if self.width == "hour":
            return f"{day} {self.begin:%H:%M} – {(self.begin + datetime.timedelta(hours=1)):%H:%M}"
        return day if self.width == "day" else f"{day} –"


def buckets_of(answer: dict[str, Any]) -> list[Bucket]:
    """The buckets of an answer of ``overview.series`` or ``overview.latency``."""
    return [
        Bucket(row["since"], row["until"], datetime.datetime.fromisoformat(row["label"]), answer["bucket"])
        for row in answer["buckets"]
    ]
