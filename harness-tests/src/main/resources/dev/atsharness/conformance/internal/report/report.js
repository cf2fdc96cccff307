"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const byId = id => document.getElementById(id);

  /** All text reaches the page through here, as text. */
  function element(name, text, className) {
    const made = document.createElement(name);
    if (text !== undefined) made.textContent = text;
    if (className) made.className = className;
    return made;
  }

  function heading(text, scope) {
    const cell = element("th", text);
    cell.scope = scope;
    return cell;
  }

  function option(select, value) {
    const made = element("option", value);
    made.value = value;
    select.append(made);
  }

  const count = (n, what) => `${n} ${what}${n === 1 ? "" : "s"}`;

  function span(seconds) {
    if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
    const whole = Math.round(seconds);
    if (whole < 60) return `${whole} s`;
    if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
    return `${Math.floor(whole / 3600)} h ${Math.floor(whole % 3600 / 60)} min`;
  }

  const label = checker => checker.name.replace(/^simulated-device:/, "");
  const family = scenario => scenario.id.split("/")[0];
  const tone = verdict => verdict.deviation ? "bad" : verdict.outcome === "agreed" ? "good" : "doubt";

  // verdicts[checker][scenario id]
  const verdicts = data.checkers.map(c => new Map(c.verdicts.map(v => [v.scenario, v])));
  const titles = new Map(data.scenarios.map(s => [s.id, s.title]));
  // What the ground truth of each scenario rests on, in words.
  const grounds = new Map(data.scenarios.map(s => [s.id, s.grounds]));
  const deviations = data.checkers.flatMap((checker, column) =>
    checker.verdicts.filter(v => v.deviation).map(verdict => ({checker, verdict})));

  function showRun() {
    byId("run").append(
      element("strong", data.summary),
      `. ${count(data.scenarios.length, "scenario")}, ${count(data.checkers.length, "checker")},` +
      ` ${data.started.slice(0, 16).replace("T", " ")} UTC,` +
      ` ${span((Date.parse(data.ended) - Date.parse(data.started)) / 1000)}.`);
  }

  // Columns that only clients on trial have.
  function ofClients(...outcomes) {
    return outcomes.filter(code => data.checkers.some(c => c.counts[code]))
      .map(code => [code.replace("-", " "), c => c.counts[code] ?? 0]);
  }

  function showSummary() {
    const columns = [
      ["deviations", c => c.void === undefined ? c.verdicts.filter(v => v.deviation).length : "void"],
      ["missed", c => c.counts.missed], ...ofClients("accepted", "refused"), ["wrong reason", c => c.counts["wrong-reason"]],
      ["false alarms", c => c.counts["false-alarm"]], ["agreed", c => c.counts.agreed],
      ...ofClients("not-offered"),
      ["known gaps", c => c.counts["known-gap"]], ["cannot see", c => c.counts["cannot-see"]],
      ["not looked at", c => c.notLookedAt], ["time", c => span(c.seconds)]];
    const head = byId("summary").createTHead().insertRow();
    for (const title of ["checker", "version", ...columns.map(c => c[0])]) head.append(heading(title, "col"));
    const body = byId("summary").createTBody();
    for (const checker of data.checkers) {
      const row = body.insertRow();
      row.append(heading(checker.name, "row"), element("td", checker.version));
      for (const [, value] of columns) row.append(element("td", value(checker), "number"));
    }
  }

  function showVoids() {
    for (const checker of data.checkers.filter(c => c.void !== undefined)) {
      byId("voids").append(element("li", checker.void));
    }
    for (const checker of data.checkers.filter(c => c.open)) {
      byId("voids").append(element("li", `${checker.name}: ${checker.open}`, "open"));
    }
  }

  // The matrix's column of the first checker: before it come the scenario's id and title.
  const FIRST = 2;

  // The matrix's rows with what the filters ask of them, and its cells by row and column.
  const rows = [];

  function showMatrix() {
    const head = byId("matrix").createTHead().insertRow();
    head.append(heading("scenario", "col"), heading("what it is", "col"));
    head.cells[1].className = "title";
    for (const checker of data.checkers) head.append(heading(label(checker), "col"));
    const body = byId("matrix").createTBody();
    for (const scenario of data.scenarios) {
      const row = body.insertRow();
      const name = heading(scenario.id, "row");
      name.title = scenario.title;
      row.append(name, element("td", scenario.title, "title"));
      const own = verdicts.map(column => column.get(scenario.id));
      const buttons = own.map((verdict, column) => {
        const cell = row.insertCell();
        if (!verdict) {
          cell.textContent = "–";
          return null;
        }
        const button = element("button", verdict.outcome, tone(verdict));
        button.type = "button";
        button.tabIndex = -1;
        button.addEventListener("click", () => showEvidence(data.checkers[column], scenario, verdict));
        cell.append(button);
        return button;
      });
      const words = own.map(v => v ? `${v.explanation}\n${v.actual}`.toLowerCase() : "");
      rows.push({row, scenario, own, buttons, words, name: `${scenario.id}\n${scenario.title}`.toLowerCase()});
    }
    makeReachable();
    body.addEventListener("keydown", move);
    body.addEventListener("focusin", event => event.target.tagName === "BUTTON" && makeReachable(event.target));
  }

  /** One cell at a time can be reached with Tab, the rest from there with the arrow keys. */
  let reachable = null;
  function makeReachable(button) {
    if (reachable) reachable.tabIndex = -1;
    reachable = button || visibleButtons()[0]?.find(b => b) || null;
    if (reachable) reachable.tabIndex = 0;
  }

  const visibleButtons = () => rows.filter(r => !r.row.hidden)
    .map(r => r.buttons.filter((b, column) => !r.row.cells[column + FIRST].hidden));

  function move(event) {
    const step = {ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1]}[event.key];
    if (!step || event.target.tagName !== "BUTTON") return;
    event.preventDefault();
    const grid = visibleButtons();
    let y = grid.findIndex(row => row.includes(event.target));
    let x = grid[y].indexOf(event.target);
    do {
      y += step[0];
      x += step[1];
    } while (grid[y] && x >= 0 && x < grid[y].length && !grid[y][x]);
    grid[y]?.[x]?.focus();
  }

  function filter() {
    const wanted = {
      family: byId("family").value, outcome: byId("outcome").value, checker: byId("checker").value,
      text: byId("text").value.trim().toLowerCase()};
    const columns = data.checkers.map(checker => !wanted.checker || checker.name === wanted.checker);
    const fits = verdict => !wanted.outcome ||
      (verdict && (wanted.outcome === "deviation" ? verdict.deviation : verdict.outcome === wanted.outcome));
    let shown = 0;
    for (const {row, scenario, own, words, name} of rows) {
      const visible = (!wanted.family || family(scenario) === wanted.family)
        && own.some((verdict, column) => columns[column] && fits(verdict)
          && (!wanted.text || name.includes(wanted.text) || words[column].includes(wanted.text)));
      row.hidden = !visible;
      shown += visible;
      columns.forEach((on, column) => row.cells[column + FIRST].hidden = !on);
    }
    columns.forEach((on, column) => byId("matrix").tHead.rows[0].cells[column + FIRST].hidden = !on);
    byId("shown").textContent = `${shown} of ${count(rows.length, "scenario")}`;
    makeReachable();
  }

  function showFilters() {
    [...new Set(data.scenarios.map(family))].sort().forEach(name => option(byId("family"), name));
    const present = new Set(data.checkers.flatMap(c => c.verdicts.map(v => v.outcome)));
    data.outcomes.filter(o => present.has(o.code)).forEach(o => option(byId("outcome"), o.code));
    data.checkers.forEach(c => option(byId("checker"), c.name));
    for (const id of ["family", "outcome", "checker", "text"]) byId(id).addEventListener("input", filter);
    for (const {code, meaning} of data.outcomes.filter(o => present.has(o.code))) {
      const entry = element("div");
      entry.append(element("dt", code), element("dd", meaning));
      byId("legend").append(entry);
    }
    if (deviations.length > 0) byId("outcome").value = "deviation";
    filter();
  }

  function showDeviations() {
    if (deviations.length === 0) {
      byId("deviations").parentElement.replaceWith(element("p", "None."));
      document.querySelector("main").append(byId("deviations-section"));
    }
    for (const {checker, verdict} of deviations) {
      const item = element("li");
      item.append(element("strong", verdict.scenario), ` (${titles.get(verdict.scenario)}) by ${checker.name} `,
        element("span", verdict.outcome, "tag bad"), ` ${verdict.explanation}`);
      const facts = element("dl", undefined, "grounds");
      for (const {name, text} of grounds.get(verdict.scenario)) {
        const entry = element("div");
        entry.append(element("dt", name), element("dd", text));
        facts.append(entry);
      }
      if (facts.children.length > 0) item.append(facts);
      byId("deviations").append(item);
    }
  }

  function fact(name, texts, quoted) {
    const present = texts.filter(text => text);
    if (present.length === 0) return;
    byId("evidence-facts").append(element("dt", name));
    for (const text of present) {
      const value = element("dd");
      value.append(quoted ? element("pre", text) : text);
      byId("evidence-facts").append(value);
    }
  }

  /** A scanner connects dozens of times, and mostly to the same end. */
  function folded(lines) {
    const runs = [];
    for (const line of lines) {
      const last = runs[runs.length - 1];
      if (last && last.line === line) last.times++;
      else runs.push({line, times: 1});
    }
    return runs.map(({line, times}) => times === 1 ? line : `${line} (${times} times)`).join("\n");
  }

  /** The violation codes that a verdict is about. */
  function codes(verdict) {
    return [...new Set([...verdict.missed, ...verdict.falseAlarms, ...verdict.findings.map(f => f.violation)])];
  }

  /** A document that a rule rests on, with a link to it if it has a URL. */
  function citation({title, url, detail}) {
    const made = element("span");
    if (url) {
      const link = element("a", title);
      link.href = url;
      made.append(link);
    } else {
      made.append(title);
    }
    if (detail) made.append(`: ${detail}`);
    return made;
  }

  function showEvidence(checker, scenario, verdict) {
    byId("evidence-title").replaceChildren(
      `${scenario.id} by ${checker.name} `, element("span", verdict.outcome, `tag ${tone(verdict)}`));
    byId("evidence-scenario").textContent = scenario.title;
    byId("evidence-facts").replaceChildren();
    fact("Verdict", [verdict.explanation]);
    fact("Expected", [verdict.expected]);
    fact("Actual", [verdict.actual]);
    for (const {name, text} of grounds.get(scenario.id)) {
      fact(name.charAt(0).toUpperCase() + name.slice(1), [text]);
    }
    fact("REFUSED", [verdict.refused], true);
    fact("Evidence", verdict.findings.map(f => `${f.violation}: ${f.evidence}`), true);
    for (const code of codes(verdict)) {
      fact(`Sources of ${code}`, (data.sources[code] || []).map(citation));
    }
    fact("Note", [verdict.note]);
    fact("Server's journal", [folded(verdict.journal || [])], true);
    fact("Checker's output", [verdict.output], true);
    fact("Time", [span(verdict.seconds)]);
    byId("evidence").showModal();
  }

  byId("close").addEventListener("click", () => byId("evidence").close());
  showRun();
  showSummary();
  showVoids();
  showMatrix();
  showFilters();
  showDeviations();
})();
