// Handles what a script writes with document.write(): a parser of its own reads it, and the nodes come to the script's
// place as they are parsed.

import { doc } from "../dom.js";
import { runnable, asJob, timing } from "./script.js";

// Inside a table HTML is parsed differently.
/** @type {Record<string, string>} */
const TABLES = {
  table: "<table>",
  thead: "<table><thead>",
  tbody: "<table><tbody>",
  tfoot: "<table><tfoot>",
  tr: "<table><tbody><tr>",
};

/**
 * @param {Element} script behind which the nodes come, or the element that it was activated for
 * @param {RunScript} runScript @param {Trust} trust @returns {Writer}
 */
export default (script, runScript, trust) => {
  const parser = document.implementation.createHTMLDocument();
  /** The node in the page for each node of the parser. @type {Map<Node, any>} */
  const counterparts = new Map();
  /** In parents with other children: the empty text before which the next node comes. @type {Map<Node, Text>} */
  const markers = new Map();
  let source = "";
  /** The script that has to end before more nodes may come. @type {Promise<unknown> | undefined} */
  let pending;

  /** @param {Node} parent @param {Node | null} next */
  const addMarker = (parent, next) => markers.set(parent, parent.insertBefore(new Text(), next));

  const start = () => {
    const parent = /** @type {Element} */ (script.parentNode || doc.body);
    const opened = TABLES[parent.localName] || "";
    parser.open();
    parser.write(trust.createHTML(`<!doctype html>${parent === doc.head ? "<head>" : "<body>"}${opened}`));
    addMarker(parent, script.parentNode && script.nextSibling);
    let place = parent;
    if (opened) {
      const table = /** @type {Element} */ (parent.closest("table"));
      for (const node of parser.body.querySelectorAll("*")) counterparts.set(node, parent);
      place = /** @type {Element} */ (table.parentNode);
      addMarker(place, table);
    } else if (parent === doc.head) {
      counterparts.set(parser.head, parent);
      place = doc.body;
      addMarker(place, place.firstChild);
    }
    return place;
  };
  const place = start();

  /** @param {Node} from @param {any} to @returns {boolean} whether all nodes have come */
  const copy = (from, to) => {
    for (const node of from.childNodes) {
      if (!counterparts.has(node) && !bringIn(node, to)) return false;
      const twin = counterparts.get(node);
      if (node instanceof Text) extendText(node, twin);
      else if (!/^(script|template|noscript)$/i.test(node.nodeName) && !copy(node, twin)) return false;
    }
    return true;
  };

  /** @param {any} node @param {any} to @returns {boolean} whether the nodes behind it may come too */
  const bringIn = (node, to) => {
    if (node.localName !== "script") {
      insert(node, document.importNode(node, node.localName === "template"), to);
      return true;
    }
    if (!isComplete(node)) return false;
    const twin = runnable(node, trust);
    const when = timing(twin);
    const run = runScript(asJob(twin, () => insert(node, twin, to)));
    if (!run || when !== "parsing") return true;
    pending = run.then(() => {
      pending = undefined;
      copyParsed();
    });
    return false;
  };

  /** @param {Node} node @param {Node} twin @param {any} to */
  const insert = (node, twin, to) => {
    counterparts.set(node, twin);
    const next = markers.get(to);
    to.insertBefore(twin, next?.parentNode === to ? next : null);
    return true;
  };

  /** Return whether the parser has read the end of a script. @param {Node} node */
  const isComplete = (node) => {
    for (let one = node; one !== parser.body && one !== parser.head; one = /** @type {Node} */ (one.parentNode)) {
      if (one.nextSibling) return true;
    }
    return /<\/script[^>]*>/i.test(source.slice(source.toLowerCase().lastIndexOf("<script")));
  };

  const copyParsed = () => {
    const { head, body } = parser;
    if (!pending && copy(head, counterparts.get(head) || place) && body) copy(body, place);
  };

  const allWritten = async () => {
    while (pending) await pending;
  };

  return {
    write: (native, texts) => {
      native.apply(parser, texts);
      source += texts.join("");
      copyParsed();
    },
    finished: () => pending && allWritten(),
  };
};

/** @param {Text} node @param {Text} twin */
const extendText = (node, twin) => {
  if (node.length > twin.length) twin.data = node.data;
};
