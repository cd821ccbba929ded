// What one script writes: a parser of its own reads it, and it comes to the script's place as it is read.

import { doc } from "../dom.js";
import { fresh, once, time } from "./script.js";

// Where rows may stand, markup is read in another way.
/** @type {Record<string, string>} */
const TABLES = {
  table: "<table>",
  thead: "<table><thead>",
  tbody: "<table><tbody>",
  tfoot: "<table><tfoot>",
  tr: "<table><tbody><tr>",
};

/** @param {Element} script or what it stands for: behind this it writes @param {Begin} begin @param {Trust} trust @returns {Writer} */
export default (script, begin, trust) => {
  const parser = document.implementation.createHTMLDocument();
  /** What stands in the page for what the parser has made. @type {Map<Node, any>} */
  const twins = new Map();
  /** In parents that have children of their own, the mark before which the next comes. @type {Map<Node, Text>} */
  const marks = new Map();
  let source = "";
  /** What has to end before more may come. @type {Promise<unknown> | undefined} */
  let pending;

  /** @param {Node} parent @param {Node | null} next */
  const mark = (parent, next) => marks.set(parent, parent.insertBefore(new Text(), next));

  const start = () => {
    const parent = /** @type {Element} */ (script.parentNode || doc.body);
    const opened = TABLES[parent.localName] || "";
    parser.open();
    parser.write(trust.createHTML(`<!doctype html>${parent === doc.head ? "<head>" : "<body>"}${opened}`));
    mark(parent, script.parentNode && script.nextSibling);
    let place = parent;
    if (opened) {
      const table = /** @type {Element} */ (parent.closest("table"));
      for (const node of parser.body.querySelectorAll("*")) twins.set(node, parent);
      place = /** @type {Element} */ (table.parentNode);
      mark(place, table);
    } else if (parent === doc.head) {
      twins.set(parser.head, parent);
      place = doc.body;
      mark(place, place.firstChild);
    }
    return place;
  };
  const place = start();

  /** @param {Node} from @param {any} to @returns {boolean} whether all of it has come */
  const copy = (from, to) => {
    for (const node of from.childNodes) {
      if (!twins.has(node) && !bring(node, to)) return false;
      const twin = twins.get(node);
      if (node instanceof Text) grow(node, twin);
      else if (!/^(script|template|noscript)$/i.test(node.nodeName) && !copy(node, twin)) return false;
    }
    return true;
  };

  /** @param {any} node @param {any} to @returns {boolean} whether what follows may come too */
  const bring = (node, to) => {
    if (node.localName !== "script") {
      insert(node, document.importNode(node, node.localName === "template"), to);
      return true;
    }
    if (!whole(node)) return false;
    const twin = fresh(node, trust);
    const when = time(twin);
    const run = begin(once(twin, () => insert(node, twin, to)));
    if (!run || when !== "parsing") return true;
    pending = run.then(() => {
      pending = undefined;
      flow();
    });
    return false;
  };

  /** @param {Node} node @param {Node} twin @param {any} to */
  const insert = (node, twin, to) => {
    twins.set(node, twin);
    const next = marks.get(to);
    to.insertBefore(twin, next?.parentNode === to ? next : null);
    return true;
  };

  /** Whether the parser has read the end of it. @param {Node} node */
  const whole = (node) => {
    for (let one = node; one !== parser.body && one !== parser.head; one = /** @type {Node} */ (one.parentNode)) {
      if (one.nextSibling) return true;
    }
    return /<\/script[^>]*>/i.test(source.slice(source.toLowerCase().lastIndexOf("<script")));
  };

  const flow = () => {
    const { head, body } = parser;
    if (!pending && copy(head, twins.get(head) || place) && body) copy(body, place);
  };

  const drained = async () => {
    while (pending) await pending;
  };

  return {
    write: (native, texts) => {
      native.apply(parser, texts);
      source += texts.join("");
      flow();
    },
    rest: () => pending && drained(),
  };
};

/** @param {Text} node @param {Text} twin */
const grow = (node, twin) => {
  if (node.length > twin.length) twin.data = node.data;
};
