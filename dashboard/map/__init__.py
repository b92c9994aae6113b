"""The map of municipalities and prefectures: what is measured, how it is classed, drawn, summed up and saved."""
