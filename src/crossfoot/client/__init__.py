"""The typed client of the API: what a program on another machine does with a system of record.

    from crossfoot.client import Client

    with Client("https://esg.example.org", token) as crossfoot:
        for request in crossfoot.requests.all(mine=True):
            print(request.unit, request.topic, request.due)

- `client`: the client; waits for jobs, imports a file from end to end
- `transport`: asks again where a line broke, under one key; knows what it has seen already (ETag)
- `errors`: what the server refused, with the same problems as everywhere in Crossfoot
- `decode`: JSON to typed models and back
- `area`: what the areas share: pieces of lists, files that are sent and fetched
- `models`, `areas`: written from the OpenAPI document by `tools/api_client.py`, never by hand

May import `crossfoot.errors` and nothing else of Crossfoot, so that it runs without a database.
"""

from __future__ import annotations

from crossfoot.client.client import Client
from crossfoot.client.errors import ConflictError, JobError, MissingError, RefusedError

__all__ = ["Client", "ConflictError", "JobError", "MissingError", "RefusedError"]
