// Drops from Pyodide's script what only libraries would use that are linked later, of which a page of ours has none:
// functions for graphics, sound and so on, and a name for each of thousands of functions of the program.

/** The function that names what the program gives, and the object of what it takes, by its name. */
const NAMING = "assignWasmExports";
const TAKEN = "wasmImports";

/**
 * A part of the script. It stays if all stays that is like it, or if a part that stays has its *name* as a word.
 * @typedef {{ text: string, name?: string }} Part
 */

/**
 * *text* without parts that nothing names; *others* are scripts that use it, and *taken* is what the program takes.
 * @param {string} text a module with one function @param {{ parse: Function }} acorn
 * @param {string[]} others @param {Set<string>} taken
 */
export const withoutUnlinked = (text, { parse }, others, taken) => {
  const module = parse(text, { ecmaVersion: "latest", sourceType: "module" });
  const { body } = module.body.find((/** @type {any} */ { type }) => type === "FunctionDeclaration");
  const parts = body.body.flatMap((/** @type {any} */ node) => cut(node, text, taken));
  const stays = reached(parts, others);
  const kept = parts.filter((/** @type {Part} */ part) => stays.has(part)).map((/** @type {Part} */ part) => part.text);
  return text.slice(0, body.start + 1) + kept.join("\n") + text.slice(body.end - 1);
};

/** @param {Part[]} parts @param {string[]} others @returns {Set<Part>} */
const reached = (parts, others) => {
  const named = new Set(others.flatMap(words));
  const stays = new Set();
  for (let before = -1; before < stays.size; ) {
    before = stays.size;
    for (const part of parts) {
      if (stays.has(part) || (part.name !== undefined && !named.has(part.name))) continue;
      stays.add(part);
      for (const word of words(part.text)) named.add(word);
    }
  }
  return stays;
};

const words = (/** @type {string} */ text) => text.match(/[\w$]+/g) ?? [];

/** The parts of a statement, in their order. @param {any} node @param {string} text @param {Set<string>} taken @returns {Part[]} */
const cut = (node, text, taken) => {
  const of = (/** @type {any} */ { start, end }) => text.slice(start, end);
  const { type, kind, id, declarations, expression } = node;
  if (type === "FunctionDeclaration" && id.name === NAMING) {
    const names = node.body.body.map((/** @type {any} */ one) => ({ text: of(one), name: one.expression.left.name }));
    return [{ text: text.slice(node.start, node.body.start + 1) }, ...names, { text: "}" }];
  }
  if (type === "FunctionDeclaration") return [{ text: of(node), name: id.name }];
  if (type === "VariableDeclaration" && declarations[0].id.name === TAKEN) {
    const items = declarations[0].init.properties;
    const theirs = items.filter((/** @type {any} */ { key }) => taken.has(key.name ?? key.value)).map(of);
    return [{ text: `${kind} ${TAKEN}={${theirs}};` }];
  }
  if (type === "VariableDeclaration") {
    return declarations.map((/** @type {any} */ one) => ({
      text: `${kind} ${of(one)};`,
      name: acts(one.init) ? undefined : one.id.name,
    }));
  }
  return [{ text: of(node), name: type === "ExpressionStatement" ? owner(expression) : undefined }];
};

/** Whose item is assigned; the names of functions are items of Module. @param {any} node @returns {string | undefined} */
const owner = ({ type, left, right }) => {
  if (type !== "AssignmentExpression" || left.type !== "MemberExpression") return undefined;
  if (left.object.name !== "Module") return left.object.name;
  return right.type === "Identifier" ? left.property.value : undefined;
};

/** Whether to compute *node* may do something. @param {any} node @returns {boolean} */
const acts = (node) => {
  if (!node || /Function/.test(node.type)) return false;
  if (/^(Call|New|Assignment|Await)Expression$/.test(node.type)) return true;
  return Object.values(node)
    .flat()
    .some((child) => child?.type && acts(child));
};
