window.__streamlit = { BACKEND_BASE_URL: new URL(".", document.currentScript.src).href };
// Where a browser cannot draw the map, the style sheet shows the still picture of it instead.
if (!document.createElement("canvas").getContext("webgl2")) document.documentElement.classList.add("no-webgl");
// The picture of the map goes when the map itself is there: a moment after what it draws has arrived.
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) {
    const kind = entry.name.match(/\/map\/(areas|points)\//)?.[1];
    const status = entry.responseStatus ?? 200;
    if (!kind || status < 200 || status >= 400) continue;
    setTimeout(() => {
      if (document.querySelector(".map-first")?.dataset.until === kind) document.documentElement.classList.add("map-drawn");
    }, 1500);
  }
}).observe({ type: "resource", buffered: true });
