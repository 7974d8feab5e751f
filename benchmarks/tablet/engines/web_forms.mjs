// The page of ODK Web Forms.
import { createApp, h } from "vue";
import { OdkWebForm, webFormsPlugin } from "@getodk/web-forms";

const name = new URLSearchParams(location.search).get("form");
const formXml = await (await fetch(`made/${name}.xml`)).text();
window.building = performance.now();
const nothing = async () => new Response("", { status: 404 });
const page = { render: () => h(OdkWebForm, { formXml, fetchFormAttachment: nothing }) };
createApp(page).use(webFormsPlugin).mount(document.body.appendChild(document.createElement("div")));
