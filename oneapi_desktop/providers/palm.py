"""Google PaLM 2, for mirrors that still serve it; Google itself has shut it down."""

from typing import TYPE_CHECKING

from oneapi_desktop.providers.adapter import Adapter, Task
from oneapi_desktop.providers.addressing import base_url, upstream_headers

if TYPE_CHECKING:
    from oneapi_desktop.providers.upstream import UpstreamAnswer, UpstreamClient

PATH = "/v1beta2/models/chat-bison-001:generateMessage"


class PalmAdapter(Adapter):
    """Calls the one chat model PaLM had."""

    async def send(self, client: "UpstreamClient", task: Task) -> "UpstreamAnswer":
        url = base_url(task.channel, task.provider) + PATH
        headers = {**upstream_headers(task.provider, task.secrets), "Content-Type": task.content_type}
        return await client.send("POST", url, headers, task.body, proxy=task.secrets.proxy)
