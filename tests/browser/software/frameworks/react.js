// A site of React: it is rendered on the server, and the browser takes over the whole document, its body, or an
// element of it. WHOLE says which.

import { createElement, useEffect, useState } from "react";
import { body, head, route, title } from "./content.js";

const make = (node, at) => {
  if (typeof node === "string") return node;
  const [tag, { key = at, class: className, ...attributes }, inside] = node;
  const given = { key, className, ...attributes };
  return typeof inside === "string"
    ? createElement(tag, { ...given, dangerouslySetInnerHTML: { __html: inside } })
    : createElement(tag, given, ...inside.map(make));
};

/** A page, and those that follow it. */
export const Site = ({ first }) => {
  const [name, setName] = useState(first);
  useEffect(() => route(setName), []);
  useEffect(() => {
    document.title = title(name);
  }, [name]);
  const parts = body(name).map(make);
  if (WHOLE !== "document") return parts;
  return createElement(
    "html",
    { lang: "en" },
    createElement("head", null, ...head(first).map(make)),
    createElement("body", null, ...parts),
  );
};
