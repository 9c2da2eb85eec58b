FROM python:3.11-slim-bookworm
ENV PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 PIP_NO_CACHE_DIR=1
WORKDIR /srv/marquee
COPY requirements.txt ./
RUN pip install --require-hashes -r requirements.txt
COPY . .
RUN useradd --system --uid 10001 --create-home marquee && mkdir -p .data && chown marquee .data
USER 10001
CMD ["celery", "-A", "celery_app", "worker", "--loglevel=INFO"]
