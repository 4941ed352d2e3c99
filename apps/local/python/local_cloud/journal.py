"""A journal of DynamoDB: an acknowledged write survives a kill, as it does on AWS.

What is written is the outcome, not the request: "this key of this table now holds this item". Playing it over any
snapshot that is not younger than the journal's first line gives the same tables, however often it is played.
"""

import contextlib
import glob
import json
import logging
import os
import threading

from ministack.services import dynamodb

from local_cloud.replace import replace

logger = logging.getLogger("local_cloud")

# The table by ARN and by id, the key, and the item that it holds from now on.
Change = tuple[str, str, str, str, dict | None]


class Journal:
    """Numbered files: a new one is begun before a snapshot, the older ones go when the snapshot lies on the disk."""

    def __init__(self, directory: str) -> None:
        self._directory = directory
        self._lock = threading.Lock()
        self._batch = threading.local()
        numbers = [number for number, _ in self._files()]
        self._number = max(numbers, default=0) + 1
        self._file = self._open()

    def _files(self) -> list[tuple[int, str]]:
        paths = glob.glob(os.path.join(self._directory, "dynamodb-*.journal"))
        return sorted((int(path.rsplit("-", 1)[1].split(".")[0]), path) for path in paths)

    def _open(self) -> int:
        path = os.path.join(self._directory, f"dynamodb-{self._number:08d}.journal")
        return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def record(self, change: Change) -> None:
        batch = getattr(self._batch, "changes", None)
        if batch is None:
            self._append([change])
        else:
            batch.append(change)

    def _append(self, changes: list[Change]) -> None:
        line = json.dumps(changes, separators=(",", ":")).encode() + b"\n"
        with self._lock:
            # One system call: a kill leaves the whole line or none of it.
            os.write(self._file, line)

    @contextlib.contextmanager
    def together(self):
        """What is recorded inside becomes one line, so that a transaction comes back whole or not at all."""
        self._batch.changes = []
        try:
            yield
        finally:
            changes, self._batch.changes = self._batch.changes, None
            if changes:
                self._append(changes)

    def rotate(self) -> int:
        """Begins a new file; its number is what `forget_before` takes once the snapshot is safe."""
        with self._lock:
            os.close(self._file)
            self._number += 1
            self._file = self._open()
            return self._number

    def forget_before(self, number: int) -> None:
        for older, path in self._files():
            if older < number:
                os.unlink(path)

    def replay(self) -> None:
        played = 0
        for _, path in self._files():
            with open(path, encoding="utf-8") as file:
                for line in file:
                    try:
                        changes = json.loads(line)
                    except json.JSONDecodeError:
                        logger.warning("journal: %s ends in half a line; it was never acknowledged", path)
                        break
                    played += sum(_apply(change) for change in changes)
        if played:
            logger.info("journal: played %d DynamoDB changes over the snapshot", played)


def install(journal: Journal) -> None:
    def set_item(original):
        def recorded(table, partition, sort, item):
            previous = original(table, partition, sort, item)
            journal.record((table["TableArn"], table["TableId"], partition, sort, item))
            return previous

        return recorded

    def remove_item(original):
        def recorded(table, partition, sort):
            previous = original(table, partition, sort)
            if previous is not None:
                journal.record((table["TableArn"], table["TableId"], partition, sort, None))
            return previous

        return recorded

    def transact(original):
        def whole(data):
            with journal.together():
                return original(data)

        return whole

    # Before the two below, so that playing a journal writes nothing to it.
    global _set_item, _remove_item
    _set_item, _remove_item = dynamodb._set_item, dynamodb._remove_item
    replace(dynamodb, "_set_item", set_item)
    replace(dynamodb, "_remove_item", remove_item)
    replace(dynamodb, "_transact_write_items", transact)
    restore = dynamodb.load_persisted_state

    def restore_and_replay(data):
        restore(data)
        journal.replay()

    dynamodb.load_persisted_state = restore_and_replay


def _apply(change: Change) -> bool:
    table_arn, table_id, partition, sort, item = change
    _, _, _, region, account, name = table_arn.split(":", 5)
    table = dynamodb._tables.get_scoped(account, region, name.split("/", 1)[1])
    # A table that was deleted since, or created again under its old name, must not get its old items.
    if table is None or table["TableId"] != table_id:
        return False
    if item is None:
        _remove_item(table, partition, sort)
    else:
        _set_item(table, partition, sort, item)
    return True
