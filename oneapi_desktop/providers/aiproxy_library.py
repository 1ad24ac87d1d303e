"""AI Proxy's library: questions answered from documents uploaded there."""

from typing import TYPE_CHECKING

import orjson

from oneapi_desktop.domain.errors import InvalidInput
from oneapi_desktop.providers.adapter import Adapter, Task
from oneapi_desktop.providers.addressing import base_url, upstream_headers
from oneapi_desktop.providers.side_calls import body_object

if TYPE_CHECKING:
    from oneapi_desktop.providers.upstream import UpstreamAnswer, UpstreamClient

PATH = "/api/library/ask"


class AiproxyLibraryAdapter(Adapter):
    """Asks the library the channel names."""

    async def send(self, client: "UpstreamClient", task: Task) -> "UpstreamAnswer":
        library = task.channel.config.get("library_id", "")
        if not library:
            raise InvalidInput("config.library_id", "the channel names no library; give the id from AI Proxy's page")
        body = orjson.dumps({**await body_object(task.body), "libraryId": library})
        headers = {**upstream_headers(task.provider, task.secrets), "Content-Type": task.content_type}
        url = base_url(task.channel, task.provider) + PATH
        return await client.send("POST", url, headers, body, proxy=task.secrets.proxy)
