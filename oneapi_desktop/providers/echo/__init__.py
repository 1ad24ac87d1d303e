"""The built-in echo: an upstream inside this process, without key and without network.

It answers every endpoint of the OpenAI dialect in full shape and always the same way, so that a
first ``curl`` works offline and a client's streaming, tool calls and error handling can be tried.
``answer`` is pure: path and body in, status and timed chunks out; who calls it does the waiting.

What it answers
    chat, completions   the last user message's text (``prompt`` for completions), word by word in
                        a stream; a call of a declared tool when ``tool_choice`` demands one; a
                        text that fits the schema when ``response_format`` has one
    embeddings          a unit vector derived from the text, 256 dimensions unless asked otherwise
    moderations         flags a category when a word of its name occurs in the text
    images              an 8x8 PNG in a colour derived from the prompt
    audio               a short WAV tone; a transcript that names the file and its size

Directives
    The message may begin with directives, one after the other; they are taken out of the text.
    They work in ``prompt``, ``input`` and ``instruction`` of the other endpoints, too.

    ``/error STATUS [code=CODE] [message]``  an OpenAI error body; 429 has ``Retry-After: 1``
    ``/delay MS``         wait before the answer's first byte
    ``/pace MS``          wait between the chunks of a stream
    ``/cut N``            end abruptly after N chunks of a stream (N bytes of any other answer)
    ``/tool NAME [ARGS]`` call a tool; ARGS is passed on as written, else made up from the schema
    ``/tools A B …``      call several tools in parallel
    ``/reasoning TEXT``   send TEXT as ``reasoning_content`` first
    ``/repeat N``         answer the text N times
    ``/nousage``          report no usage

    ``/error``, ``/tool``, ``/tools`` and ``/reasoning`` reach to the end of their line.

Deterministic: the same path and body give the same bytes. Ids are derived from a hash of both, and
so is ``created`` (some second of the year after 2023-11-14). Tokens are counted by a simple rule:
a run of ASCII letters and digits is one token, any other character that is no white space is one.
"""

from oneapi_desktop.providers.echo.answers import EchoAnswer
from oneapi_desktop.providers.echo.dispatch import ECHO_MODELS, answer

__all__ = ["ECHO_MODELS", "EchoAnswer", "answer"]
