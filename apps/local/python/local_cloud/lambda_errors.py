"""Lambda: the name of a thrown error, which MiniStack replaces by Runtime.HandlerError, so that Catch can match it."""

from ministack.core import lambda_runtime
from ministack.services import lambda_svc

from local_cloud.replace import replace

MARK = "@@errorType="
ORIGINAL_TRACE = 'trace: err.stack || ""'
NAMED_TRACE = f'trace: "{MARK}" + ((err && err.name) || "Error") + "\\n" + ((err && err.stack) || "")'


def install() -> None:
    if ORIGINAL_TRACE not in lambda_runtime._NODEJS_WORKER_SCRIPT:
        raise RuntimeError("MiniStack's Node.js worker has changed: the names of Lambda errors would be lost")
    lambda_runtime._NODEJS_WORKER_SCRIPT = lambda_runtime._NODEJS_WORKER_SCRIPT.replace(ORIGINAL_TRACE, NAMED_TRACE)
    replace(lambda_svc, "_execute_function_warm", _with_error_name)


def _with_error_name(original):
    def execute(function, event, request_id):
        result = original(function, event, request_id)
        log = result.get("log") or ""
        if result.get("error") and MARK in log:
            before, _, marked = log.partition(MARK)
            name, _, stack = marked.partition("\n")
            result["log"] = before + stack
            result["body"].update(errorType=name, trace=stack.split("\n"))
        return result

    return execute
