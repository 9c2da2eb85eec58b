"""A FastAPI application that returns the bytes of a file, which it reads at its start: no route can be faster."""

from __future__ import annotations

import os
from pathlib import Path

from fastapi import FastAPI, Response

BODY = Path(os.environ["BODY"]).read_bytes()
app = FastAPI(openapi_url=None)


@app.get("/")
def body() -> Response:
    return Response(BODY, media_type="application/json")
