"""The map as pydeck is usually used: polygons and colours go with every run of the page."""

import pydeck as pdk
import streamlit as st

from benchmarks.map_rival import choose_year, geometry, values

year = choose_year()
colours = {code: [255 - min(255, int(value) // 400), 150, 250] for code, value in values(year).items()}
features = [
    {**feature, "properties": {"c": feature["properties"]["c"], "fill": colours.get(feature["properties"]["c"])}}
    for feature in geometry()["features"]
]
layer = pdk.Layer(
    "GeoJsonLayer",
    data={"type": "FeatureCollection", "features": features},
    id="areas",
    get_fill_color="properties.fill",
    pickable=True,
)
view = pdk.ViewState(longitude=138.5, latitude=38, zoom=4.3)
st.pydeck_chart(pdk.Deck(map_provider=None, layers=[layer], initial_view_state=view), height=640, key="map_deck")
