import { renderToString } from "vue/server-renderer";
import { head } from "./content.js";
import { shell } from "./shell.js";
import { site } from "./vue.js";

const rendered = async (name) => [name, shell(head(name), await renderToString(site(name)), true)];
Promise.all(["index", "film", "choices"].map(rendered)).then((all) => console.log(JSON.stringify(Object.fromEntries(all))));
