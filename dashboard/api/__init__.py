"""The HTTP API, version 1: what the release holds, for programs, from the same process as the pages."""
