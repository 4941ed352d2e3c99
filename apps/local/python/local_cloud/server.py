"""Serving, and going down in order: workers first, while they can still reach everything, then the saved state."""

import asyncio
import logging
import os
import resource
import signal

import ministack.app as app
from hypercorn.asyncio import serve
from hypercorn.config import Config

from local_cloud.containers import ProcessHost
from local_cloud.journal import Journal
from local_cloud.settings import Settings
from local_cloud.snapshots import Snapshots

logger = logging.getLogger("local_cloud")

DRAIN_SECONDS = 20


def run(settings: Settings, host: ProcessHost, journal: Journal) -> None:
    _raise_file_limit()
    # It would tell of every file of every snapshot.
    logging.getLogger("persistence").setLevel(logging.WARNING)
    snapshots = Snapshots(journal, settings.state_directory, settings.snapshot_seconds)
    snapshots.start()
    config = Config()
    config.bind = [f"127.0.0.1:{settings.port}"]
    config.keep_alive_timeout = 75
    config.graceful_timeout = 1
    config.loglevel = "WARNING"
    asyncio.run(_serve(config, host, snapshots))


async def _serve(config: Config, host: ProcessHost, snapshots: Snapshots) -> None:
    asked = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, asked.set)

    async def stop() -> None:
        await asked.wait()
        logger.info("ending %d tasks", len(host.running))
        await asyncio.to_thread(host.drain, DRAIN_SECONDS)

    loop.add_signal_handler(signal.SIGUSR1, lambda: loop.run_in_executor(None, snapshots.save))
    await serve(app.app, config, shutdown_trigger=stop)
    snapshots.stop()
    snapshots.save()
    # Threads of functions and executions that stand still have no next step; they must not hold the process.
    os._exit(0)


def _raise_file_limit() -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < hard:
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
