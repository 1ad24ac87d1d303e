"""Money, numbers, durations and times as people of a locale read them. Money stays integer nano-dollars."""

import datetime

from PySide6.QtCore import QCoreApplication, QDate, QLocale

from oneapi_desktop.domain.money import nano_to_usd

NOTHING = "–"
"""Shown for what is unknown."""


def money(nano: int | None, *, exact: bool = False) -> str:
    """Dollars of nano-dollars: two decimals, more for small amounts (``$0.0042``), all with ``exact``."""
    if nano is None:
        return NOTHING
    dollars = nano_to_usd(abs(nano))
    if exact:
        text = f"{dollars:f}".rstrip("0").rstrip(".") if nano else "0"
        decimals = max(2, len(text.partition(".")[2]))
    elif dollars >= 1 or not nano:
        decimals = 2
    else:
        # Three significant digits of an amount below a dollar.
        decimals = min(9, max(2, 2 - dollars.adjusted()))
    whole, _, fraction = f"{dollars:.{decimals}f}".partition(".")
    locale = QLocale()
    point = locale.decimalPoint()
    return f"{'-' if nano < 0 else ''}${locale.toString(int(whole))}{point}{fraction}"


def number(value: float | None, decimals: int = 0) -> str:
    """A number with the locale's grouping."""
    if value is None:
        return NOTHING
    return QLocale().toString(float(value), "f", decimals) if decimals else QLocale().toString(round(value))


def compact(value: float | None) -> str:
    """A large number in four characters or so: ``842``, ``12.3k``, ``1.45M``."""
    if value is None:
        return NOTHING
    for limit, suffix in ((1e9, "B"), (1e6, "M"), (1e3, "k")):
        if abs(value) >= limit:
            shown = value / limit
            return number(shown, 0 if shown >= 100 else 1 if shown >= 10 else 2) + suffix
    return number(value)


def percent(share: float | None, decimals: int = 1) -> str:
    """A share of one as a percentage."""
    return NOTHING if share is None else number(share * 100, decimals) + QLocale().percent()


def change(now: float, before: float | None) -> str:
    """The relative change as ``+12 %``; empty when there is nothing to compare with."""
    if not before:
        return ""
    relative = (now - before) / abs(before)
    return f"{'+' if relative >= 0 else '−'}{percent(abs(relative), 0)}"


def duration(milliseconds: float | None) -> str:
    """A time span: ``840 ms``, ``2.41 s``, ``3 min 05 s``."""
    if milliseconds is None:
        return NOTHING
    if milliseconds < 1000:
        return f"{number(milliseconds, 1 if milliseconds < 10 else 0)} ms"
    if milliseconds < 60_000:
        return f"{number(milliseconds / 1000, 2 if milliseconds < 10_000 else 1)} s"
    minutes, seconds = divmod(round(milliseconds / 1000), 60)
    return f"{minutes} min {seconds:02d} s"


def size(count: int | None) -> str:
    """Bytes in the largest fitting unit: ``840 KiB``, ``12.4 MiB``."""
    if count is None:
        return NOTHING
    for unit, limit in (("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10)):
        if count >= limit:
            shown = count / limit
            return f"{number(shown, 1 if shown < 100 else 0)} {unit}"
    return f"{number(count)} B"


def moment(iso: str | None, *, seconds: bool = False) -> str:
    """Date and time of an ISO 8601 moment in the machine's time zone; today only the time."""
    if not iso:
        return NOTHING
    local = datetime.datetime.fromisoformat(iso).astimezone()
    locale = QLocale()
    clock = f"{local:%H:%M:%S}" if seconds else f"{local:%H:%M}"
    if local.date() == datetime.datetime.now().astimezone().date():
        return clock
    return f"{locale.toString(QDate(local.year, local.month, local.day), QLocale.FormatType.ShortFormat)} {clock}"


def day(date: datetime.date) -> str:
    """A day of a year that is known, as short as the language writes it: ``Nov 25``, ``25 Nov``, ``11月25日``."""
    locale = QLocale()
    if locale.language() in (QLocale.Language.Chinese, QLocale.Language.Japanese):
        form = "M月d日"
    else:
        # Month before day where the locale writes it so.
        usual = locale.dateFormat(QLocale.FormatType.ShortFormat).upper()
        form = "MMM d" if usual.find("M") < usual.find("D") else "d MMM"
    return locale.toString(QDate(date.year, date.month, date.day), form)


def ago(iso: str | None) -> str:
    """How long ago a moment was, in the largest fitting unit; "never" for None."""
    if not iso:
        return QCoreApplication.translate("Formats", "never")
    then = datetime.datetime.fromisoformat(iso)
    passed = (datetime.datetime.now(datetime.UTC) - then).total_seconds()
    if passed < 60:
        return QCoreApplication.translate("Formats", "just now")
    if passed < 3600:
        text, count = QCoreApplication.translate("Formats", "{count} min ago"), passed // 60
    elif passed < 86400:
        text, count = QCoreApplication.translate("Formats", "{count} h ago"), passed // 3600
    else:
        text, count = QCoreApplication.translate("Formats", "{count} d ago"), passed // 86400
    return text.format(count=number(count))
