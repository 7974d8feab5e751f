// The page of enketo-core: the form's HTML and model were made by enketo-transformer before.
import { Form } from "enketo-core";

const { form, model } = await (await fetch(`made/enketo-${new URLSearchParams(location.search).get("form")}.json`)).json();
window.building = performance.now();
document.body.insertAdjacentHTML("beforeend", form);
const made = new Form(document.querySelector("form.or"), { modelStr: model }, {});
const problems = made.init();
if (problems.length) throw new Error(problems.join("; "));
document.documentElement.dataset.drawn = "yes";
