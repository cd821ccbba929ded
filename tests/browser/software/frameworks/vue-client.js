import { here, takeOver } from "./content.js";
import { site } from "./vue.js";

takeOver(() => site(here()).mount("#root"));
