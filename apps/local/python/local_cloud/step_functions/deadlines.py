"""Time-outs of tasks and of whole executions, heartbeats, aborts; and standing still while the emulator goes down."""

import contextvars
import json
import threading
import time

from ministack.services import stepfunctions

from local_cloud.containers import ProcessHost
from local_cloud.replace import replace
from local_cloud.step_functions import executing
from local_cloud.step_functions.executing import ExecutionError, is_over

POLL_SECONDS = 0.2
# A task token that has not appeared by then belongs to a state that is already over.
TOKEN_SECONDS = 5


def install(host: ProcessHost) -> None:
    replace(stepfunctions, "_execute_task", lambda original: _task_state(host, original))
    replace(stepfunctions, "_invoke_resource_with_timeout", _with_timeout)
    replace(stepfunctions, "_invoke_with_callback", _with_heartbeat)
    replace(stepfunctions, "_send_task_heartbeat", _exact_heartbeat)
    replace(stepfunctions, "_run_execution", _with_machine_timeout)
    replace(stepfunctions, "_fail_execution", lambda original: _fail_once(host, original))


def _task_state(host: ProcessHost, original):
    def execute(state, raw_input, execution, context):
        host.hold_while_draining()
        if is_over():
            raise ExecutionError("States.TaskAborted", "")
        state = _with_resolved_limits(state, raw_input, context)
        token = executing.task_state.set(state)
        try:
            result = original(state, raw_input, execution, context)
            host.hold_while_draining()
            return result
        finally:
            executing.task_state.reset(token)

    return execute


def _with_resolved_limits(state: dict, raw_input, context) -> dict:
    state = dict(state)
    is_jsonata = stepfunctions._state_query_language(state, context) == "JSONata"
    for field in ("TimeoutSeconds", "HeartbeatSeconds"):
        if is_jsonata and isinstance(state.get(field), str):
            state[field] = stepfunctions._jsonata_state_field(state, field, "number", raw_input, context)
        elif field + "Path" in state:
            state[field] = stepfunctions._resolve_path_or_ctx(state[field + "Path"], raw_input, context)
    return state


def _with_timeout(original):
    def invoke(resource, input_data, seconds):
        # This one keeps its own deadline, so that it can stop the task.
        if "ecs:runTask.sync" in resource:
            return stepfunctions._invoke_resource(resource, input_data)
        return original(resource, input_data, seconds)

    return invoke


def _with_heartbeat(original):
    def invoke(resource, input_data, token, state):
        context = contextvars.copy_context()
        arguments = (token, state.get("HeartbeatSeconds"))
        threading.Thread(target=context.run, args=(_watch_token, *arguments), daemon=True).start()
        return original(resource, input_data, token, state)

    return invoke


def _watch_token(token: str, heartbeat_seconds: float | None) -> None:
    seen, since = None, time.monotonic()
    while True:
        time.sleep(POLL_SECONDS)
        waiting = stepfunctions._task_tokens.get(token)
        if waiting is None:
            if time.monotonic() - since > TOKEN_SECONDS:
                return
            continue
        if waiting["event"].is_set():
            return
        if waiting.get("heartbeat") != seen:
            seen, since = waiting.get("heartbeat"), time.monotonic()
        late = heartbeat_seconds is not None and time.monotonic() - since > heartbeat_seconds
        if late or is_over():
            waiting["error"] = {"Error": "States.HeartbeatTimeout" if late else "States.TaskAborted"}
            waiting["event"].set()
            return


def _exact_heartbeat(original):
    def send(data):
        reply = original(data)
        waiting = stepfunctions._task_tokens.get(data.get("taskToken"))
        if waiting:
            # MiniStack's stamp counts whole seconds: two beats within one would look like none.
            waiting["heartbeat"] = time.monotonic()
        return reply

    return send


def _with_machine_timeout(original):
    def run(execution_arn):
        execution = stepfunctions._executions.get(execution_arn)
        executing.execution.set(execution)
        machine = execution and stepfunctions._state_machines.get(execution["stateMachineArn"])
        limit = machine and json.loads(machine["definition"]).get("TimeoutSeconds")
        if not limit:
            return original(execution_arn)
        timer = threading.Timer(limit, contextvars.copy_context().run, args=(_expire, execution))
        timer.daemon = True
        timer.start()
        try:
            return original(execution_arn)
        finally:
            timer.cancel()

    return run


def _expire(execution: dict) -> None:
    if execution["status"] == "RUNNING":
        execution.update(status="TIMED_OUT", error="States.Timeout", stopDate=stepfunctions.now_iso())
        stepfunctions._add_event(execution, "ExecutionTimedOut", {})
        stepfunctions._emit_execution_status_event(execution)


def _fail_once(host: ProcessHost, original):
    def fail(execution, *arguments):
        host.hold_while_draining()
        # A branch that ends after the execution was aborted must not rewrite how it ended.
        if execution["status"] == "RUNNING":
            original(execution, *arguments)

    return fail
