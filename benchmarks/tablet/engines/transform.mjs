// Used once, before anything is measured: enketo-transformer makes the form's HTML and model of an XForm.
import { transform } from "enketo-transformer/web";

window.transformed = async (xform) => {
  const { form, model } = await transform({ xform });
  return { form, model };
};
