"""Turns a trained student into the int8 backbone that ships. Usage: export.py DATA_FOLDER full|small OUT.json

Folds batch normalisation, keeps the OUTPUTS linear discriminants between words (folded into the last layer), chooses
activation ranges from streams at three levels, and quantises: weights symmetric per output channel, activations per tensor, biases int32. Writes the layers in the
order of firmware-gen/network's Network type, and a few frames with the float answer for a test."""

import base64
import json
import sys
from pathlib import Path

import numpy as np
import torch

import front_end
from student import Layer, Residual, Student, cost
from train import log_power

OUTPUTS = 48  # values of a vector that ship: half say nothing more about words
CLIP = 0.9999  # share of the values that the range of an activation holds
SETTLED = 25   # steps until the past is sound, no longer the zeros before the stream


def fold(layer):
    """(weight, bias) of a layer with its batch normalisation worked in."""
    weight = layer.weight.detach().double()
    if layer.norm is None:
        return weight, layer.bias.detach().double()
    norm = layer.norm
    gain = norm.weight.detach().double() / torch.sqrt(norm.running_var.double() + norm.eps)
    weight = weight * (gain if layer.depthwise else gain.reshape(-1, *[1] * (weight.dim() - 1)))
    return weight, norm.bias.detach().double() - norm.running_mean.double() * gain


def word_thirds(model, streams, marks):
    """{(word, person): {clip: [(3, 96) mean vectors of a word's thirds, one per copy]}} of real repeated takes."""
    takes = {}
    for _, _, _, word, person, clip in marks:
        takes.setdefault((word, person), set()).add(clip)
    groups = {}
    rows = [mark for mark in marks if len(takes[mark[3], mark[4]]) > 1]
    for row in sorted({mark[0] for mark in rows}):
        with torch.no_grad():
            out = model(front_end.quantise(torch.exp2(torch.tensor(streams[row:row + 1].astype(np.float32)))) / 32)[0]
        for _, start, end, word, person, clip in [mark for mark in rows if mark[0] == row]:
            a, b = int(start / 640) + 2, int(end / 640) + 6
            if b - a >= 6 and b <= len(out):
                edges = np.linspace(a, b, 4).astype(int)
                thirds = np.stack([out[i:j].double().mean(0).numpy() for i, j in zip(edges, edges[1:])])
                groups.setdefault((word, person), {}).setdefault(clip, []).append(thirds)
    return groups


def discriminate(groups, outputs):
    """Linear discriminants: (96, outputs) matrix and (96,) mean.

    Whitens what differs between a person's takes of one word (covariance shrunk 30 % towards identity), then keeps the
    directions in which different words and people differ most. Copies of one take are no second take."""
    takes = [np.stack([np.mean(copies, 0) for copies in group.values()]) for group in groups.values() if len(group) > 1]
    spread = np.concatenate([(t - t.mean(0)).reshape(-1, t.shape[2]) for t in takes])
    within = spread.T @ spread / sum((len(t) - 1) * t.shape[1] for t in takes)
    within = 0.7 * within + 0.3 * np.trace(within) / len(within) * np.eye(len(within))
    everything = np.concatenate([t.reshape(-1, t.shape[2]) for t in takes])
    values, axes = np.linalg.eigh(within)
    white = axes @ np.diag(values ** -0.5) @ axes.T
    values, axes = np.linalg.eigh(white @ np.cov(everything.T) @ white)
    return white @ axes[:, ::-1][:, :outputs], everything.mean(0)


def encode(array, kind):
    return base64.b64encode(np.ascontiguousarray(array).astype(kind).tobytes()).decode()


def main():
    data, size, out = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
    torch.set_num_threads(1)
    model = Student(size)
    model.load_state_dict(torch.load(data / f"student-{size}.pt", map_location="cpu"))
    model.eval()
    streams, marks = log_power(data), np.load(data / "marks.npy")
    random = np.random.default_rng(5)

    matrix, mean = discriminate(word_thirds(model, streams, marks), OUTPUTS)
    trained = model.layers[-1]
    last = model.layers[-1] = Layer(trained.inputs, OUTPUTS, relu=False, norm=False)
    with torch.no_grad():
        turn = torch.tensor(matrix.T)
        last.weight.copy_((turn @ trained.weight[:, 0, 0].double()).float()[:, None, None])
        last.bias.copy_((turn @ (trained.bias.double() - torch.tensor(mean))).float())

    # ranges: what each layer puts out, on streams at -10, 0 and +10 dB
    seen = {}
    def watch(name):
        def hook(module, inputs, output):
            values = output.detach()[:, SETTLED:].flatten()
            seen.setdefault(name, []).append(values[torch.randint(len(values), (20000,))])
        return hook
    hooks, names = [], {}
    for name, module in model.named_modules():
        if isinstance(module, (Layer, Residual)):
            names[module] = name
            hooks.append(module.register_forward_hook(watch(name)))
    pick = random.choice(len(streams), 48, replace=False)
    with torch.no_grad():
        for level in (-10, 0, 10):
            clean = torch.tensor(streams[pick].astype(np.float32)) + level / 3.01
            model(front_end.quantise(torch.exp2(clean)) / 32)
    for hook in hooks:
        hook.remove()

    def range_of(module):
        values = torch.cat(seen[names[module]]).numpy()
        low, high = np.quantile(values, 1 - CLIP), np.quantile(values, CLIP)
        low, high = min(0.0, low), max(0.0, high)
        scale = (high - low) / 255
        return {"scale": float(scale), "zeroPoint": int(np.clip(round(-128 - low / scale), -128, 127))}

    layers = []
    def add_layer(layer, source, incoming):
        weight, bias = fold(layer)
        weight, bias = weight.numpy(), bias.numpy()
        axes = (0, 1) if layer.depthwise else (1, 2, 3)
        scales = np.maximum(np.abs(weight).max(axis=axes), 1e-9) / 127
        shaped = scales if layer.depthwise else scales.reshape(-1, 1, 1, 1)
        outgoing = range_of(layer)
        layers.append({
            "kind": "depthwise" if layer.depthwise else "conv", "input": source,
            "inputs": layer.inputs, "outputs": layer.outputs, "kernel": list(layer.kernel), "stride": list(layer.stride),
            "dilation": layer.dilation, "pad": layer.pad, "relu": layer.relu, **outgoing,
            "weights": encode(np.clip(np.rint(weight / shaped), -127, 127), "i1"),
            "weightScales": encode(scales, "<f8"),
            "bias": encode(np.rint(bias / (scales * incoming["scale"])), "<i4"),
        })
        return len(layers), outgoing

    at, current = 0, {"scale": 1 / 32, "zeroPoint": 0}  # tensor 0 is the frame
    for module in model.layers:
        if isinstance(module, Residual):
            before, inside, ranges = at, at, current
            for layer in module.layers:
                inside, ranges = add_layer(layer, inside, ranges)
            current = range_of(module)
            layers.append({"kind": "add", "inputs": [before, inside], **current})
            at = len(layers)
        else:
            at, current = add_layer(module, at, current)

    frames = front_end.quantise(torch.exp2(torch.tensor(streams[pick[:1], :100].astype(np.float32))))
    with torch.no_grad():
        answer = model(frames / 32)[0].numpy()
    weights, macs = cost(model)
    Path(out).write_text(json.dumps({
        "size": size, "weights": weights, "macsPerSecond": macs, "layers": layers,
        "check": {"frames": encode(frames[0].numpy(), "i1"), "answer": encode(answer, "<f4")},
    }, indent=1) + "\n")
    print(size, weights, "weights", macs, "MAC/s", Path(out).stat().st_size, "bytes")


if __name__ == "__main__":
    main()
