# One image for all of Marquee's services; docker-compose.yml says what each of them runs. You can give both base images by
# digest (--build-arg PYTHON_IMAGE=…@sha256:…). The packages from pip and npm are pinned with hashes in the repository.
ARG PYTHON_IMAGE=docker.io/library/python:3.11-slim-bookworm
ARG NODE_IMAGE=docker.io/library/node:20-bookworm-slim

FROM ${NODE_IMAGE} AS page
ENV NEXT_TELEMETRY_DISABLED=1
WORKDIR /web
COPY web/package.json web/package-lock.json web/.npmrc ./
RUN npm ci
COPY web/ ./
RUN npm run build

FROM ${PYTHON_IMAGE} AS packages
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
COPY requirements.txt /
RUN python3 -m venv /venv \
    && /venv/bin/pip install --no-deps --require-hashes -r /requirements.txt \
    && /venv/bin/pip check \
    && /venv/bin/pip uninstall --yes pip

FROM ${PYTHON_IMAGE}
ENV PATH=/venv/bin:$PATH PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1
WORKDIR /srv/marquee
RUN useradd --uid 10001 --user-group --create-home --shell /usr/sbin/nologin marquee \
    && install --directory --owner=marquee --group=marquee .data /data
COPY --from=packages /venv /venv
COPY . .
COPY --from=page /web/out web/out
RUN python -m compileall -q app scrapers spiders pipelines celery_app.py
USER 10001:10001
CMD ["celery", "-A", "celery_app", "worker", "--loglevel=INFO", "--concurrency=2"]
