"""The local cloud's emulator: MiniStack with processes for ECS tasks, a repaired Step Functions, and a memory that
survives a kill.

It replaces private functions of MiniStack, so it is written for one version of it and refuses any other.
"""

MINISTACK_VERSION = "1.5.33"
