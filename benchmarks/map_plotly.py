"""The map as a choropleth of plotly."""

import plotly.graph_objects as go
import streamlit as st

from benchmarks.map_rival import choose_year, geometry, values

year = choose_year()
amounts = values(year)
figure = go.Figure(
    go.Choropleth(geojson=geometry(), locations=list(amounts), z=list(amounts.values()), featureidkey="properties.c")
)
figure.update_geos(fitbounds="locations", visible=False)
st.plotly_chart(figure, height=640, key="map")
