"""What happened in the gateway, as notifications in the language of the window."""

from decimal import Decimal

from PySide6.QtCore import QCoreApplication

from oneapi_desktop.desktop.formats import money
from oneapi_desktop.desktop.notices import Notification, Topic
from oneapi_desktop.domain.money import usd_to_nano
from oneapi_desktop.services.notices import Notice, NoticeKind

TOPICS: dict[str, Topic] = {"budgets": "budgets", "channels": "channels", "devices": "devices"}


def notification_of(notice: Notice) -> Notification:
    """A notice of the gateway as a notification; a click on it opens the page it is about."""
    translate = QCoreApplication.translate
    name, facts = notice.subject, notice.facts
    match notice.kind:
        case NoticeKind.CHANNEL_DISABLED:
            title = translate("Notification", "{channel} was switched off").format(channel=name)
            text = facts["reason"] or translate("Notification", "Its upstream refused the key or the account.")
            page, target = "channels", (("channel", notice.subject_id),)
        case NoticeKind.CHANNEL_RECOVERED:
            title = translate("Notification", "{channel} works again").format(channel=name)
            text = translate("Notification", "Its test passed, and it takes requests from now on.")
            page, target = "channels", (("channel", notice.subject_id),)
        case NoticeKind.DEVICE_NEW:
            title = translate("Notification", "A new device uses the gateway")
            text = translate("Notification", "{address}, with the token {token}").format(
                address=name, token=facts["token"]
            )
            page, target = "connect", (("share", True),)
        case NoticeKind.BUDGET_NEAR | NoticeKind.BUDGET_EXHAUSTED:
            title, text = _budget_texts(notice)
            page, target = "tokens", (("token", notice.subject_id),)
    subject = f"{notice.kind}/{notice.subject_id}/{name}/{facts.get('budget', '')}"
    return Notification(TOPICS[notice.topic], subject, title, text, page, target)


def gateway_notification(problem: str) -> Notification:
    """The gateway could not start."""
    title = QCoreApplication.translate("Notification", "The gateway is not running")
    return Notification("gateway", problem, title, problem)


def _budget_texts(notice: Notice) -> tuple[str, str]:
    translate, facts = QCoreApplication.translate, notice.facts
    if notice.kind is NoticeKind.BUDGET_EXHAUSTED:
        title = translate("Notification", "{token} has used up its budget")
    else:
        title = translate("Notification", "{token} has used {percent} % of its budget")
    match facts["budget"]:
        case "day":
            text = translate("Notification", "{spent} of {limit} for today")
        case "week":
            text = translate("Notification", "{spent} of {limit} for this week")
        case "month":
            text = translate("Notification", "{spent} of {limit} for this month")
        case _:
            text = translate("Notification", "{spent} of {limit} in all")
    spent, limit = (money(usd_to_nano(Decimal(facts[name]))) for name in ("spent_usd", "limit_usd"))
    return title.format(token=notice.subject, percent=facts["percent"]), text.format(spent=spent, limit=limit)
