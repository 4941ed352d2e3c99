"""ECS on processes: StopTask as Fargate does it, and credentials of the task's own role."""

import contextvars
import json
import threading

from ministack.services import ecs

from local_cloud.containers import ProcessHost
from local_cloud.replace import replace

DEFAULT_STOP_TIMEOUT_SECONDS = 30


def install(host: ProcessHost) -> None:
    # Only ECS sees the stand-in; every other service still finds no Docker.
    ecs._docker = host
    replace(ecs, "_stop_task", lambda original: _graceful_stop(host, original))
    replace(ecs, "load_persisted_state", _closing_lost_tasks)


def _closing_lost_tasks(original):
    """MiniStack marks the tasks of a killed emulator STOPPED, but still lists them as desired."""

    def load(data) -> None:
        original(data)
        for _, task in ecs._tasks.all_items():
            if task["desiredStatus"] != "STOPPED":
                task.update(desiredStatus="STOPPED", stopCode="TerminationNotice",
                            stoppedReason="The local cloud was restarted")

    return load


def task_role_credentials(labels: dict[str, str]) -> dict[str, str]:
    """A session of the task definition's role, so that its IAM policies are enforced."""
    from ministack.core.lambda_runtime import execution_credentials

    def label(name: str) -> str:
        return labels["com.amazonaws.ecs." + name]

    definition = ecs._task_defs.get(f"{label('task-definition-family')}:{label('task-definition-version')}")
    # The borrowed function takes account and region from the ARN of a Lambda function.
    arn = label("task-arn").replace(":ecs:", ":lambda:").replace(":task/", ":function:")
    return execution_credentials(
        {"Role": definition.get("taskRoleArn", ""), "FunctionName": "ecs-task", "FunctionArn": arn})


def _graceful_stop(host: ProcessHost, original):
    """SIGTERM, then SIGKILL after the longest stopTimeout; the task is STOPPED only when its processes are."""

    def stop_task(data: dict):
        cluster = ecs._resolve_cluster_name(data.get("cluster", "default"))
        task = cluster and ecs._resolve_task(data.get("task", ""), cluster)
        if not task or task["lastStatus"] == "STOPPED":
            return original(data)
        containers = [host.running[key] for key in task.get("_docker_ids") or [] if key in host.running]
        if not containers:
            return original(data)
        first_request = not any(container.stopping for container in containers)
        for container in containers:
            container.stopping = True
        reply = json.loads(json.dumps(ecs._sanitize(task), default=str))
        reply["desiredStatus"] = "STOPPED"
        if first_request:
            reason = data.get("reason", "Task stopped by user")
            context = contextvars.copy_context()
            threading.Thread(target=context.run, args=(_finish, host, task, containers, reason), daemon=True).start()
        return ecs.json_response({"task": reply})

    return stop_task


def _finish(host: ProcessHost, task: dict, containers: list, reason: str) -> None:
    definition = ecs._task_defs.get(task["taskDefinitionArn"].rsplit("/", 1)[-1]) or {}
    grace_seconds = max(
        (entry.get("stopTimeout", DEFAULT_STOP_TIMEOUT_SECONDS) for entry in definition.get("containerDefinitions", [])),
        default=DEFAULT_STOP_TIMEOUT_SECONDS)
    for container in containers:
        container.stop(timeout=grace_seconds)
    for entry, container in zip(task["containers"], containers):
        entry["exitCode"] = container.exit_code()
    ecs._mark_task_stopped(task["taskArn"], task, reason, "UserInitiated")
    ecs._cleanup_task_resources(task, host)
