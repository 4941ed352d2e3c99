"""Repairs of MiniStack's Step Functions, each measured against the behaviour of AWS."""

from local_cloud.containers import ProcessHost
from local_cloud.step_functions import deadlines, ecs_tasks, jsonata


def install(host: ProcessHost) -> None:
    ecs_tasks.install(host)
    deadlines.install(host)
    jsonata.install()
