"""From publication to release: read, normalise, stage, let the gate check, publish."""
