import { createElement } from "react";
import { renderToString } from "react-dom/server";
import { head } from "./content.js";
import { Site } from "./react.js";
import { shell } from "./shell.js";

const rendered = (first) => {
  const text = renderToString(createElement(Site, { first }));
  return WHOLE === "document" ? "<!doctype html>" + text : shell(head(first), text, WHOLE === "element");
};
console.log(JSON.stringify(Object.fromEntries(["index", "film", "choices"].map((name) => [name, rendered(name)]))));
