"""The same line on Celery."""
