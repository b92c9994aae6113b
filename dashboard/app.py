"""The dashboard's entry: a router when a session runs it, an ASGI application when a server imports it.

`streamlit run dashboard/app.py`, `uvicorn dashboard.app:app` and `kpi serve` all serve the same application.
"""

from __future__ import annotations

from pathlib import Path

import streamlit as st

if __name__ == "__main__":
    from dashboard import router

    router.run()
else:
    from dashboard import server

    app = st.App(Path(__file__), routes=server.routes(), middleware=server.middleware())
