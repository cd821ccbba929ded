// Makes a script indifferent to what a page has put into all objects, as old libraries do: what somebody calls "size",
// "get" or "env" there would be taken for an option, a trap or an item of the script's own.

/** Gives the names of an object's own items, of which nothing has none, as the loops do that it stands in for. */
const OWN = "const ownNames=(one)=>one==null?[]:Object.keys(one);";

/**
 * *text*, in which objects that are written out inherit nothing, and loops over names see an object's own alone.
 * @param {string} text a module @param {{ parse: Function }} acorn
 */
export const shielded = (text, { parse }) => {
  /** @type {[number, string][]} what is put where */
  const insertions = [];
  const visit = (/** @type {any} */ node) => {
    if (node.type === "ObjectExpression" && !node.properties.some(isPrototype)) {
      insertions.push([node.start + 1, node.properties.length ? "__proto__:null," : "__proto__:null"]);
    }
    if (node.type === "ForInStatement") {
      const { left, right } = node;
      // Between the two there is "in" and nothing else.
      insertions.push([left.end, " of ownNames(("], [right.end, "))"]);
      removals.push([left.end, right.start]);
    }
    for (const child of Object.values(node).flat()) if (child?.type) visit(child);
  };
  /** @type {[number, number][]} */
  const removals = [];
  visit(parse(text, { ecmaVersion: "latest", sourceType: "module" }));
  return OWN + edited(text, insertions, removals);
};

const isPrototype = (/** @type {any} */ { key, computed }) => !computed && (key?.name || key?.value) === "__proto__";

/** @param {string} text @param {[number, string][]} insertions @param {[number, number][]} removals */
const edited = (text, insertions, removals) => {
  const edits = [
    ...insertions.map(([at, put]) => ({ at, end: at, put })),
    ...removals.map(([at, end]) => ({ at, end, put: "" })),
  ].sort((one, other) => one.at - other.at || one.end - other.end);
  let done = 0;
  let result = "";
  for (const { at, end, put } of edits) {
    result += text.slice(done, at) + put;
    done = end;
  }
  return result + text.slice(done);
};
