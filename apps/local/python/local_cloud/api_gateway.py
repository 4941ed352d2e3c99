"""API Gateway: an API answers under its name on AWS too, by which functions know where to send what is for sockets."""

import re

import ministack.app as app

EITHER_HOST = rf"(?:{re.escape(app._MINISTACK_HOST)}|[a-z0-9-]+\.amazonaws\.com)"


def install() -> None:
    app._EXECUTE_API_RE = re.compile(rf"^([a-f0-9]{{8}})\.execute-api\.{EITHER_HOST}(?::\d+)?$")
