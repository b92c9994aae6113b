"""Sends the messages that the overview was recorded to send."""

import base64
import json
import os
from pathlib import Path

import streamlit as st
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.scriptrunner import get_script_run_ctx


@st.cache_resource
def recorded() -> list[bytes]:
    """Return the recorded messages."""
    texts = json.loads(Path(os.environ["KPI_INLINED"]).read_text(encoding="utf-8"))
    return [base64.b64decode(text) for text in texts]


context = get_script_run_ctx()
assert context is not None
for message in recorded():
    context.enqueue(ForwardMsg.FromString(message))
