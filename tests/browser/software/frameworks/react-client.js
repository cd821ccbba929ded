import { createElement } from "react";
import { hydrateRoot } from "react-dom/client";
import { here, takeOver } from "./content.js";
import { Site } from "./react.js";

takeOver(() => {
  const root = { document, body: document.body, element: document.getElementById("root") }[WHOLE];
  hydrateRoot(root, createElement(Site, { first: here() }));
});
