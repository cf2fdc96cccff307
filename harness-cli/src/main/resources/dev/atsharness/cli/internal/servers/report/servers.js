"use strict";
(() => {
  const form = document.getElementById("filters");
  const rows = [...document.querySelectorAll("#servers tbody tr")];
  const [group, owner, search, shown] = ["group", "owner", "search", "shown"].map((id) => document.getElementById(id));
  for (const name of [...new Set(rows.map((row) => row.dataset.owner))].filter((name) => name).sort(new Intl.Collator("en", { numeric: true }).compare)) {
    owner.append(new Option(name, name));
  }
  owner.parentElement.hidden = owner.options.length < 2;
  const filter = () => {
    const words = search.value.trim().toLowerCase();
    let count = 0;
    for (const row of rows) {
      const visible =
        (!group.value || row.dataset.group === group.value) &&
        (!owner.value || row.dataset.owner === owner.value) &&
        (!words || row.textContent.toLowerCase().includes(words));
      row.hidden = !visible;
      count += visible ? 1 : 0;
    }
    shown.textContent = count + " of " + rows.length + " servers";
  };
  form.addEventListener("input", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.hidden = false;
  filter();
})();
