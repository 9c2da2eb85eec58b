"""Log lines that name their run, task, source, and address, as text or JSON, and a log file per run."""

from core.logs.about import about, about_process
from core.logs.run_files import read_lines, run_file, runs_with_logs
from core.logs.setup import attach

__all__ = ["about", "about_process", "attach", "read_lines", "run_file", "runs_with_logs"]
