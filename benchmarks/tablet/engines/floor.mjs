// No engine at all: what the browser itself needs for a choice and for a key.
const choices = ["pass", "partial", "fail", "yes", "no"];
const item = (number) => {
  const id = `A${String(number).padStart(2, "0")}`;
  const radios = choices.map((value) => `<label><input type="radio" name="${id}" value="${value}"> ${value}</label>`).join(" ");
  return `<p id="item-${id}">${radios}<br><textarea name="note"></textarea></p>`;
};
window.building = performance.now();
document.body.innerHTML = Array.from({ length: 20 }, (_each, number) => item(number + 1)).join("");
document.documentElement.dataset.drawn = "yes";
