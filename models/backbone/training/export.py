"""Turns a trained student into the int8 backbone that ships. Usage: export.py DATA_FOLDER full|small OUT.json

Folds batch normalisation, whitens (within-person, within-word covariance of word vectors, shrunk 30 % towards
identity, inverse square root, folded into the last layer), chooses activation ranges from streams at three levels,
and quantises: weights symmetric per output channel, activations per tensor, biases int32. Writes the layers in the
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


def word_vectors(model, streams, marks, rows):
    vectors, owners = [], []
    with torch.no_grad():
        for row in rows:
            out = model(front_end.quantise(torch.exp2(torch.tensor(streams[row:row + 1].astype(np.float32)))) / 32)[0]
            for _, start, end, word, person in marks[marks[:, 0] == row]:
                a, b = int(start / 640) + 2, int(end / 640) + 6
                if b - a >= 6 and b <= len(out):
                    vectors.append(out[a:b].mean(0).double().numpy())
                    owners.append((word, person))
    return np.array(vectors), owners


def whiten(vectors, owners):
    groups = {}
    for vector, owner in zip(vectors, owners):
        groups.setdefault(owner, []).append(vector)
    within = [np.array(g) - np.mean(g, 0) for g in groups.values() if len(g) > 1]
    covariance = np.concatenate(within).T @ np.concatenate(within) / sum(len(g) - 1 for g in within)
    covariance = 0.7 * covariance + 0.3 * np.trace(covariance) / len(covariance) * np.eye(len(covariance))
    values, axes = np.linalg.eigh(covariance)
    return axes @ np.diag(values ** -0.5) @ axes.T, vectors.mean(0)


def encode(array, kind):
    return base64.b64encode(np.ascontiguousarray(array).astype(kind).tobytes()).decode()


def main():
    data, size, out = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
    torch.set_num_threads(1)
    model = Student(size)
    model.load_state_dict(torch.load(data / f"student-{size}.pt"))
    model.eval()
    streams, marks = log_power(data), np.load(data / "marks.npy")
    random = np.random.default_rng(5)

    rows = random.choice(np.unique(marks[:, 0]), 500, replace=False)
    matrix, mean = whiten(*word_vectors(model, streams, marks, rows))
    last = model.layers[-1]
    with torch.no_grad():
        weight = torch.tensor(matrix) @ last.weight[:, 0, 0].double()
        last.bias.copy_((torch.tensor(matrix) @ (last.bias.double() - torch.tensor(mean))).float())
        last.weight.copy_(weight.float()[:, None, None])

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
