"""A stand-in for the part of docker-py that MiniStack's ECS uses: its containers are processes."""

import json
import os
import secrets
import signal
import subprocess
import threading
import time
import types
from collections.abc import Iterator

from local_cloud.process_identity import start_token
from local_cloud.settings import Image, Settings

# What a task may inherit of this process's environment: how to find programs and where to put temporary files.
INHERITED = ("PATH", "HOME", "TMPDIR", "LANG", "TZ")


class ImageNotFound(Exception):
    pass


class ContainerNotFound(Exception):
    pass


class ProcessContainer:
    """One container of one task. Its output goes to a file, which outlives it."""

    def __init__(self, host: "ProcessHost", image: Image, arguments: list[str], environment: dict[str, str],
                 name: str, labels: dict[str, str]) -> None:
        self.id = secrets.token_hex(32)
        self.name, self.labels, self.image = name, labels, image
        self.attrs = {"NetworkSettings": {"Networks": {}}, "State": {}}
        self.stopping = False
        self._host = host
        task_id = labels.get("com.amazonaws.ecs.task-arn", self.id).rsplit("/", 1)[-1]
        self._log_path = os.path.join(host.settings.task_log_directory, f"{task_id}.log")
        with open(self._log_path, "ab") as log:
            self._process = subprocess.Popen(
                [*image.command, *arguments], cwd=image.directory, env=environment, stdin=subprocess.DEVNULL,
                stdout=log, stderr=subprocess.STDOUT, start_new_session=True)
        self._record_path = os.path.join(host.settings.process_directory, f"task-{self._process.pid}.json")
        with open(self._record_path, "w", encoding="utf-8") as record:
            json.dump({"name": f"task {task_id}", "pid": self._process.pid,
                       "started": start_token(self._process.pid)}, record)
        threading.Thread(target=self._forget_when_ended, daemon=True).start()

    def _forget_when_ended(self) -> None:
        self._process.wait()
        try:
            os.unlink(self._record_path)
        except FileNotFoundError:
            pass

    @property
    def status(self) -> str:
        # While StopTask waits for the process, the lifecycle watcher must not call its end a plain exit.
        return "running" if self.stopping or self._process.poll() is None else "exited"

    def reload(self) -> None:
        pass

    def exit_code(self) -> int | None:
        code = self._process.poll()
        return 128 - code if code is not None and code < 0 else code

    def wait(self, **_) -> dict:
        self._process.wait()
        return {"StatusCode": self.exit_code()}

    def logs(self, stream: bool = False, tail: int | None = None, **_) -> bytes | Iterator[bytes]:
        if stream:
            return self._follow()
        with open(self._log_path, "rb") as log:
            return b"\n".join(log.read().splitlines()[-(tail or 10_000):])

    def _follow(self) -> Iterator[bytes]:
        with open(self._log_path, "rb") as log:
            rest = b""
            while True:
                ended = self._process.poll() is not None
                rest += log.read()
                *lines, rest = rest.split(b"\n")
                yield from (line + b"\n" for line in lines if line)
                if ended:
                    if rest:
                        yield rest
                    return
                time.sleep(0.1)

    def _signal_group(self, number: int) -> None:
        try:
            os.killpg(self._process.pid, number)
        except ProcessLookupError:
            pass

    def stop(self, timeout: float = 30, **_) -> None:
        if self._process.poll() is None:
            self._signal_group(signal.SIGTERM)
            try:
                self._process.wait(timeout)
            except subprocess.TimeoutExpired:
                pass
        # Also for children that the worker may have left in its group.
        self._signal_group(signal.SIGKILL)
        self._process.wait()

    def kill(self, **_) -> None:
        self._signal_group(signal.SIGKILL)

    def remove(self, force: bool = False, **_) -> None:
        if force:
            self.kill()
        self._host.running.pop(self.id, None)


class Containers:
    def __init__(self, host: "ProcessHost") -> None:
        self._host = host

    def run(self, image: str, command: list[str] | None = None, environment: dict | None = None,
            name: str = "", labels: dict | None = None, **_) -> ProcessContainer:
        host = self._host
        host.hold_while_draining()
        found, labels = host.image(image), labels or {}
        container = ProcessContainer(
            host, found, list(command or []), host.task_environment(environment or {}, labels), name, labels)
        host.running[container.id] = container
        return container

    def get(self, container_id: str) -> ProcessContainer:
        if container_id not in self._host.running:
            raise ContainerNotFound(container_id)
        return self._host.running[container_id]

    def list(self, **_) -> list[ProcessContainer]:
        return list(self._host.running.values())


class Images:
    def __init__(self, host: "ProcessHost") -> None:
        self._host = host

    def get(self, image: str, **_) -> types.SimpleNamespace:
        self._host.image(image)
        return types.SimpleNamespace(id="sha256:" + "0" * 64, tag=lambda *_a, **_k: True)

    pull = get
    get_registry_data = get


class ProcessHost:
    """The machine on which tasks run, and the client with which MiniStack asks for them."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.running: dict[str, ProcessContainer] = {}
        self.containers, self.images = Containers(self), Images(self)
        self.draining = threading.Event()

    def image(self, name: str) -> Image:
        repository = name.split("@")[0]
        untagged = repository.rsplit("/", 1)[-1].rsplit(":", 1)[0]
        for key in (name, repository, untagged):
            if key in self.settings.images:
                return self.settings.images[key]
        known = ", ".join(self.settings.images) or "none"
        raise ImageNotFound(f"the local cloud has no command for the image {name} (it knows: {known})")

    def task_environment(self, given: dict, labels: dict[str, str]) -> dict[str, str]:
        from local_cloud.ecs import task_role_credentials

        region = os.environ.get("MINISTACK_REGION", "us-east-1")
        environment = {name: os.environ[name] for name in INHERITED if name in os.environ}
        environment.update(AWS_REGION=region, AWS_DEFAULT_REGION=region, AWS_EXECUTION_ENV="AWS_ECS_FARGATE")
        environment.update({key: str(value) for key, value in given.items()})
        environment.update(self.settings.task_environment)
        # The address that MiniStack names here hands out keys that its own authorisation does not know.
        environment.pop("AWS_CONTAINER_CREDENTIALS_FULL_URI", None)
        environment.pop("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", None)
        environment.update(task_role_credentials(labels))
        return environment

    def hold_while_draining(self) -> None:
        """Blocks for good once the emulator is going down: whatever asks has no next step in this life."""
        if self.draining.is_set():
            threading.Event().wait()

    def drain(self, seconds: float) -> None:
        """Starts nothing more and ends what runs, all at once, each with time to put its work down."""
        self.draining.set()
        stops = [threading.Thread(target=container.stop, args=(seconds,)) for container in self.containers.list()]
        for stop in stops:
            stop.start()
        for stop in stops:
            stop.join()
