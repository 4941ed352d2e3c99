"""Saving the emulator's state while it runs; MiniStack alone saves it at a clean stop only."""

import logging
import os
import threading
import time

import ministack.app as app
from ministack.core.persistence import save_state

from local_cloud.journal import Journal

logger = logging.getLogger("local_cloud")

COPY_ATTEMPTS = 5


class Snapshots:
    def __init__(self, journal: Journal, state_directory: str, interval_seconds: float) -> None:
        self._journal = journal
        # Says when the last snapshot was whole, for the supervisor that asked for one by SIGUSR1.
        self._marker = os.path.join(state_directory, "last-snapshot")
        self._interval_seconds = interval_seconds
        self._stopped = threading.Event()
        self._saving = threading.Lock()

    def start(self) -> None:
        if self._interval_seconds > 0:
            threading.Thread(target=self._loop, name="snapshots", daemon=True).start()

    def stop(self) -> None:
        self._stopped.set()

    def _loop(self) -> None:
        while not self._stopped.wait(self._interval_seconds):
            try:
                self.save()
            except Exception:
                logger.exception("snapshot: not saved; the next one follows in %s s", self._interval_seconds)

    def save(self) -> None:
        with self._saving:
            number = self._journal.rotate()
            saved = [name for name, get_state in app._build_persistence_save_dict().items() if _save(name, get_state)]
            if "dynamodb" in saved:
                self._journal.forget_before(number)
            with open(self._marker, "w", encoding="utf-8") as marker:
                marker.write(f"{time.time():.3f}\n")


def _save(name: str, get_state) -> bool:
    """Requests go on while the state is copied, so that a copy may find a table changing under it: try again."""
    for attempt in range(COPY_ATTEMPTS):
        try:
            state = get_state()
        except RuntimeError:
            logger.debug("snapshot: %s changed while it was copied (attempt %d)", name, attempt + 1)
            continue
        if state is None:
            return False
        save_state(name, state)
        return True
    logger.warning("snapshot: %s kept changing; the older one stays", name)
    return False
