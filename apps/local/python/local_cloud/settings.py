"""The launcher's own settings come from a file: the emulator's environment leaks into every Lambda function."""

import json
import os
from dataclasses import dataclass


@dataclass(frozen=True)
class Image:
    """What `docker run` would start: a command in a directory, instead of an image."""

    command: list[str]
    directory: str


@dataclass(frozen=True)
class Settings:
    port: int
    images: dict[str, Image]
    # Given to tasks besides what their definition says, such as endpoints.
    task_environment: dict[str, str]
    task_log_directory: str
    function_log_directory: str
    # One small file a running task, so that whoever starts next can end what a killed emulator left behind.
    process_directory: str
    state_directory: str
    snapshot_seconds: float


def load_settings(path: str) -> Settings:
    with open(path, encoding="utf-8") as file:
        raw = json.load(file)
    settings = Settings(
        port=raw["port"],
        images={name: Image(image["command"], image["directory"]) for name, image in raw["images"].items()},
        task_environment=raw["taskEnvironment"],
        task_log_directory=raw["taskLogDirectory"],
        function_log_directory=raw["functionLogDirectory"],
        process_directory=raw["processDirectory"],
        state_directory=raw["stateDirectory"],
        snapshot_seconds=raw["snapshotSeconds"],
    )
    for directory in (settings.task_log_directory, settings.function_log_directory, settings.process_directory,
                      settings.state_directory):
        os.makedirs(directory, exist_ok=True)
    return settings
