"""What can go wrong with a service that we start ourselves.

ServiceError
├── StartFailed      it did not come up; the message quotes its log
│   └── PortTaken    another program took the port first: choose another and start again
├── AlreadyRunning   another process runs on this data folder
└── NotRunning       nothing runs on this data folder
"""

from __future__ import annotations


class ServiceError(RuntimeError):
    """The message is for the person at the terminal: what was found, and what to do."""


class StartFailed(ServiceError):
    pass


class PortTaken(StartFailed):
    pass


class AlreadyRunning(ServiceError):
    pass


class NotRunning(ServiceError):
    pass
