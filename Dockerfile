# One image for web, worker, beat and migrate; docker-compose.yml says which command each of them runs.

FROM python:3.11-slim AS requirements
RUN python -m venv /venv
COPY requirements.txt .
RUN /venv/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements.txt

FROM python:3.11-slim
RUN useradd --uid 10001 --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin steady
COPY --from=requirements /venv /venv
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
WORKDIR /app
COPY . .
# Nothing can be written while it runs: each process, and each health check, would compile all of it anew.
# Settings want a data folder with keys; these are made for this one step and do not stay in the image.
RUN python -m compileall -q . \
    && python -m config.translating.catalogues \
    && DATA_DIR=/tmp/build python manage.py collectstatic --noinput \
    && rm -r /tmp/build
USER steady
EXPOSE 8000
CMD ["gunicorn", "config.wsgi", "--no-control-socket"]
