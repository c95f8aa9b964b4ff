/* The map's own code, loaded after Leaflet into the map's frame.  Two functions are called from Python:
   incidentsMap.base(map, options)   draws land, borders and names once;
   incidentsMap.layer(group, data)   draws the incidents and is called again whenever the filters change.
   Every name from a report or a gazetteer goes through textContent, never through innerHTML. */
(function () {
  "use strict";
  const CELL = 30; // pixels; places nearer than this are drawn as one circle
  const LARGEST = 26; // pixels; radius of the largest circle in view
  const SMALLEST = 4;

  function element(tag, className, text, parent) {
    const node = document.createElement(tag);
    if (className) node.className = className;
    if (text !== undefined) node.textContent = text;
    if (parent) parent.appendChild(node);
    return node;
  }

  const number = (n) => n.toLocaleString("en");
  const fill = (pattern, values) => pattern.replace(/\{(\w+)\}/g, (_, key) => values[key]);

  // ---------------------------------------------------------------------------------------- base map
  function base(map, options) {
    const colours = options.colours;
    map.getContainer().style.background = colours.sea;
    map.attributionControl.setPrefix(false).addAttribution(options.attribution);
    window.incidentsState = { drawn: [], areas: [], baseLoaded: 0 };
    const pane = map.createPane("land");
    pane.style.zIndex = 150;
    pane.style.pointerEvents = "none";
    const renderer = L.canvas({ pane: "land", padding: 0.5 });
    const styles = {
      land: { fillColor: colours.land, fillOpacity: 1, stroke: false },
      water: { fillColor: colours.sea, fillOpacity: 1, color: colours.coast, weight: 0.6 },
      coast: { color: colours.coast, weight: 0.9, fill: false },
      border: { color: colours.border, weight: 1.4, fill: false },
      governorate: { color: colours.governorate, weight: 0.9, dashArray: "4 3", fill: false },
    };
    options.layers.reduce(
      (before, address) =>
        before.then(() => fetch(address)).then((answer) => answer.json()).then((shapes) => {
          L.geoJSON(shapes, {
            pane: "land", renderer: renderer, interactive: false,
            style: (feature) => styles[feature.properties.kind],
          }).addTo(map);
          window.incidentsState.baseLoaded += 1;
        }),
      Promise.resolve()
    ).catch((error) => note(map, options.strings.base_failed, error));
    names(map, options.names);
    map.createPane("badges").style.zIndex = 630;
    wheelOnlyWithFocus(map);
  }

  function note(map, text, error) {
    console.error(error);
    const control = L.control({ position: "topright" });
    control.onAdd = () => element("div", "map-card", text);
    control.addTo(map);
  }

  /* A page that scrolls must not lose its wheel to the map before the map is clicked. */
  function wheelOnlyWithFocus(map) {
    map.scrollWheelZoom.disable();
    map.on("focus", () => map.scrollWheelZoom.enable());
    map.on("blur", () => map.scrollWheelZoom.disable());
  }

  /* Names: [lat, lon, English, Arabic or "", from which zoom, class]; earlier ones win where two would overlap. */
  function names(map, list) {
    const pane = map.createPane("names");
    pane.style.zIndex = 620;
    pane.style.pointerEvents = "none";
    const group = L.layerGroup().addTo(map);
    function draw() {
      group.clearLayers();
      const zoom = map.getZoom(), taken = [];
      for (const [lat, lon, english, arabic, fromZoom, kind] of list) {
        if (zoom < fromZoom) continue;
        const at = map.latLngToLayerPoint([lat, lon]);
        const half = Math.max(english.length, arabic.length) * 3.6 + 4, high = arabic ? 17 : 10;
        const box = [at.x - half, at.y - high, at.x + half, at.y + high];
        if (taken.some((b) => box[0] < b[2] && b[0] < box[2] && box[1] < b[3] && b[1] < box[3])) continue;
        taken.push(box);
        const node = element("div", "place-name " + kind);
        element("span", "", english, node);
        if (arabic) element("span", "arabic", arabic, node).lang = "ar";
        const icon = L.divIcon({ className: "place-name-anchor", html: node, iconSize: [0, 0] });
        L.marker([lat, lon], { icon: icon, pane: "names", interactive: false, keyboard: false }).addTo(group);
      }
    }
    map.on("zoomend", draw);
    map.whenReady(draw);
  }

  // ---------------------------------------------------------------------------------------- incidents
  let sequence = 0, fitted = false, legend = null, redraw = null, canvas = null;

  function report(ids) {
    sequence += 1;
    window.Streamlit.setComponentValue({ event_ids: ids, seq: sequence });
  }

  /* Places that fall into one cell of a pixel grid at this zoom become one circle at their middle. */
  function merge(map, places) {
    const cells = new Map(), zoom = map.getZoom();
    for (const place of places) {
      const at = map.project([place.lat, place.lon], zoom);
      const key = Math.floor(at.x / CELL) + "/" + Math.floor(at.y / CELL);
      if (!cells.has(key)) cells.set(key, { value: 0, x: 0, y: 0, weight: 0, places: [], ids: [], selected: false });
      const cell = cells.get(key), weight = Math.max(place.value, 0.5);
      cell.value += place.value;
      cell.x += at.x * weight;
      cell.y += at.y * weight;
      cell.weight += weight;
      cell.places.push(place);
      cell.ids.push(...place.ids);
      cell.selected = cell.selected || place.selected;
    }
    return [...cells.values()]
      .map((cell) => ({ ...cell, at: map.unproject([cell.x / cell.weight, cell.y / cell.weight], zoom) }))
      .sort((a, b) => b.value - a.value);
  }

  function tooltip(places) {
    const node = element("div", "map-tooltip");
    for (const place of places.slice().sort((a, b) => b.value - a.value).slice(0, 6)) {
      element("strong", "", place.name, node).dir = "auto";
      element("div", "", place.detail, node);
    }
    if (places.length > 6) element("em", "", "+ " + (places.length - 6), node);
    return node;
  }

  function style(circle, data, scale) {
    const counted = circle.value > 0;
    return {
      renderer: canvas,
      radius: counted ? Math.max(SMALLEST, scale * Math.sqrt(circle.value)) : SMALLEST,
      color: circle.selected ? data.colours.selected : data.colours.circle_line,
      weight: circle.selected ? 3.5 : 1.3,
      fillColor: counted ? data.colours.circle : data.colours.hollow,
      fillOpacity: counted ? 0.62 : 0.9,
      bubblingMouseEvents: false,
    };
  }

  function clickable(shape, places, ids) {
    shape.bindTooltip(() => tooltip(places), { sticky: true, opacity: 1 });
    shape.on("click", () => report(ids));
    return shape;
  }

  function drawAreas(group, data) {
    window.incidentsState.areas = [];
    // large areas first, so that small ones lie above and can be clicked
    for (const area of data.areas.slice().sort((a, b) => b.size - a.size)) {
      const shape = L.geoJSON(area.geometry, {
        renderer: canvas, bubblingMouseEvents: false,
        style: {
          color: area.selected ? data.colours.selected : area.incidents ? data.colours.area : data.colours.told,
          weight: area.selected ? 3 : area.incidents ? 1.6 : 1, dashArray: "6 5",
          fillColor: data.colours.area, fillOpacity: area.incidents ? 0.22 / (1 + area.size) : 0.02,
        },
      });
      clickable(shape, [area], area.ids).addTo(group);
      if (area.badge) {
        const icon = L.divIcon({
          className: "place-name-anchor", html: element("div", "area-count", area.badge), iconSize: [0, 0],
        });
        const mark = L.marker(area.label, { icon: icon, pane: "badges", alt: area.name + ": " + area.badge });
        clickable(mark, [area], area.ids).addTo(group);
      }
      window.incidentsState.areas.push({ name: area.name, incidents: area.incidents, ids: area.ids });
    }
  }

  function drawCircles(group, map, data) {
    const circles = merge(map, data.places);
    const most = Math.max(1, ...circles.map((circle) => circle.value));
    const scale = LARGEST / Math.sqrt(most);
    window.incidentsState.drawn = circles.map((circle) => {
      clickable(L.circleMarker(circle.at, style(circle, data, scale)), circle.places, circle.ids).addTo(group);
      return { lat: circle.at.lat, lon: circle.at.lng, value: circle.value, ids: circle.ids };
    });
    showLegend(map, data, most, scale);
  }

  function niceSteps(most) {
    const power = Math.pow(10, Math.floor(Math.log10(most)));
    const top = [5, 2, 1].map((n) => n * power).find((n) => n <= most);
    return [...new Set([top, Math.round(top / 4), 1].filter((n) => n >= 1))];
  }

  function showLegend(map, data, most, scale) {
    const open = legend ? legend.getContainer().querySelector("details").open : map.getSize().x > 560;
    if (legend) legend.remove();
    legend = L.control({ position: "topright" });
    legend.onAdd = () => {
      const box = element("div", "map-card map-legend"), details = element("details", "", undefined, box);
      details.open = open;
      element("summary", "", data.strings.title, details);
      const sizes = element("div", "sizes", undefined, details);
      if (data.places.some((place) => place.value > 0)) {
        for (const step of niceSteps(most)) {
          const size = Math.max(SMALLEST, scale * Math.sqrt(step)) * 2;
          const item = element("span", "size", undefined, sizes), dot = element("i", "dot", undefined, item);
          dot.style.width = dot.style.height = size + "px";
          dot.style.background = data.colours.circle;
          dot.style.borderColor = data.colours.circle_line;
          element("span", "", number(step), item);
        }
      }
      const row = (className, text) => {
        const line = element("div", "row", undefined, details), sign = element("i", className, undefined, line);
        element("span", "", text, line);
        return sign;
      };
      row("dot small", data.strings.hollow).style.borderColor = data.colours.circle_line;
      row("patch", data.strings.area).style.cssText =
        "border-color:" + data.colours.area + ";background:" + data.colours.area + "22";
      if (data.not_placed) element("div", "row", fill(data.strings.not_placed, { n: number(data.not_placed) }), details);
      L.DomEvent.disableClickPropagation(box);
      return box;
    };
    legend.addTo(map);
  }

  /* What is added up, if anything is: a total over a whole country must not push the towns together. */
  function everything(data) {
    const shown = [...data.places, ...data.areas], added = shown.filter((item) => item.incidents > 0);
    const at = (item) => item.label || [item.lat, item.lon];
    return L.latLngBounds((added.length ? added : shown).map(at));
  }

  function fitButton(map, label) {
    const control = L.control({ position: "topleft" });
    control.onAdd = () => {
      const bar = element("div", "leaflet-bar"), button = element("a", "fit", "⤢", bar);
      button.href = "#";
      button.title = label;
      button.setAttribute("role", "button");
      button.setAttribute("aria-label", label);
      L.DomEvent.on(button, "click", (event) => { L.DomEvent.stop(event); fit(map, window.incidentsState.data); });
      return bar;
    };
    control.addTo(map);
  }

  function fit(map, data) {
    const bounds = everything(data);
    if (bounds.isValid()) map.fitBounds(bounds.pad(0.12), { maxZoom: 11, animate: false });
  }

  function layer(map, group, data) {
    if (redraw) map.off("zoomend", redraw);
    canvas = canvas || L.canvas({ padding: 0.3 });
    window.incidentsState.data = data;
    if (!fitted) {
      fitButton(map, data.strings.fit);
      if (everything(data).isValid()) { fit(map, data); fitted = true; }
    }
    redraw = () => {
      group.clearLayers();
      drawAreas(group, data);
      drawCircles(group, map, data);
    };
    map.on("zoomend", redraw);
    redraw();
  }

  window.incidentsMap = { base: base, layer: layer };
})();
