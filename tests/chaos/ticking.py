"""The application with a Beat that is quick to notice: a short lock, short sleeps. Its schedule is the real one."""

from __future__ import annotations

import celery_app

app = celery_app.app
app.conf.update(redbeat_lock_timeout=4, beat_max_loop_interval=1)
