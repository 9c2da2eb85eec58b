"""Log lines that say which run, task, source and address they are about, for people or as JSON, and kept by run."""

from core.logs.about import about, about_process
from core.logs.run_files import read_lines, run_file, runs_with_logs
from core.logs.setup import attach

__all__ = ["about", "about_process", "attach", "read_lines", "run_file", "runs_with_logs"]
