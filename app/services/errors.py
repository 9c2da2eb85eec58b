"""What can go wrong with a service that Marquee starts.

ServiceError
├── StartFailed      it did not start; the message quotes its log
│   └── PortTaken    another program took the port first: start again on another port
├── AlreadyRunning   another process runs on this data folder
└── NotRunning       nothing runs on this data folder
"""

from __future__ import annotations


class ServiceError(RuntimeError):
    """The message is for the person at the terminal: what happened, and what to do."""


class StartFailed(ServiceError):
    pass


class PortTaken(StartFailed):
    pass


class AlreadyRunning(ServiceError):
    pass


class NotRunning(ServiceError):
    pass
