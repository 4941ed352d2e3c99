"""`ecs:runTask` and `.sync`: waits as long as the task runs, fails as on AWS, and stops the task with the execution."""

import json
import time

from ministack.services import ecs, stepfunctions

from local_cloud.containers import ProcessHost
from local_cloud.replace import replace
from local_cloud.step_functions.executing import ExecutionError, is_over, task_state

POLL_SECONDS = 0.2


def install(host: ProcessHost) -> None:
    replace(stepfunctions, "_invoke_ecs_run_task", lambda _original: _run_task)


def _run_task(resource: str, parameters: dict):
    request = stepfunctions._pascal_to_camel(parameters)
    status, _, body = ecs._run_task(request)
    result = json.loads(body) if body else {}
    if status >= 400:
        name = result.get("__type", "AmazonECSException").rsplit("#")[-1]
        raise ExecutionError("ECS." + name, result.get("message", ""))
    if not resource.rstrip("/").endswith(".sync"):
        return _pascal_keys(result)
    cluster = request.get("cluster", "default")
    task = _wait(cluster, [entry["taskArn"] for entry in result["tasks"]])
    if _has_failed(task):
        raise ExecutionError("States.TaskFailed", json.dumps(_pascal_keys(task)))
    return _pascal_keys(task)


def _wait(cluster: str, arns: list[str]) -> dict:
    limit = (task_state.get() or {}).get("TimeoutSeconds")
    deadline = time.monotonic() + limit if isinstance(limit, (int, float)) else None
    while True:
        time.sleep(POLL_SECONDS)
        tasks = json.loads(ecs._describe_tasks({"cluster": cluster, "tasks": arns})[2])["tasks"]
        if tasks and all(task["lastStatus"] == "STOPPED" for task in tasks):
            return tasks[0]
        late = deadline is not None and time.monotonic() > deadline
        if late or is_over():
            for arn in arns:
                ecs._stop_task({"cluster": cluster, "task": arn, "reason": "Stopped by Step Functions"})
            raise ExecutionError("States.Timeout" if late else "States.TaskAborted", "")


def _has_failed(task: dict) -> bool:
    if task.get("stopCode") in ("TaskFailedToStart", "UserInitiated"):
        return True
    return any(container.get("exitCode") not in (0, None) for container in task["containers"])


def _pascal_keys(value):
    if isinstance(value, list):
        return [_pascal_keys(entry) for entry in value]
    if isinstance(value, dict):
        return {key[:1].upper() + key[1:]: _pascal_keys(entry) for key, entry in value.items()}
    return value
