/** Draws what the main process tells: bars while it works, figures at the end, notes when something is to be known. */
const bars = new Map();
const place = (id) => document.getElementById(id);

function showProgress(name, share) {
  let bar = bars.get(name);
  if (bar === undefined) {
    const label = document.createElement("label");
    label.textContent = name;
    bar = document.createElement("progress");
    bar.max = 1;
    label.append(bar);
    place("bars").append(label);
    bars.set(name, bar);
  }
  bar.value = share;
}

function showFigures(figures) {
  const rows = [
    ["Training", `${figures.trainSeconds.toFixed(1)} s`],
    ["Image", `${figures.imageBytes} bytes`],
    ["Takes tested", `${figures.tested}: ${figures.missed} missed, ${figures.confused} confused`],
    ["Wrong activations", `${figures.wrongActivations} in ${(figures.hours * 60).toFixed(1)} minutes of everyday sound`],
    ["Event to action", figures.eventToActionMs === null ? "–" : `${figures.eventToActionMs} ms`],
  ];
  for (const [name, value] of rows) {
    const term = document.createElement("dt");
    const text = document.createElement("dd");
    term.textContent = name;
    text.textContent = value;
    place("figures").append(term, text);
  }
}

function showNote(text) {
  const note = document.createElement("p");
  note.textContent = text;
  place("notes").append(note);
}

globalThis.beckon.onMessage((message) => {
  if (message.kind === "progress") showProgress(message.name, message.share);
  if (message.kind === "figures") showFigures(message.figures);
  if (message.kind === "note") showNote(message.text);
});
