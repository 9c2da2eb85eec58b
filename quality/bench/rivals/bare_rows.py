"""A FastAPI application with one route, which reads events by primary key and returns them as JSON: what any page of
events costs at least, with FastAPI, SQLAlchemy and Postgres."""

from __future__ import annotations

import os
from typing import Any

from fastapi import FastAPI
from sqlalchemy import create_engine, text

from core.database_url import parameters
from storage.database.engine import DIALECT

ENGINE = create_engine(DIALECT, connect_args=parameters(os.environ["DATABASE_URL"]))
BY_KEY = text("""
    SELECT id, source_id, uid, title, url, description, status, sold_out, venue_id, organizer, price_text,
           price_min_cents, price_max_cents, price_currency, is_free, ticket_url, image_url, categories
      FROM events WHERE id = ANY(cast(:ids AS bigint[]))""")
app = FastAPI(openapi_url=None)


@app.get("/events")
def events(ids: str) -> list[dict[str, Any]]:
    """`ids`: separated by commas."""
    with ENGINE.connect() as connection:
        return [dict(row) for row in connection.execute(BY_KEY, {"ids": ids.split(",")}).mappings()]
