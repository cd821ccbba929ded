// A site of Vue, as the server and the browser render it.

import { createSSRApp, h, onMounted, ref } from "vue";
import { body, route, title } from "./content.js";

const make = (node) => {
  if (typeof node === "string") return node;
  const [tag, attributes, inside] = node;
  return typeof inside === "string" ? h(tag, { ...attributes, innerHTML: inside }) : h(tag, attributes, inside.map(make));
};

/** A page, and those that follow it. */
export const site = (first) =>
  createSSRApp({
    setup() {
      const name = ref(first);
      onMounted(() =>
        route((next) => {
          name.value = next;
          document.title = title(next);
        }),
      );
      return () => body(name.value).map(make);
    },
  });
