// Drops methods of Emscripten's file system that nothing names, which a bundler cannot know: methods are called by name.

/** Of all objects it alone has both. */
const ITS_OWN = ["lookupPath", "mkdev"];

/**
 * *text* without such methods; what only they name goes, too.
 * @param {string} text a module @param {{ parse: Function }} acorn
 */
export const withoutUnnamed = (text, { parse }) => {
  for (;;) {
    const unnamed = methods(parse(text, { ecmaVersion: "latest", sourceType: "module" })).filter(
      ({ name, start, end }) => !isNamed(name, text.slice(0, start) + text.slice(end)),
    );
    if (!unnamed.length) return text;
    for (const { start, end } of unnamed.reverse()) {
      text = text.slice(0, start) + text.slice(end + Number(text[end] === ","));
    }
  }
};

/** @param {string} name @param {string} text */
const isNamed = (name, text) => new RegExp(`\\.${name}\\b`).test(text);

/** The methods of the file system, in their order. @param {any} node @returns {{ name: string, start: number, end: number }[]} */
const methods = (node) => {
  if (node.type === "ObjectExpression") {
    const items = node.properties.filter((/** @type {any} */ { key }) => key?.name);
    const names = items.map((/** @type {any} */ { key }) => key.name);
    if (ITS_OWN.every((name) => names.includes(name))) {
      return items
        .filter((/** @type {any} */ { value }) => /Function/.test(value.type))
        .map((/** @type {any} */ { key, start, end }) => ({ name: key.name, start, end }));
    }
  }
  return Object.values(node)
    .flat()
    .filter((child) => child?.type)
    .flatMap(methods);
};
