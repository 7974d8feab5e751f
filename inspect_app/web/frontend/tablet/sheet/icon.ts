const SHAPES = {
  alert: "M12 4 2.8 20h18.4zM12 10v4.5M12 17.2v.3",
  "arrow-right": "M4 12h15M13 6l6 6-6 6",
  camera: "M3.5 7.5h4L9 5h6l1.5 2.5h4v12h-17zM12 10a3.5 3.5 0 1 1 0 7 3.5 3.5 0 0 1 0-7z",
  check: "M4.5 12.8 9.6 18 19.5 6.8",
  "chevron-down": "M5.5 9l6.5 6.500L18.5 9",
  clock: "M12 3.5a8.5 8.5 0 1 1 0 17 8.5 8.5 0 0 1 0-17zM12 7.5V12l3.5 2.5",
  document: "M6 3.5h8l4.5 4.5v12.5H6zM13.5 3.5v5h5M9 12.5h6M9 16h6",
  list: "M4 6.5h16M4 12h16M4 17.5h16",
  stop: "M8.5 3.5h7l5 5v7l-5 5h-7l-5-5v-7zM12 8v5M12 16v.3",
};

/** A drawing of the server's own set, silent for screen readers. */
export function icon(name: keyof typeof SHAPES): SVGElement {
  const space = "http://www.w3.org/2000/svg";
  const made = document.createElementNS(space, "svg");
  for (const [key, value] of [["class", "icon"], ["viewBox", "0 0 24 24"], ["aria-hidden", "true"]] as const) made.setAttribute(key, value);
  const path = document.createElementNS(space, "path");
  path.setAttribute("d", SHAPES[name]);
  made.append(path);
  return made;
}
