"""Sets the log format of a process and adds the log file per run."""

from __future__ import annotations

import logging

from core.config import LogStyle, settings
from core.logs.about import About
from core.logs.formats import Json, Pretty
from core.logs.run_files import RunFiles


def attach(logger: logging.Logger | None = None, level: int | str | None = None) -> None:
    """Formats the handlers that a logger has by now (default: the root logger), and writes its runs' logs to files.
    `level`: of those files; LOG_LEVEL if None.

    Call it after Celery, Scrapy, or uvicorn has set up its handlers. Calling it again only affects new handlers.
    """
    dressed = logging.getLogger() if logger is None else logger
    for handler in dressed.handlers:
        if not isinstance(handler, RunFiles):
            handler.setFormatter(Json() if settings().log_style is LogStyle.JSON else Pretty())
        if not any(isinstance(known, About) for known in handler.filters):
            handler.addFilter(About())
    if not any(isinstance(handler, RunFiles) for handler in dressed.handlers):
        files = RunFiles(settings().data_dir.absolute(), settings().log_days)
        files.setLevel(settings().log_level if level is None else level)
        files.addFilter(About())
        dressed.addHandler(files)
    for name, level in settings().log_levels.items():
        logging.getLogger(name).setLevel(level)
