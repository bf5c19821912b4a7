// SPDX-License-Identifier: BSL-1.0
// The search. Its index is a script, so that the site also works from a folder, without a server.

const { root } = document.currentScript.dataset;
const input = document.getElementById("site-search");
const list = document.getElementById("site-found");
const MOST = 12;
let entries = null;
let chosen = -1;

input.form.hidden = false;
input.form.addEventListener("submit", (event) => event.preventDefault());

globalThis.leadcoreSearch = (index) => {
  entries = index.map(([title, where, url, text]) => {
    const name = title.toLowerCase();
    return { title, where, url, text, name, last: name.split("::").pop(), all: `${name} ${where} ${text}`.toLowerCase() };
  });
  show();
};

function load() {
  if (!document.getElementById("site-index")) {
    document.head.append(Object.assign(document.createElement("script"), { id: "site-index", src: `${root}search_index.js` }));
  }
}

/** How well an entry answers; -Infinity if it does not have every word. */
function score(entry, asked, words) {
  if (!words.every((word) => entry.all.includes(word))) {
    return -Infinity;
  }
  const isMember = entry.where.startsWith("member");
  let points = 1 + 20 * words.filter((word) => entry.name.includes(word)).length;
  if (entry.name === asked) {
    points += 1000;
  } else if (entry.last === asked) {
    points += isMember ? 300 : 800;
  } else if (entry.last.startsWith(asked)) {
    points += isMember ? 150 : 400;
  } else if (entry.name.includes(asked)) {
    points += 200;
  } else if (entry.all.includes(asked)) {
    points += 40;
  }
  return points - entry.title.length / 100 - (entry.where === "Changelog" ? 50 : 0);
}

function part(name, text, properties = {}) {
  return Object.assign(document.createElement(name), { textContent: text, ...properties });
}

function show() {
  const asked = input.value.trim().toLowerCase().replace(/^leadcore::/, "");
  const words = asked.split(/\s+/).filter(Boolean);
  const found = entries === null || words.length === 0 ? [] : entries
    .map((entry) => ({ entry, points: score(entry, asked, words) }))
    .filter(({ points }) => points > -Infinity)
    .sort((a, b) => b.points - a.points)
    .slice(0, MOST);
  chosen = -1;
  list.replaceChildren(...found.map(({ entry }, at) => {
    const option = part("li", "", { id: `site-found-${at}`, role: "option" });
    option.setAttribute("aria-selected", "false");
    option.dataset.url = root + entry.url;
    const near = Math.max(0, entry.text.toLowerCase().indexOf(words[0]) - 40);
    option.append(part("strong", entry.title), " ", part("small", entry.where),
      part("small", (near > 0 ? "... " : "") + entry.text.slice(near, near + 160), { className: "text" }));
    return option;
  }));
  if (entries !== null && words.length > 0 && found.length === 0) {
    const option = part("li", "Nothing has all of these words.", { role: "option" });
    option.setAttribute("aria-disabled", "true");
    list.append(option);
  }
  list.hidden = list.children.length === 0;
  input.setAttribute("aria-expanded", String(!list.hidden));
  input.removeAttribute("aria-activedescendant");
}

function choose(at) {
  const options = [...list.querySelectorAll("[data-url]")];
  if (options.length === 0) {
    return;
  }
  chosen = (at + options.length) % options.length;
  options.forEach((option, index) => option.setAttribute("aria-selected", String(index === chosen)));
  options[chosen].scrollIntoView({ block: "nearest" });
  input.setAttribute("aria-activedescendant", options[chosen].id);
}

function close() {
  list.hidden = true;
  input.setAttribute("aria-expanded", "false");
}

function go(option) {
  if (option?.dataset.url) {
    close();
    location.href = option.dataset.url;
  }
}

input.addEventListener("focus", load);
input.addEventListener("input", show);
input.addEventListener("keydown", (event) => {
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    choose(event.key === "ArrowDown" ? chosen + 1 : Math.max(chosen, 0) - 1);
  } else if (event.key === "Enter") {
    go(list.children[Math.max(chosen, 0)]);
  } else if (event.key === "Escape") {
    close();
  }
});
input.addEventListener("blur", () => setTimeout(close, 150));
list.addEventListener("mousedown", (event) => {
  event.preventDefault();
  go(event.target.closest("[data-url]"));
});
document.addEventListener("keydown", (event) => {
  if (event.key === "/" && !event.ctrlKey && !event.metaKey && !/^(input|textarea|select)$/i.test(event.target.tagName)) {
    event.preventDefault();
    input.focus();
  }
});
