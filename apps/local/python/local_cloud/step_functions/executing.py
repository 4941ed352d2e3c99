"""What a thread of Step Functions must know about the execution and the state that it runs."""

import contextvars

from ministack.services import stepfunctions

# Copied into every thread of the execution, with the account and the region.
execution: contextvars.ContextVar[dict | None] = contextvars.ContextVar("execution", default=None)
task_state: contextvars.ContextVar[dict | None] = contextvars.ContextVar("task_state", default=None)

ExecutionError = stepfunctions._ExecutionError


def is_over() -> bool:
    """The execution was stopped or timed out while a branch of it was still under way."""
    running = execution.get()
    return running is not None and running["status"] != "RUNNING"
