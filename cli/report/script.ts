/**
 * Filter and search of the coverage page. The page is whole without it. Units without an account to show are hidden;
 * printing opens everything that is shown.
 */
export const script = `
const accounts = [...document.querySelectorAll(".account")];
const units = [...document.querySelectorAll(".unit")].reverse();
const buttons = [...document.querySelectorAll("button[data-status]")];
const search = document.querySelector("input");
const said = document.querySelector("[role=status]");
let status = "";
function show() {
  const words = search.value.trim().toLowerCase().split(/\\s+/);
  let count = 0;
  for (const account of accounts) {
    const found = words.every((word) => account.dataset.text.includes(word));
    account.hidden = !(found && (status === "" || account.dataset.status === status));
    if (!account.hidden) count += 1;
  }
  for (const unit of units) unit.hidden = unit.querySelector(".account:not([hidden])") === null;
  for (const button of buttons) button.setAttribute("aria-pressed", String(button.dataset.status === status));
  said.textContent = count + " of " + accounts.length + (accounts.length === 1 ? " account" : " accounts") + " shown";
}
for (const button of buttons) button.addEventListener("click", () => {
  status = button.dataset.status === status ? "" : button.dataset.status;
  show();
});
search.addEventListener("input", show);
document.querySelector("form").addEventListener("submit", (event) => event.preventDefault());
addEventListener("beforeprint", () => { for (const one of document.querySelectorAll("details")) one.open = true; });
show();
`;
