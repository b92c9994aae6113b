window.__streamlit = { BACKEND_BASE_URL: new URL(".", document.currentScript.src).href };
// Where a browser cannot draw the map, the style sheet shows the still picture of it instead.
if (!document.createElement("canvas").getContext("webgl2")) document.documentElement.classList.add("no-webgl");
