"""What the Celery worker and Beat do besides running and sending tasks."""
