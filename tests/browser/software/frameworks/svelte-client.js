import { hydrate } from "svelte";
import { here, takeOver } from "./content.js";
import Site from "./Site.svelte";

takeOver(() => hydrate(Site, { target: document.getElementById("root"), props: { first: here() } }));
