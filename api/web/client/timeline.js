// The timeline: events on a canvas, as precise as their dates are known, in lanes; with d3-zoom, and by keys alone.
import { select } from "d3-selection";
import { zoom, zoomIdentity } from "d3-zoom";

const DAY = 86400000;
const ROOMY = 14, TIGHT = 9; // pixels from row to row within a lane, for few events and for many
const MOST_PIXELS = 1000; // that all lanes may take together, unless each has only a few rows
const HEAD = 24; // of the axis
const LABEL = 20; // of a lane's name
const MOST_LANES = 14;
const [THROUGHOUT, WITHIN, SINCE] = [0, 1, 2];

const box = document.querySelector("[data-timeline]");
if (box) start(box);

async function start(box) {
  const answer = await fetch(box.dataset.timeline);
  if (!answer.ok) throw new Error(`${answer.status} for ${box.dataset.timeline}`);
  const data = await answer.json();
  box.hidden = false;
  for (const one of document.querySelectorAll("[data-needs-script]")) one.hidden = false;
  for (const one of document.querySelectorAll("[data-without-script]")) one.hidden = true;
  const drawing = new Drawing(box, data);
  window.amurTimeline = drawing; // for measuring
}

class Drawing {
  constructor(box, data) {
    this.box = box;
    this.data = data;
    this.lang = document.documentElement.lang.replace(/^en$/, "en-GB");
    this.canvas = box.querySelector("canvas");
    this.context = this.canvas.getContext("2d");
    this.said = document.querySelector("#timeline-said");
    this.marks = data.events.map(toMark).sort((a, b) => a.from - b.from || a.to - b.to);
    const days = this.marks.flatMap((m) => [m.open & 1 ? m.to : m.from, m.open & 2 ? m.from : m.to]);
    this.first = days.reduce((least, day) => Math.min(least, day), Infinity);
    this.last = days.reduce((most, day) => Math.max(most, day), -Infinity) + 1;
    if (!this.marks.length) [this.first, this.last] = [0, 1];
    if (box.dataset.from) { // the days asked for; what reaches beyond them is cut at the edge
      this.first = Date.parse(box.dataset.from) / DAY;
      this.last = Date.parse(box.dataset.to) / DAY + 1;
    }
    const margin = Math.max(0.5, (this.last - this.first) * 0.02);
    this.first -= margin;
    this.last += margin;
    this.frame = 0;
    this.chosen = -1;
    this.order = [];
    this.lay(box.dataset.lanes);
    this.listen();
    this.paint = this.paint.bind(this);
    this.resize();
  }

  lay(by) {
    const { sources, types } = this.data;
    const key = by === "type" ? (m) => [m.type] : (m) => m.sources;
    const names = by === "type" ? types : sources;
    const counts = new Map();
    for (const mark of this.marks) for (const lane of key(mark)) counts.set(lane, (counts.get(lane) ?? 0) + 1);
    const ranked = [...counts].sort((a, b) => b[1] - a[1]).map(([lane]) => lane);
    const kept = new Map(ranked.slice(0, MOST_LANES).map((lane, place) => [lane, place]));
    this.lanes = [...kept.keys()].map((lane) => ({ name: names[lane], count: counts.get(lane), marks: [], rows: 1 }));
    if (ranked.length > kept.size) this.lanes.push({ name: this.box.dataset.others, count: 0, marks: [], rows: 1 });
    for (const mark of this.marks) {
      for (const place of new Set(key(mark).map((lane) => kept.get(lane) ?? this.lanes.length - 1))) {
        this.lanes[place].marks.push(mark);
      }
    }
    this.row = this.marks.length > 1500 ? TIGHT : ROOMY;
    const most = Math.max(6, Math.min(24, Math.floor(MOST_PIXELS / this.lanes.length / this.row)));
    for (const lane of this.lanes) place(lane, most);
    let top = HEAD;
    for (const lane of this.lanes) {
      lane.top = top;
      top += LABEL + lane.rows * this.row + 6;
    }
    this.height = Math.max(top, 160);
  }

  listen() {
    this.zoom = zoom()
      .scaleExtent([1, Math.max(40, this.last - this.first)])
      .filter((e) => (e.type === "wheel" ? e.ctrlKey || document.activeElement === this.canvas : !e.button))
      .on("zoom", ({ transform }) => { this.view = transform; this.ask(); })
      .on("end", () => this.keepAddress());
    this.view = zoomIdentity;
    select(this.canvas).call(this.zoom).on("dblclick.zoom", null);
    this.canvas.addEventListener("keydown", (e) => this.key(e));
    this.canvas.addEventListener("pointermove", (e) => this.hover(e));
    this.canvas.addEventListener("click", (e) => { this.canvas.focus(); this.hover(e, true); });
    this.canvas.addEventListener("dblclick", () => this.open());
    new ResizeObserver(() => this.resize()).observe(this.box);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.resize());
    for (const [id, act] of [["in", () => this.by(2)], ["out", () => this.by(0.5)], ["all", () => this.all()]]) {
      document.querySelector(`#timeline-${id}`)?.addEventListener("click", act);
    }
  }

  by(factor) { select(this.canvas).call(this.zoom.scaleBy, factor); }
  all() { select(this.canvas).call(this.zoom.transform, zoomIdentity); }

  resize() {
    const ratio = Math.min(window.devicePixelRatio || 1, 2);
    this.width = this.box.clientWidth;
    this.canvas.style.height = `${this.height}px`;
    this.canvas.width = Math.round(this.width * ratio);
    this.canvas.height = Math.round(this.height * ratio);
    this.context.setTransform(ratio, 0, 0, ratio, 0, 0);
    this.zoom.extent([[0, 0], [this.width, this.height]]).translateExtent([[0, 0], [this.width, this.height]]);
    const style = getComputedStyle(document.documentElement);
    this.colour = Object.fromEntries(["paper", "ink", "soft", "line", "differs-ink", "differs", "link", "panel"].map(
      (name) => [name, style.getPropertyValue(`--${name}`).trim()]));
    this.font = getComputedStyle(document.querySelector(".quiet") ?? document.body).fontFamily;
    this.ask();
  }

  ask() { if (!this.asked) this.asked = requestAnimationFrame(this.paint); }

  x(day) { return this.view.applyX(((day - this.first) / (this.last - this.first)) * this.width); }
  day(x) { return this.first + (this.view.invertX(x) / this.width) * (this.last - this.first); }

  paint() {
    this.asked = 0;
    this.frame += 1;
    const { context: c, width, height, colour } = this;
    c.fillStyle = colour.paper;
    c.fillRect(0, 0, width, height);
    this.axis();
    const a_day = this.x(this.first + 1) - this.x(this.first);
    this.stride = Math.ceil(width) + 2;
    this.seen ??= new Uint32Array(0);
    this.spots = [];
    for (const lane of this.lanes) this.lane(lane, a_day);
    if (this.chosen >= 0) this.ring(this.marks[this.chosen]);
    this.order = this.spots;
  }

  lane(lane, a_day) {
    const { context: c, width, colour } = this;
    c.fillStyle = colour.line;
    c.fillRect(0, lane.top, width, 1);
    const base = lane.top + LABEL;
    const need = lane.rows * this.stride;
    if (this.seen.length < need) this.seen = new Uint32Array(need);
    else this.seen.fill(0, 0, need);
    const labelled = a_day > 14;
    for (const mark of lane.marks) {
      const left = mark.open & 1 ? -10 : this.x(mark.from);
      const right = mark.open & 2 ? width + 10 : this.x(mark.to + 1);
      if (right < 0 || left > width) continue;
      const row = mark.rows.get(lane);
      const y = base + row * this.row;
      const wide = right - left;
      if (wide < 5) {
        const pixel = Math.max(0, Math.round((left + right) / 2));
        const spot = row * this.stride + (pixel >> 1);
        if (this.seen[spot]) continue; // what would lie on another dot of this row is not drawn again
        this.seen[spot] = 1;
        this.dot(mark, (left + right) / 2, y + 3);
      } else this.bar(mark, left, right, y);
      this.spots.push(mark, lane, left, right, y);
    }
    c.font = `600 12px ${this.font}`;
    const name = `${lane.name}`;
    c.fillStyle = colour.paper;
    c.globalAlpha = 0.85;
    c.fillRect(0, lane.top + 2, c.measureText(name).width + 10, LABEL - 4);
    c.globalAlpha = 1;
    c.fillStyle = colour.ink;
    c.fillText(name, 4, lane.top + 15);
    if (labelled) this.names(lane, base);
  }

  names(lane, base) {
    const { context: c, width, colour } = this;
    c.font = `11px ${this.font}`;
    c.fillStyle = colour.soft;
    const free = new Array(lane.rows).fill(-Infinity);
    const shown = lane.marks.filter((m) => !(m.open & 3) && this.x(m.to + 1) > 0 && this.x(m.from) < width);
    if (shown.length > 400) return;
    const nextOf = new Array(shown.length).fill(width);
    const latest = new Map();
    for (let i = shown.length - 1; i >= 0; i -= 1) {
      const row = shown[i].rows.get(lane);
      nextOf[i] = latest.get(row) ?? width;
      latest.set(row, this.x(shown[i].from));
    }
    shown.forEach((mark, i) => {
      const row = mark.rows.get(lane);
      const left = Math.max(this.x(mark.to + 1) + 4, free[row]);
      const room = nextOf[i] - left - 6;
      if (room < 40) return;
      const words = shortened(c, mark.label, room);
      c.fillText(words, left, base + row * this.row + 7);
      free[row] = left + c.measureText(words).width + 8;
    });
  }

  dot(mark, x, y) {
    const { context: c, colour } = this;
    if (mark.parted) {
      c.fillStyle = colour["differs-ink"];
      c.fillRect(x - 3.5, y - 3.5, 7, 7);
      return;
    }
    c.fillStyle = colour.ink;
    if (mark.planned) {
      c.strokeStyle = colour.ink;
      c.lineWidth = 1;
      c.strokeRect(x - 2.5, y - 2.5, 5, 5);
    } else c.fillRect(x - 2.5, y - 2.5, 5, 5);
  }

  bar(mark, left, right, y) {
    const { context: c, width, colour } = this;
    const from = Math.max(left, -5), to = Math.min(right, width + 5);
    const main = mark.parted ? colour["differs-ink"] : colour.ink;
    if (mark.kind === THROUGHOUT && !mark.planned) {
      c.fillStyle = main;
      c.fillRect(from, y, to - from, 6);
    } else if (mark.kind >= SINCE) {
      const fade = c.createLinearGradient(mark.open & 1 ? to - 90 : from, 0, mark.open & 1 ? to : from + 90, 0);
      fade.addColorStop(mark.open & 1 ? 1 : 0, main);
      fade.addColorStop(mark.open & 1 ? 0 : 1, "rgba(128,128,128,0.15)");
      c.fillStyle = fade;
      c.fillRect(from, y + 2, to - from, 2);
    } else { // some day within, or a plan: an empty bar, dashed where planned
      c.fillStyle = colour.panel;
      c.fillRect(from, y, to - from, 6);
      c.strokeStyle = main;
      c.lineWidth = 1;
      if (mark.planned) c.setLineDash([3, 2]);
      c.strokeRect(from + 0.5, y + 0.5, to - from - 1, 5);
      c.setLineDash([]);
    }
  }

  ring(mark) {
    const { context: c, colour } = this;
    c.strokeStyle = colour.link;
    c.lineWidth = 2;
    for (const lane of mark.rows.keys()) {
      if (!this.lanes.includes(lane)) continue;
      const left = Math.max(mark.open & 1 ? -20 : this.x(mark.from), -20);
      const right = Math.min(mark.open & 2 ? this.width + 20 : this.x(mark.to + 1), this.width + 20);
      const wide = Math.max(right - left, 6);
      const y = lane.top + LABEL + mark.rows.get(lane) * this.row;
      c.strokeRect((left + right) / 2 - wide / 2 - 3, y - 3, wide + 6, 12);
    }
  }

  axis() {
    const { context: c, width, height, colour } = this;
    c.font = `11px ${this.font}`;
    for (const [day, words, strong] of ticks(this.day(0), this.day(width), width, this.lang)) {
      const x = Math.round(this.x(day)) + 0.5;
      c.strokeStyle = colour.line;
      c.lineWidth = 1;
      c.beginPath();
      c.moveTo(x, strong ? 0 : HEAD - 6);
      c.lineTo(x, height);
      c.stroke();
      c.fillStyle = strong ? colour.ink : colour.soft;
      c.fillText(words, x + 3, 15);
    }
  }

  hover(e, choose = false) {
    const bounds = this.canvas.getBoundingClientRect();
    const x = e.clientX - bounds.left, y = e.clientY - bounds.top;
    let best = null, least = 12;
    for (let i = 0; i < this.order.length; i += 5) {
      const [mark, , left, right, top] = this.order.slice(i, i + 5);
      if (Math.abs(top + 3 - y) > 7) continue;
      const far = x < left ? left - x : x > right ? x - right : 0;
      if (far < least) [best, least] = [mark, far];
    }
    this.canvas.classList.toggle("over", Boolean(best));
    if (best) this.choose(this.marks.indexOf(best), choose);
  }

  choose(place, aloud = true) {
    if (place === this.chosen && !aloud) return;
    this.chosen = place;
    const mark = this.marks[place];
    this.said.replaceChildren();
    if (!mark) return;
    const link = document.createElement("a");
    link.href = this.box.dataset.event.replace("ID", mark.id);
    link.textContent = mark.label;
    const tellers = mark.sources.map((s) => this.data.sources[s]).join(", ");
    this.said.append(`${mark.words}: `, link, ` · ${tellers}`);
    this.ask();
  }

  open() { if (this.chosen >= 0) location.href = this.box.dataset.event.replace("ID", this.marks[this.chosen].id); }

  key(e) {
    const step = this.width / 4 / this.view.k;
    const moves = { ArrowLeft: [step, 0], ArrowRight: [-step, 0] };
    if (e.ctrlKey || e.metaKey || e.altKey) return;
    if (moves[e.key]) select(this.canvas).call(this.zoom.translateBy, ...moves[e.key]);
    else if (e.key === "+" || e.key === "=") this.by(1.6);
    else if (e.key === "-") this.by(1 / 1.6);
    else if (e.key === "Home") this.all();
    else if (e.key === "ArrowDown" || e.key === "ArrowUp") this.step(e.key === "ArrowDown" ? 1 : -1);
    else if (e.key === "Enter") this.open();
    else return;
    e.preventDefault();
  }

  step(by) {
    const low = this.day(0), high = this.day(this.width);
    let place = this.chosen;
    const visible = (m) => m && m.to + 1 >= low && m.from <= high;
    if (!visible(this.marks[place])) place = by > 0 ? this.marks.findIndex(visible) - 1 : this.marks.findLastIndex(visible) + 1;
    const next = Math.min(this.marks.length - 1, Math.max(0, place + by));
    const mark = this.marks[next];
    if (!visible(mark)) {
      const x = ((Math.max(mark.from, this.first) - this.first) / (this.last - this.first)) * this.width;
      select(this.canvas).call(this.zoom.translateTo, x, 0);
    }
    this.choose(next);
  }

  keepAddress() {
    const [low, high] = [this.day(0), this.day(this.width)].map((day) => new Date(Math.floor(day) * DAY).toISOString().slice(0, 10));
    const table = document.querySelector("#timeline-table");
    const address = new URL(location.href);
    address.searchParams.set("on", `${low}/${high}`);
    if (table) table.href = `${address.pathname}${address.search}#table`;
  }
}

// [id, label, from, to, kind, type, sources, differences, planned, words]; days since 1970, null where open
function toMark([id, label, from, to, kind, type, sources, parted, planned, words]) {
  const open = (from === null ? 1 : 0) | (to === null ? 2 : 0);
  return { id, label, from: from ?? to, to: to ?? from, open, kind, type, sources, parted, planned, words, rows: new Map() };
}

// Rows of a lane: the first that is free, measured in days; a lane never grows beyond some rows.
function place(lane, most) {
  const span = lane.marks.length ? lane.marks.at(-1).to - lane.marks[0].from + 1 : 1;
  const gap = span / 400;
  const free = [];
  lane.marks.forEach((mark, index) => {
    let row = free.findIndex((day) => day <= mark.from);
    if (row < 0) row = free.length < most ? free.length : earliest(free, index % most);
    free[row] = Math.max(free[row] ?? -Infinity, mark.to + 1 + gap);
    mark.rows.set(lane, row);
  });
  lane.rows = Math.max(1, free.length);
}

// The row that is free again first; of equals the one from which the search starts.
function earliest(free, start) {
  let best = start;
  for (let step = 1; step < free.length; step += 1) {
    const row = (start + step) % free.length;
    if (free[row] < free[best]) best = row;
  }
  return best;
}

function shortened(c, words, room) {
  if (c.measureText(words).width <= room) return words;
  const letters = [...words];
  let [low, high] = [0, letters.length];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (c.measureText(`${letters.slice(0, middle).join("")}…`).width <= room) low = middle;
    else high = middle - 1;
  }
  return low ? `${letters.slice(0, low).join("")}…` : "";
}

const formats = new Map();
function written(day, lang, form) {
  const key = `${lang} ${JSON.stringify(form)}`;
  if (!formats.has(key)) formats.set(key, new Intl.DateTimeFormat(lang, { ...form, timeZone: "UTC" }));
  return formats.get(key).format(new Date(day * DAY));
}

function* ticks(low, high, width, lang) {
  const date = (day) => new Date(Math.floor(day) * DAY);
  const days = high - low, room = width / days;
  if (room > 26) {
    const step = room > 60 ? 1 : room > 36 ? 2 : 5;
    for (let day = Math.floor(low); day <= high; day += 1) {
      const of_month = date(day).getUTCDate();
      if (of_month === 1 || (of_month - 1) % step === 0) yield [day, written(day, lang, of_month === 1 ? { day: "numeric", month: "short", year: "numeric" } : { day: "numeric", month: room > 60 ? "short" : undefined }), of_month === 1];
    }
    return;
  }
  const months = room * 30 > 34;
  const every = months ? (room * 30 > 60 ? 1 : 3) : 12 * Math.max(1, Math.ceil(50 / (room * 365)));
  let year = date(low).getUTCFullYear(), month = 0;
  if (!months) year -= year % (every / 12);
  for (;;) {
    const day = Date.UTC(year, month, 1) / DAY;
    if (day > high) return;
    if (day >= low) yield [day, written(day, lang, month === 0 ? { year: "numeric" } : { month: "short" }), month === 0];
    month += every;
    year += Math.floor(month / 12);
    month %= 12;
  }
}
