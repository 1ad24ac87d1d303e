"""Channels: adding, editing, switching and removing them together with their secrets."""

import asyncio
import builtins
import difflib
import json
import secrets as random
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from oneapi_desktop.domain.channel import Channel, ChannelSecrets, ChannelStatus
from oneapi_desktop.domain.errors import Conflict, InvalidInput, NotFound, VaultError
from oneapi_desktop.providers.registry import find_provider
from oneapi_desktop.services.channel_draft import edited_channel, new_channel
from oneapi_desktop.services.channel_fields import read_key, read_line
from oneapi_desktop.services.vault_on_demand import SecretStore
from oneapi_desktop.store.database import Database
from oneapi_desktop.store.repositories.channels import ChannelRepository

MAX_BATCH = 1000
MAX_REASON = 500

NO_SECRETS = ChannelSecrets()


class ChannelService:
    """The one place where channels change. Times are Unix milliseconds.

    Changed secrets get a new vault entry, and the channel's row then points to it: whatever moment
    the program is killed at, a key never meets the address of another channel's state.
    """

    def __init__(self, database: Database, vault: SecretStore) -> None:
        self._channels = ChannelRepository(database)
        self._vault = vault
        self._cache: dict[str, ChannelSecrets] = {}
        self._changing = asyncio.Lock()

    async def list(self) -> builtins.list[Channel]:
        """All channels in order of id."""
        return await self._channels.list()

    async def find(self, wanted: int | str) -> Channel:
        """A channel by id or by its name. Raises NotFound, or Conflict when a name is ambiguous."""
        text = str(wanted).strip()
        if text.isascii() and text.isdecimal() and len(text) < 19:
            return await self._channels.get(int(text))
        channels = await self._channels.list()
        named = [channel for channel in channels if channel.name == text]
        if len(named) > 1:
            ids = ", ".join(str(channel.id) for channel in named)
            raise Conflict(f"several channels are called {text!r}; use an id: {ids}")
        if not named:
            near = difflib.get_close_matches(text, [channel.name for channel in channels], n=2)
            hint = f"did you mean {' or '.join(near)}?" if near else "see 'oneapi-desktop channel list'"
            raise NotFound(f"there is no channel {text!r}; {hint}")
        return named[0]

    async def add(self, fields: Mapping[str, Any]) -> Channel:
        """Store a new channel. Raises InvalidInput, Conflict for a name in use, VaultError."""
        return (await self.add_drafts([new_channel(fields)], named="name" in fields))[0]

    async def add_batch(self, fields: Mapping[str, Any], keys: Sequence[str]) -> builtins.list[Channel]:
        """One channel for each key; blank lines and repeated keys are dropped, names are numbered."""
        wanted = list(dict.fromkeys(key for key in (read_key(line) for line in keys) if key))
        if not wanted:
            raise InvalidInput("keys", "write one key per line")
        if len(wanted) > MAX_BATCH:
            raise InvalidInput("keys", f"write at most {MAX_BATCH} keys at once")
        drafts = []
        for number, key in enumerate(wanted, 1):
            try:
                drafts.append(new_channel({**fields, "key": key}))
            except InvalidInput as error:
                if error.field != "key":
                    raise
                raise InvalidInput(f"keys[{number}]", str(error).removeprefix("key: ")) from None
        return await self.add_drafts(drafts, named=False)

    async def add_drafts(
        self, drafts: Sequence[tuple[Channel, ChannelSecrets]], *, named: bool = True
    ) -> builtins.list[Channel]:
        """Store drafted channels, all or none. With ``named`` a name in use is a Conflict, else a
        number is put behind it."""
        async with self._changing:
            taken = {channel.name for channel in await self._channels.list()}
            rows: list[Channel] = []
            stored: list[str] = []
            try:
                for channel, hidden in drafts:
                    name = channel.name or find_provider(channel.provider).name
                    if name in taken:
                        if named:
                            raise Conflict(f"name: there is a channel {name!r} already; choose another name")
                        name = next(n for i in range(2, len(taken) + 3) if (n := f"{name}-{i}") not in taken)
                    taken.add(name)
                    ref = await self._put(hidden)
                    if ref:
                        stored.append(ref)
                    rows.append(replace(channel, name=name, secret_ref=ref))
                return await self._channels.add_many(rows)
            except BaseException:
                await self._forget(stored)
                raise

    async def edit(self, channel_id: int, fields: Mapping[str, Any]) -> Channel:
        """Change what is named; see ``channel_draft.EDIT_FIELDS``. Raises InvalidInput, NotFound,
        Conflict, VaultError."""
        async with self._changing:
            old = await self._channels.get(channel_id)
            old_secrets = await self._secrets_for_edit(old, fields)
            channel, hidden = edited_channel(old, old_secrets, fields)
            if channel.name != old.name and any(c.name == channel.name for c in await self._channels.list()):
                raise Conflict(f"name: there is a channel {channel.name!r} already; choose another name")
            return await self._replace(old, channel, old_secrets, hidden)

    async def draft(
        self, fields: Mapping[str, Any], channel_id: int | None = None, *, whole: bool = True
    ) -> tuple[Channel, ChannelSecrets]:
        """The channel that adding these fields (with an id: changing that channel) would make; nothing is
        stored. With ``whole`` False its models may be missing. Raises InvalidInput, NotFound, VaultError."""
        if channel_id is None:
            return new_channel(fields, whole=whole)
        old = await self._channels.get(channel_id)
        return edited_channel(old, await self._secrets_for_edit(old, fields), fields, whole=whole)

    async def overwrite(self, old: Channel, draft: Channel, hidden: ChannelSecrets) -> Channel:
        """Put a drafted channel in the place of an old one; its id, history and spending stay."""
        async with self._changing:
            kept = replace(draft, id=old.id, name=old.name, created_at=old.created_at)
            changed = await self._replace(old, kept, None, hidden)
            if draft.status is not old.status:
                await self._channels.set_status(old.id, draft.status)
            return await self._channels.get(changed.id)

    async def _replace(
        self, old: Channel, channel: Channel, old_secrets: ChannelSecrets | None, hidden: ChannelSecrets
    ) -> Channel:
        if hidden == old_secrets:
            await self._channels.update(channel)
            return channel
        ref = await self._put(hidden)
        channel = replace(channel, secret_ref=ref)
        try:
            await self._channels.update(channel)
        except BaseException:
            await self._forget([ref])
            raise
        await self._forget([old.secret_ref])
        return channel

    async def _secrets_for_edit(self, old: Channel, fields: Mapping[str, Any]) -> ChannelSecrets:
        """The present secrets; none when they are lost and the owner just gives the key anew."""
        try:
            return await self.secrets_of(old)
        except VaultError:
            if fields.get("key") is None:
                raise
            return NO_SECRETS

    async def remove(self, channel_id: int) -> Channel:
        """Delete a channel and then its secrets. Raises NotFound, VaultError."""
        async with self._changing:
            channel = await self._channels.get(channel_id)
            await self._channels.delete(channel_id)
            await self._forget([channel.secret_ref])
            return channel

    async def enable(self, channel_id: int) -> Channel:
        """Switch on, whoever switched it off. Raises NotFound."""
        await self._channels.set_status(channel_id, ChannelStatus.ENABLED)
        return await self._channels.get(channel_id)

    async def disable(self, channel_id: int, reason: str = "") -> Channel:
        """Switch off by the owner's hand: only the owner switches it on again. Raises NotFound."""
        reason = read_line(reason, "reason")[:MAX_REASON]
        await self._channels.set_status(channel_id, ChannelStatus.DISABLED, reason)
        return await self._channels.get(channel_id)

    async def disable_automatically(self, channel_id: int, reason: str) -> bool:
        """Switch off after a fault; False when the channel is not enabled (any more), gone, or its
        owner forbids it (``auto_disable``)."""
        try:
            channel = await self._channels.get(channel_id)
            return channel.auto_disable and await self._channels.set_status(
                channel_id,
                ChannelStatus.AUTO_DISABLED,
                reason[:MAX_REASON],
                only_from={ChannelStatus.ENABLED},
            )
        except NotFound:
            return False

    async def enable_automatically(self, channel_id: int) -> bool:
        """Switch on what the gateway itself switched off; False when that is not the case."""
        try:
            return await self._channels.set_status(
                channel_id, ChannelStatus.ENABLED, only_from={ChannelStatus.AUTO_DISABLED}
            )
        except NotFound:
            return False

    async def secrets_of(self, channel: Channel) -> ChannelSecrets:
        """A channel's secrets, read once from the vault and then kept in memory. Raises VaultError."""
        if not channel.secret_ref:
            return NO_SECRETS
        found = self._cache.get(channel.secret_ref)
        if found is None:
            text = await asyncio.to_thread(self._vault.get, channel.secret_ref)
            found = self._cache[channel.secret_ref] = _read_secrets(channel, text, self._vault.name)
        return found

    async def load_secrets(self) -> builtins.list[str]:
        """Read the secrets of all channels into memory, in one thread. Returns a sentence for each
        channel whose secrets cannot be read."""
        channels = [c for c in await self._channels.list() if c.secret_ref and c.secret_ref not in self._cache]

        def read_all() -> builtins.list[str]:
            problems = []
            for channel in channels:
                try:
                    text = self._vault.get(channel.secret_ref)
                    self._cache[channel.secret_ref] = _read_secrets(channel, text, self._vault.name)
                except VaultError as error:
                    problems.append(str(error))
            return problems

        return await asyncio.to_thread(read_all) if channels else []

    async def _put(self, hidden: ChannelSecrets) -> str:
        """Store secrets under a new name; '' when there are none."""
        if hidden == NO_SECRETS:
            return ""
        ref = f"channel-{random.token_hex(8)}"
        await asyncio.to_thread(self._vault.set, ref, json.dumps(asdict(hidden)))
        self._cache[ref] = hidden
        return ref

    async def _forget(self, refs: Sequence[str]) -> None:
        for ref in refs:
            if ref:
                self._cache.pop(ref, None)
                await asyncio.to_thread(self._vault.delete, ref)


def _read_secrets(channel: Channel, text: str | None, vault: str) -> ChannelSecrets:
    remedy = f"give it again with 'oneapi-desktop channel edit {channel.id} --key-stdin'"
    if text is None:
        raise VaultError(f"the key of channel {channel.name!r} is missing from {vault}; {remedy}")
    try:
        return ChannelSecrets(**json.loads(text))
    except (ValueError, TypeError):
        raise VaultError(f"the key of channel {channel.name!r} in {vault} is damaged; {remedy}") from None
