"""Charts: one description of what a chart says, drawn on screen, on paper and in a presentation."""
