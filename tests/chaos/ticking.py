"""The application with a Beat that reacts quickly: a short lock and short sleeps, with the real schedule."""

from __future__ import annotations

import celery_app

app = celery_app.app
app.conf.update(redbeat_lock_timeout=4, beat_max_loop_interval=1)
