// The tablet's page: what an inspector works with where there is no network.
import { TabletDoor, type Texts } from "./tablet/door/door";

for (const name of ["theme", "text"]) {
  const choice = localStorage.getItem(`display-${name}`);
  if (choice) document.documentElement.dataset[name] = choice;
}

// Before the first screen that needs them: a font that comes later has a page laid out twice.
for (const face of document.fonts) face.load().catch(() => undefined);

const root = document.querySelector<HTMLElement>("[data-tablet]");
const texts = document.querySelector("#tablet-texts")?.textContent;
if (root && texts) new TabletDoor(root, JSON.parse(texts) as Texts);
