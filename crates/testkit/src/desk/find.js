// Returns the first visible element with the role and a name that holds the given words, or null.
const [role, wanted] = arguments;

const implicit = {
  button: "button, summary",
  link: "a[href]",
  textbox: "input:not([type]), input[type=text], input[type=search], input[type=password], textarea",
  checkbox: "input[type=checkbox]",
  radio: "input[type=radio]",
  img: "img[alt]",
  heading: "h1, h2, h3, h4",
  dialog: "dialog[open]",
  listitem: "li",
  article: "article",
  combobox: "select",
  slider: "input[type=range]",
};

function nameOf(element) {
  const by = element.getAttribute("aria-labelledby");
  if (by) return by.split(/\s+/).map((id) => document.getElementById(id)?.textContent ?? "").join(" ");
  const said = element.getAttribute("aria-label");
  if (said) return said;
  if (element.labels?.length) return [...element.labels].map((label) => label.textContent).join(" ");
  return element.alt || element.placeholder || element.textContent || element.title || "";
}

function visible(element) {
  return element.getClientRects().length > 0 && getComputedStyle(element).visibility !== "hidden";
}

const open = [...document.querySelectorAll("dialog[open]")].filter((dialog) => dialog.matches(":modal")).pop();
const scope = role === "dialog" || !open ? document : open;
const selector = [`[role=${role}]`, implicit[role]].filter(Boolean).join(", ");
// Names carry marks that keep scripts apart (U+2068, U+2069); nobody sees or hears them.
function plain(name) {
  return name.replace(/[\u2068\u2069]/g, "").replace(/\s+/g, " ").trim().toLowerCase();
}

const wantedFolded = wanted.toLowerCase();
const named = [...scope.querySelectorAll(selector)].filter((element) => {
  const own = element.getAttribute("role");
  if (own && own !== role) return false;
  return visible(element) && plain(nameOf(element)).includes(wantedFolded);
});
const exact = named.find((element) => plain(nameOf(element)) === wantedFolded);
return exact ?? named[0] ?? null;
