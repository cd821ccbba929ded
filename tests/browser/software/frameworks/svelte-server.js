import { render } from "svelte/server";
import { head } from "./content.js";
import { shell } from "./shell.js";
import Site from "./Site.svelte";

const rendered = (first) => [first, shell(head(first), render(Site, { props: { first } }).body, true)];
console.log(JSON.stringify(Object.fromEntries(["index", "film", "choices"].map(rendered))));
