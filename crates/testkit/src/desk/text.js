// All text that is shown, and what fields hold, as a JSON string in ASCII.
const fields = [...document.querySelectorAll("input, textarea")].map((field) => field.value);
const shown = [document.body.innerText, ...fields].join("\n").replace(/[\u2068\u2069]/g, "");
return JSON.stringify(shown).replace(/[\u0080-\uffff]/g, (unit) => "\\u" + unit.charCodeAt(0).toString(16).padStart(4, "0"));
