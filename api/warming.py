"""Loading, beside a running service, what the first question in words would wait for."""

import asyncio
import logging

from graph.errors import AmurError
from graph.registry import Registry

logger = logging.getLogger(__name__)

AFTER = 2.0  # seconds: whoever asks for a day at once is answered before
PAUSE = 0.2  # seconds between two languages
WORDS = ("4 May 2026", "4 мая 2026", "2026年5月4日")  # a question in each script loads the languages of that script


class Warming:
    """How far it has come: `done` is true once every language is loaded."""

    def __init__(self, registry: Registry) -> None:
        self.registry = registry
        self.done = False

    async def run(self) -> None:
        """Load one script after the other, in a thread; requests that come meanwhile load what they need themselves."""
        await asyncio.sleep(AFTER)
        for words in WORDS:
            try:
                await asyncio.to_thread(self._load, words)
            except AmurError as error:  # asked for, it would fail as well, and say so to whoever asks
                logger.warning("languages: %s", error)
            await asyncio.sleep(PAUSE)
        self.done = True

    def _load(self, words: str) -> None:
        from ingest.questions import understand

        understand(words, self.registry)
