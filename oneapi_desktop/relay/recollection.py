"""What Responses clients refer to by id: earlier answers and their items, put into the request.

An upstream that made the answer and remembers it gets the reference as it came; every other gets the
conversation itself. Answers are kept before the client has seen their end.
"""

import logging
from dataclasses import replace

from oneapi_desktop.dialects.conversation import Dialect, DialectError, JsonObject, SealFamily
from oneapi_desktop.domain.errors import ErrorKind, RequestError, StoreError, VaultError
from oneapi_desktop.providers.provider import Mode
from oneapi_desktop.relay.directory import ChannelEntry
from oneapi_desktop.relay.routing import RoutePlan
from oneapi_desktop.relay.run import Run
from oneapi_desktop.services.stored_responses import StoredResponseService

log = logging.getLogger(__name__)

UNKNOWN_THERE = "previous_response_not_found"
"""What OpenAI calls a reference to an answer that it does not keep, or not any more."""

DIALECT = Dialect.OPENAI_RESPONSES


class Recollection:
    """Recalls and keeps for the relay."""

    def __init__(self, responses: StoredResponseService) -> None:
        self._responses = responses

    async def recall(self, run: Run) -> None:
        """Give the run's body what it refers to. Raises RequestError for a response that is to run in the
        background: nobody would meter what it comes to."""
        if run.inbound.endpoint.dialect is not DIALECT or run.caller is None:
            return
        if run.body.get("background") is True:
            raise RequestError(
                ErrorKind.UNSUPPORTED,
                "a response cannot run in the background here; leave 'background' out, or stream it",
                param="background",
            )
        recalled = await self._responses.recall(run.body, run.caller.token.id)
        if recalled is not None:
            run.recalled, run.asked, run.body = recalled, run.body, recalled.body

    async def keep(self, run: Run, response: JsonObject | None) -> None:
        """Keep an answer for its client, if it is one to keep. A store that refuses is logged: the client
        has its answer all the same."""
        endpoint, entry, caller = run.inbound.endpoint, run.entry, run.caller
        if endpoint.dialect is not DIALECT or endpoint.mode is not Mode.CHAT or not response:
            return
        assert entry is not None
        assert caller is not None
        body = run.body if run.recalled is None else run.asked
        if not self._responses.keeps(body):
            return
        upstream = remembers(run, entry)
        try:
            await self._responses.save(body, response, caller.token.id, entry.channel.id, upstream=upstream)
        except (StoreError, VaultError, DialectError) as error:
            log.warning("the response of request %s was not kept: %s", run.request_id, error)


def remembers(run: Run, entry: ChannelEntry) -> bool:
    """Whether the upstream of this answer keeps it itself. Servers that only imitate OpenAI's keep nothing."""
    if run.crossing is not None:
        return run.crossing.upstream is DIALECT and run.crossing.target.seal_family is SealFamily.OPENAI
    target = entry.adapter.capabilities(entry.provider, entry.channel, DIALECT, run.upstream_model)
    return target.seal_family is SealFamily.OPENAI


def prefer(run: Run, plan: RoutePlan) -> None:
    """Put the channel first that served the conversation's last answer: its caches and proofs are there."""
    recalled = run.recalled
    if recalled is not None and recalled.channel_id:
        plan.candidates.sort(key=lambda entry: entry.channel.id != recalled.channel_id)


def goes_as_it_came(run: Run, entry: ChannelEntry) -> bool:
    """Whether a channel can be sent the request with its references."""
    recalled = run.recalled
    return recalled is None or (recalled.upstream and recalled.channel_id == entry.channel.id)


def forgotten(run: Run, entry: ChannelEntry, code: str | None) -> bool:
    """Whether a channel refused only because it no longer knows what the request refers to. It is then
    to be asked once more, and gets the conversation."""
    recalled = run.recalled
    if code != UNKNOWN_THERE or recalled is None or not goes_as_it_came(run, entry):
        return False
    run.recalled = replace(recalled, upstream=False)
    return True
