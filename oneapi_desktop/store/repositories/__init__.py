"""What is stored, as domain objects in and out; nothing above knows SQL."""

from oneapi_desktop.store.repositories.audit import AuditEntry, AuditRepository
from oneapi_desktop.store.repositories.channels import ChannelRepository
from oneapi_desktop.store.repositories.groups import GroupRepository
from oneapi_desktop.store.repositories.open_requests import OpenRequestRepository
from oneapi_desktop.store.repositories.prices import PriceRepository
from oneapi_desktop.store.repositories.requests import Latency, RequestFilter, RequestRepository
from oneapi_desktop.store.repositories.rollups import RollupRepository, UsageRow
from oneapi_desktop.store.repositories.settings import SettingRepository
from oneapi_desktop.store.repositories.stored_responses import (
    StoredItem,
    StoredResponse,
    StoredResponseRepository,
)
from oneapi_desktop.store.repositories.tokens import TokenRepository
from oneapi_desktop.store.repositories.users import UserRepository

__all__ = [
    "AuditEntry",
    "AuditRepository",
    "ChannelRepository",
    "GroupRepository",
    "Latency",
    "OpenRequestRepository",
    "PriceRepository",
    "RequestFilter",
    "RequestRepository",
    "RollupRepository",
    "SettingRepository",
    "StoredItem",
    "StoredResponse",
    "StoredResponseRepository",
    "TokenRepository",
    "UsageRow",
    "UserRepository",
]
