"""`python -m local_cloud SETTINGS.json`, with MiniStack's own settings in the environment."""

import sys
from importlib.metadata import version

from local_cloud import MINISTACK_VERSION
from local_cloud.settings import load_settings


def main() -> None:
    if len(sys.argv) != 2:
        sys.exit("usage: python -m local_cloud SETTINGS.json")
    settings = load_settings(sys.argv[1])
    installed = version("ministack")
    if installed != MINISTACK_VERSION:
        sys.exit(f"this launcher is written for ministack {MINISTACK_VERSION}, but {installed} is installed")
    # MiniStack reads its environment while it is imported: only now.
    from local_cloud import api_gateway, ecs, journal, lambda_functions, server, step_functions
    from local_cloud.containers import ProcessHost

    host = ProcessHost(settings)
    ecs.install(host)
    step_functions.install(host)
    lambda_functions.install(settings)
    api_gateway.install()
    writes = journal.Journal(settings.state_directory)
    journal.install(writes)
    server.run(settings, host, writes)


main()
