"""Lambda: CommonJS bundles are found as on AWS, a thrown error keeps its name, and logs are whole and lie in files too.

Functions that stream find what they need; their answer is sent when it is complete."""

import os
import queue
import time

from ministack.core import lambda_runtime
from ministack.services import lambda_svc

from local_cloud.replace import replace
from local_cloud.settings import Settings

# MiniStack says Runtime.HandlerError for every error, which no Catch of a state machine could tell apart.
MARK = "@@errorType="
ORIGINAL_TRACE = 'trace: err.stack || ""'
NAMED_TRACE = f'trace: "{MARK}" + ((err && err.name) || "Error") + "\\n" + ((err && err.stack) || "")'

# AWS looks for .js, .mjs and .cjs; MiniStack leaves out the last.
ORIGINAL_MODULE = 'const mjsPath = fullPath + ".mjs";'
ANY_MODULE = 'const mjsPath = fullPath + (fs.existsSync(fullPath + ".cjs") ? ".cjs" : ".mjs");'

# MiniStack waits 50 ms for what a function has logged. On a busy machine it comes later, and with the next call or never.
LOG_END = "@@logEnd"
LOG_SECONDS = 5
ORIGINAL_OUTPUT = "const _realStdoutWrite = process.stdout.write.bind(process.stdout);"
MARKED_OUTPUT = f"""
const _stdoutWrite = process.stdout.write.bind(process.stdout);
const _realStdoutWrite = (text) => {{
  if (!text.startsWith('{{"status":"ready"')) _stderrWrite("{LOG_END}\\n");
  return _stdoutWrite(text);
}};
"""

# MiniStack reads the head of a streamed answer from its body, as AWS frames it, but offers functions no way to stream.
ORIGINAL_START = "let handlerFn = null;"
STREAMING = """
globalThis.awslambda = {
  streamifyResponse: (handler) => async (event, context) => {
    const { PassThrough } = require("stream");
    const { text } = require("stream/consumers");
    const stream = new PassThrough();
    const body = text(stream);
    await handler(event, stream, context);
    const head = stream.metadata ? JSON.stringify(stream.metadata) + "\\0".repeat(8) : "";
    return head + (await body);
  },
  HttpResponseStream: { from: (stream, metadata) => Object.assign(stream, { metadata }) },
};
"""


def install(settings: Settings) -> None:
    _repair_worker(ORIGINAL_TRACE, NAMED_TRACE)
    _repair_worker(ORIGINAL_START, STREAMING + ORIGINAL_START)
    _repair_worker(ORIGINAL_MODULE, ANY_MODULE)
    _repair_worker(ORIGINAL_OUTPUT, MARKED_OUTPUT)
    replace(lambda_runtime.Worker, "_drain_stderr_bounded", _whole_log)
    replace(lambda_svc, "_execute_function_warm", lambda original: _recorded(settings.function_log_directory, original))


def _repair_worker(original: str, repaired: str) -> None:
    if original not in lambda_runtime._NODEJS_WORKER_SCRIPT:
        raise RuntimeError(f"MiniStack's Node.js worker has changed: it has no {original}")
    lambda_runtime._NODEJS_WORKER_SCRIPT = lambda_runtime._NODEJS_WORKER_SCRIPT.replace(original, repaired)


def _whole_log(original):
    def drain(worker, *arguments, **named) -> str:
        if not worker.config.get("Runtime", "").startswith("nodejs"):
            return original(worker, *arguments, **named)
        lines = []
        deadline = time.monotonic() + LOG_SECONDS
        while (left := deadline - time.monotonic()) > 0:
            try:
                line = worker._stderr_queue.get(timeout=left)
            except queue.Empty:
                break
            rest, end, _ = line.partition(LOG_END)
            if rest or not end:
                lines.append(rest)
            if end:
                break
        return "\n".join(lines)

    return drain


def _recorded(log_directory: str, original):
    def execute(function, event, request_id):
        result = original(function, event, request_id)
        log = result.get("log") or ""
        if result.get("error") and MARK in log:
            before, _, marked = log.partition(MARK)
            name, _, stack = marked.partition("\n")
            log = result["log"] = before + stack
            result["body"].update(errorType=name, trace=stack.split("\n"))
        if log.strip():
            name = function["config"]["FunctionName"] if "config" in function else "functions"
            with open(os.path.join(log_directory, f"{name}.log"), "a", encoding="utf-8") as file:
                file.write(log.rstrip("\n") + "\n")
        return result

    return execute
