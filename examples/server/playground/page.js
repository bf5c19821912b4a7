// SPDX-License-Identifier: BSL-1.0
// Sends the form to the endpoint and shows the answer. Everything that comes from a form or a
// server is text: no markup is made of it. The token is kept in memory only.

const at = (id) => document.getElementById(id);
const form = at("request");
const inputs = [...form.querySelectorAll("input, select")];
const session = { token: "", ends: 0 };
let latest = 0; // the number of the last request; answers to earlier ones are dropped

function element(name, text, className = "") {
  const made = document.createElement(name);
  made.textContent = text;
  made.className = className;
  return made;
}

/* JSON in colours, as it was received */
const TOKEN = /("(?:\\.|[^"\\])*")(\s*:)?|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/g;
function showJson(pre, text) {
  const parts = [];
  let end = 0;
  for (const found of text.matchAll(TOKEN)) {
    const [whole, string, colon] = found;
    const kind = colon ? "key" : string ? "string" : /[a-z]/.test(whole[0]) ? "literal" : "number";
    parts.push(text.slice(end, found.index), element("span", string ?? whole, kind), colon ?? "");
    end = found.index + whole.length;
  }
  pre.replaceChildren(...parts, text.slice(end));
  pre.scrollTo(0, 0);
}

/* the request */
function target() {
  const query = new URLSearchParams(inputs.filter((each) => each.value !== "").map((each) => [each.name, each.value])).toString();
  return at("path").textContent + (query === "" ? "" : `?${query}`);
}
const quoted = (text) => `'${text.replaceAll("'", "'\\''")}'`;
function showRequest() {
  at("curl").textContent = `curl -H ${quoted(`Authorization: Bearer ${session.token || "API_KEY"}`)} \\\n  ${quoted(location.origin + target())}`;
}

/* problems beside the inputs that caused them */
function showError(input, text) {
  const shown = at(`${input.id}-error`);
  shown.textContent = text;
  shown.hidden = text === "";
  if (text === "") {
    input.removeAttribute("aria-invalid");
  } else {
    input.setAttribute("aria-invalid", "true");
  }
}
const capitalised = (text) => text.charAt(0).toUpperCase() + text.slice(1);
function explain(problem) {
  const allowed = problem.allowed ? ` Allowed: ${problem.allowed}.` : "";
  return `${capitalised(problem.detail)}.${allowed}`.replaceAll("..", ".");
}

/* the answer */
function showStatus(className, status, rest) {
  at("status").replaceChildren(element("span", status, className), rest);
}
function showPages(pagination) {
  at("pages").hidden = !pagination;
  if (!pagination) {
    return;
  }
  const { page, totalPages, total, hasNextPage, hasPrevPage } = pagination;
  const targets = { first: [1, hasPrevPage], previous: [Math.max(1, Math.min(page - 1, totalPages)), hasPrevPage], next: [page + 1, hasNextPage], last: [totalPages, hasNextPage] };
  for (const button of at("pages").querySelectorAll("button")) {
    const [to, exists] = targets[button.dataset.page];
    button.value = to;
    button.setAttribute("aria-disabled", String(!exists)); // keeps the focus, unlike disabled
  }
  at("page-of").textContent = `Page ${page} of ${totalPages}, ${total} in all`;
}
function showAnswer(answer, text, milliseconds) {
  let content = {};
  try {
    content = JSON.parse(text);
  } catch {
    // shown as it is
  }
  const size = new TextEncoder().encode(text).length;
  showStatus(answer.ok ? "good" : "bad", `${answer.status} ${answer.statusText}`, ` · ${milliseconds.toFixed(0)} ms · ${size.toLocaleString("en")} bytes`);
  at("headers").hidden = false;
  at("headers").querySelector("dl").replaceChildren(...[...answer.headers].flatMap(([name, value]) => [element("dt", name), element("dd", value)]));
  at("body").hidden = false;
  showJson(at("body"), text);
  showPages(answer.ok ? content.pagination : undefined);

  for (const input of inputs) {
    const own = (content.errors ?? []).filter((each) => each.parameter === input.name);
    showError(input, own.map(explain).join(" "));
  }
  const credential = at("member") ?? at("key");
  const isRefused = answer.status === 401 || answer.status === 403;
  const reason = isRefused ? `${session.token === "" ? "Sign in first" : "Sign in again"}: ${content.detail}` : "";
  if (isRefused && at("member")) {
    signOut();
  }
  showError(credential, reason);
  const wrong = isRefused ? credential : inputs.find((each) => each.hasAttribute("aria-invalid"));
  if (wrong) {
    wrong.focus();
  } else if (at("answer").getBoundingClientRect().top > innerHeight / 2) {
    at("answer").scrollIntoView(); // where it is below the form
  }
}
async function send() {
  const number = ++latest;
  showStatus("", "Sending", " …");
  const headers = session.token === "" ? {} : { Authorization: `Bearer ${session.token}` };
  const begin = performance.now();
  try {
    const answer = await fetch(target(), { headers, cache: "no-store", credentials: "omit", signal: AbortSignal.timeout(30_000) });
    const text = await answer.text();
    if (number === latest) {
      showAnswer(answer, text, performance.now() - begin);
    }
  } catch (error) {
    if (number === latest) {
      showStatus("bad", "No answer", error.name === "TimeoutError" ? " within 30 s" : ": the server cannot be reached");
    }
  }
}

/* signing in */
function showSession(name) {
  at("sign-in").hidden = name !== "";
  at("session").hidden = name === "";
  at("session-name").textContent = name;
  showRequest();
}
function signOut() {
  const hadFocus = at("session").contains(document.activeElement);
  session.token = "";
  showSession("");
  showError(at("member"), "");
  if (hadFocus) {
    at("member").focus();
  }
}
const post = (path, content) =>
  fetch(path, { method: "POST", cache: "no-store", credentials: "omit", headers: { "Content-Type": "application/json" }, body: JSON.stringify(content) });
async function signIn() {
  const member = at("member");
  const option = member.selectedOptions[0];
  try {
    const answer = await post("/docs/leads/token", { organisation: option.dataset.organisation, member: option.value });
    const given = await answer.json();
    if (!answer.ok) {
      showError(member, `${given.detail}`);
      member.focus();
      return;
    }
    session.token = given.accessToken;
    session.ends = performance.now() + given.expiresIn * 1000;
    showError(member, "");
    showSession(`${option.dataset.name}, ${option.parentElement.label}`);
    countDown();
    at("sign-out").focus();
  } catch {
    showError(member, "The server cannot be reached.");
  }
}
function countDown() {
  const left = Math.max(0, Math.ceil((session.ends - performance.now()) / 1000));
  at("session-left").textContent = `Test token, ${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")} left`;
  if (left === 0) {
    signOut();
    showError(at("member"), "Sign in again: the test token has expired.");
  }
}

if (at("member")) {
  at("sign-in").addEventListener("submit", (event) => {
    event.preventDefault();
    signIn();
  });
  at("sign-out").addEventListener("click", () => {
    post("/docs/leads/token/revoke", { token: session.token }).catch(() => {}); // it expires anyway
    signOut();
  });
  setInterval(() => session.token !== "" && countDown(), 1000);
} else {
  at("key").addEventListener("input", () => {
    session.token = at("key").value.trim();
    showRequest();
  });
}
form.addEventListener("submit", (event) => {
  event.preventDefault();
  send();
});
form.addEventListener("input", (event) => {
  showError(event.target, "");
  showRequest();
});
form.addEventListener("reset", () => {
  inputs.forEach((each) => showError(each, ""));
  queueMicrotask(showRequest); // after the inputs are empty
});
at("pages").addEventListener("click", ({ target: button }) => {
  if (button.value && button.getAttribute("aria-disabled") === "false") {
    form.elements.page.value = button.value;
    showRequest();
    send();
  }
});
at("copy").addEventListener("click", async () => {
  try {
    await navigator.clipboard.writeText(at("curl").textContent);
    at("copy").textContent = "Copied";
    setTimeout(() => (at("copy").textContent = "Copy"), 2000);
  } catch { // plain HTTP on another machine: leave the text selected
    getSelection().selectAllChildren(at("curl"));
  }
});
showJson(at("example"), at("example").textContent);
showRequest();
