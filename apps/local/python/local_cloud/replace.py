"""Replacing a function of a MiniStack module or class wherever it is kept."""

import types
from collections.abc import Callable


def replace(module: types.ModuleType | type, name: str, make: Callable[[Callable], Callable]) -> None:
    """Puts `make(original)` in the place of `module.name`, and of the copies in the module's dispatch tables."""
    original = getattr(module, name)
    replacement = make(original)
    setattr(module, name, replacement)
    for table in vars(module).values():
        if isinstance(table, dict):
            for key, value in list(table.items()):
                if value is original:
                    table[key] = replacement
