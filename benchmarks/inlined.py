"""A server of one script beside this file: the floors and the rivals of the benchmarks."""

from __future__ import annotations

import sys
from pathlib import Path

import uvicorn
from streamlit import config
from streamlit.starlette import App

config.set_option("runner.postScriptGC", False)
config.set_option("browser.gatherUsageStats", False)
config.set_option("server.enableWebsocketCompression", True)
app = App(str(Path(__file__).with_name(sys.argv[2])))

if __name__ == "__main__":
    uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[1]), log_level="warning", access_log=False)
