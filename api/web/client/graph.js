// The graph of a window of days: sigma draws what /graph.json gives; a slider moves through time.
import { MultiGraph } from "graphology";
import forceAtlas2 from "graphology-layout-forceatlas2";
import Sigma from "sigma";

const DAY = 86400000;
const WIDER = 1.8; // the drawing is a landscape
const LONGEST = 38; // characters of a label that stands by itself
const NEAR = 0.55; // of the camera: nearer than this, events bear their names
const box = document.querySelector("[data-network]");
if (box) start(box).catch(failed);

function failed(error) {
  box.hidden = true;
  document.querySelector("#graph-fails").hidden = false;
  document.querySelector("#graph-said").textContent = error.message;
}

async function start(box) {
  if (!document.createElement("canvas").getContext("webgl2")) throw new Error("WebGL 2");
  const answer = await fetch(box.dataset.network);
  if (!answer.ok) throw new Error(`${answer.status} ${box.dataset.network}`);
  const data = await answer.json();
  box.hidden = false;
  for (const one of document.querySelectorAll("[data-needs-script]")) one.hidden = false;
  for (const one of document.querySelectorAll("[data-without-script]")) one.hidden = true;
  show(box, read(data));
}

// Only what is drawn is taken over: an attribute of another name could mean something to sigma.
function read(data) {
  const graph = new MultiGraph();
  for (const { key, attributes: a } of data.nodes) {
    graph.addNode(key, { label: a.label, x: a.x, y: a.y, size: Math.max(3, a.size * 0.55), color: a.color, kind: a.kind,
      spells: spells(a.spells), when: a.edtf ?? "", status: a.status ?? "" });
  }
  for (const { key, source, target, attributes: a } of data.edges) {
    graph.addEdgeWithKey(key, source, target, { size: Math.min(6, 0.5 + Math.log2(1 + (a.weight ?? 1))), spells: spells(a.spells), kind: a.kind });
  }
  spread(graph);
  return graph;
}

// From the places in the file, which are always the same, to a network whose ties are short: always the same too.
function spread(graph) {
  if (graph.order < 3 || graph.order > 1500) return;
  const settings = { ...forceAtlas2.inferSettings(graph), gravity: 0.4, scalingRatio: 30, adjustSizes: true, linLogMode: false };
  graph.forEachNode((node, a) => graph.mergeNodeAttributes(node, { x: a.x / 20, y: a.y / 20 }));
  forceAtlas2.assign(graph, { iterations: graph.order < 300 ? 400 : 120, settings });
  graph.forEachNode((node, a) => graph.setNodeAttribute(node, "x", a.x * WIDER));
}

const short = (label) => (label.length > LONGEST ? `${label.slice(0, LONGEST - 1)}…` : label);

function spells(pairs) {
  return (pairs ?? []).map(([from, to]) => [from ? Date.parse(from) / DAY : -Infinity, to ? Date.parse(to) / DAY : Infinity]);
}

function show(box, graph) {
  const style = getComputedStyle(document.documentElement);
  const ink = style.getPropertyValue("--ink").trim(), line = style.getPropertyValue("--line").trim();
  const state = { from: -Infinity, to: Infinity, over: null, near: new Set(), ratio: 1 };
  const is_then = (attributes) => state.from === -Infinity && state.to === Infinity
    ? true : attributes.spells.some(([from, to]) => from <= state.to && to >= state.from);
  const taken = []; // where names stand in this frame
  const sigma = new Sigma(graph, box, {
    labelColor: { color: ink }, labelFont: getComputedStyle(document.body).fontFamily, labelSize: 12,
    labelRenderedSizeThreshold: 4, labelDensity: 1.2, labelGridCellSize: 110, defaultEdgeColor: line, zIndex: true, allowInvalidContainer: true,
    defaultDrawNodeLabel: (context, data, settings) => labelled(context, data, settings, style, taken),
    defaultDrawNodeHover: (context, data, settings) => hovered(context, data, settings, style),
    nodeReducer: (node, a) => {
      if (!is_then(a)) return { ...a, hidden: true };
      if (state.over && node !== state.over && !state.near.has(node)) return { ...a, color: line, label: "", zIndex: 0 };
      if (node === state.over) return { ...a, zIndex: 2, forceLabel: true };
      const named = a.kind !== "event" && a.kind !== "claim" || state.near.has(node) || state.ratio < NEAR;
      return { ...a, zIndex: 1, label: named ? short(a.label) : "" };
    },
    edgeReducer: (edge, a) => {
      if (!is_then(a)) return { ...a, hidden: true };
      if (state.over && !graph.hasExtremity(edge, state.over)) return { ...a, hidden: true };
      return state.over ? { ...a, color: ink } : a;
    },
  });
  sigma.on("beforeRender", () => { taken.length = 0; });
  const said = document.querySelector("#graph-said");
  const choose = (node) => {
    state.over = node;
    state.near = new Set(node ? graph.neighbors(node) : []);
    said.replaceChildren();
    if (node) {
      const link = document.createElement("a");
      link.href = address(box, node);
      link.textContent = graph.getNodeAttribute(node, "label");
      said.append(link, ` ${graph.getNodeAttribute(node, "when")} · ${state.near.size}`);
    }
    sigma.refresh({ skipIndexation: true });
  };
  sigma.on("enterNode", ({ node }) => choose(node));
  sigma.on("clickStage", () => choose(null));
  sigma.on("clickNode", ({ node }) => { location.href = address(box, node); });
  slide(graph, state, sigma);
  const camera = sigma.getCamera();
  camera.on("updated", ({ ratio }) => {
    const crossed = (state.ratio < NEAR) !== (ratio < NEAR);
    state.ratio = ratio;
    if (crossed) sigma.refresh({ skipIndexation: true });
  });
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 200;
  document.querySelector("#graph-in")?.addEventListener("click", () => camera.animatedZoom({ duration: still }));
  document.querySelector("#graph-out")?.addEventListener("click", () => camera.animatedUnzoom({ duration: still }));
  document.querySelector("#graph-all")?.addEventListener("click", () => camera.animatedReset({ duration: still }));
  window.amurGraph = { graph, sigma, state, choose };
}

// Where a name may begin, the best first: right of its node, left of it, above, below; never outside the drawing.
function places(context, data, wide) {
  const most = context.canvas.clientWidth - wide, away = data.size + 4;
  const middle = Math.min(Math.max(0, data.x - wide / 2), most);
  const beside = [[data.x + away, data.y + 4], [data.x - away - wide, data.y + 4]];
  return [...beside.filter(([x]) => x >= 0 && x <= most), [middle, data.y - away - 2], [middle, data.y + away + 10]];
}

// A name at the first place where no other stands, none where there is no such place; with the colour of the paper
// around it, so that lines pass behind.
function labelled(context, data, settings, style, taken) {
  if (!data.label) return;
  context.font = `${settings.labelSize}px ${settings.labelFont}`;
  const wide = context.measureText(data.label).width, high = settings.labelSize + 2;
  const free = ([x, y]) => !taken.some((t) => x < t.x + t.wide && t.x < x + wide && y < t.y + high && t.y < y + high);
  const place = places(context, data, wide).find(free);
  if (!place) return;
  const [x, y] = place;
  taken.push({ x, y, wide });
  context.lineWidth = 4; context.lineJoin = "round";
  context.strokeStyle = style.getPropertyValue("--paper");
  context.strokeText(data.label, x, y);
  context.fillStyle = style.getPropertyValue("--ink");
  context.fillText(data.label, x, y);
}

function hovered(context, data, settings, style) {
  const words = data.label ?? "";
  context.font = `600 ${settings.labelSize + 1}px ${settings.labelFont}`;
  const wide = context.measureText(words).width, [at] = places(context, data, wide)[0];
  context.fillStyle = style.getPropertyValue("--paper");
  context.fillRect(at - 2, data.y - 10, wide + 6, 20);
  context.fillStyle = style.getPropertyValue("--ink");
  context.fillText(words, at, data.y + 4);
}

function address(box, node) {
  const [kind, id] = [node.slice(0, node.indexOf(":")), node.slice(node.indexOf(":") + 1)];
  const plain = id.replace(/\/rendition$/, "");
  return box.dataset.thing.replace("KIND", `${kind}s`).replace("ID", encodeURIComponent(plain));
}

function slide(graph, state, sigma) {
  const until = document.querySelector("#graph-until"), length = document.querySelector("#graph-length");
  const days = [];
  graph.forEachNode((_, { spells }) => spells.forEach(([from, to]) => days.push(from, to)));
  const known = days.filter(Number.isFinite);
  if (!known.length) return;
  const [first, last] = [known.reduce((a, b) => Math.min(a, b)), known.reduce((a, b) => Math.max(a, b))];
  until.min = first; until.max = last; until.value = last;
  const shown = document.querySelector("#graph-day");
  const lang = document.documentElement.lang.replace(/^en$/, "en-GB");
  const move = () => {
    const all = length.value === "all";
    state.to = all && Number(until.value) >= last ? Infinity : Number(until.value);
    state.from = all ? -Infinity : state.to - Number(length.value) + 1;
    const words = new Date(Number(until.value) * DAY).toLocaleDateString(lang, { dateStyle: "long", timeZone: "UTC" });
    shown.textContent = words;
    until.setAttribute("aria-valuetext", words);
    sigma.refresh({ skipIndexation: true });
  };
  until.addEventListener("input", move);
  length.addEventListener("change", move);
  move();
}
