"""The student: a causal convolutional network over int8 log-mel frames, one vector of 96 numbers each 40 ms.

Every layer is one the runtime has (CONV_2D, DEPTHWISE_CONV_2D, ADD) with ReLU; batch normalisation is folded
away at export. Time is padded on the left only, so that a frame costs one step and nothing is heard ahead.

Tensors are (batch, time, band, channel). Convolutions are written as matrix products and shifted sums: torch as
Debian builds it has no fast convolution, and this is three times as fast."""

import torch
import torch.nn as nn
import torch.nn.functional as F


class Depthwise(torch.autograd.Function):
    """Shifted products, summed in place: autograd's own slices would fill a whole tensor for every tap."""

    @staticmethod
    def forward(context, x, weight, places):
        context.save_for_backward(x, weight)
        context.places = places
        out = None
        for tap, place in places:
            piece = x[place] * weight[tap]
            out = piece if out is None else out.add_(piece)
        return out

    @staticmethod
    def backward(context, gradient):
        x, weight = context.saved_tensors
        to_x, to_weight = torch.zeros_like(x), torch.empty_like(weight)
        for tap, place in context.places:
            to_x[place].addcmul_(gradient, weight[tap])
            to_weight[tap] = (gradient * x[place]).flatten(0, 2).sum(0)
        return to_x, to_weight, None


class Layer(nn.Module):
    """A convolution over (time, band), batch normalisation, ReLU if asked.

    weight: dense (outputs, kernel_t, kernel_f, inputs); depthwise (kernel_t, kernel_f, outputs), where output c
    reads input c // multiplier. These are the orders of the runtime's Network type."""

    def __init__(self, inputs, outputs, kernel=(1, 1), stride=(1, 1), dilation=1, depthwise=False, pad=0,
                 relu=True, norm=True):
        super().__init__()
        self.inputs, self.outputs, self.kernel, self.stride = inputs, outputs, kernel, stride
        self.dilation, self.depthwise, self.pad, self.relu = dilation, depthwise, pad, relu
        fan_in = kernel[0] * kernel[1] * (1 if depthwise else inputs)
        shape = (*kernel, outputs) if depthwise else (outputs, *kernel, inputs)
        self.weight = nn.Parameter(torch.randn(shape) * (2 / fan_in) ** 0.5)
        self.norm = nn.BatchNorm1d(outputs, momentum=0.02) if norm else None
        self.bias = None if norm else nn.Parameter(torch.zeros(outputs))

    def padded(self, x):
        """x with its past and its neighbours, and the place in it that each tap of the kernel reads."""
        (kt, kf), (st, sf) = self.kernel, self.stride
        # With a time stride of 2 a step runs at each second frame, the odd ones.
        left = (kt - 1) * self.dilation - (st - 1)
        x = F.pad(x, (0, 0, self.pad, self.pad, left, 0))
        time = (x.shape[1] - (kt - 1) * self.dilation - 1) // st + 1
        bands = (x.shape[2] - kf) // sf + 1
        places = [((i, j), (slice(None), slice(i * self.dilation, i * self.dilation + (time - 1) * st + 1, st),
                            slice(j, j + (bands - 1) * sf + 1, sf)))
                  for i in range(kt) for j in range(kf)]
        return x, places

    def forward(self, x):
        if self.kernel == (1, 1):
            out = x @ self.weight[:, 0, 0].T
        else:
            if self.depthwise and self.outputs > self.inputs:
                x = x.repeat_interleave(self.outputs // self.inputs, dim=3)
            x, places = self.padded(x)
            if self.depthwise:
                out = Depthwise.apply(x, self.weight, places)
            else:
                pieces = torch.cat([x[place] for _, place in places], dim=3)
                out = pieces @ self.weight.reshape(self.outputs, -1).T
        if self.norm is not None:
            shape = out.shape
            out = self.norm(out.reshape(-1, shape[3])).reshape(shape)
        else:
            out = out + self.bias
        return F.relu(out) if self.relu else out


class Residual(nn.Module):
    def __init__(self, *layers):
        super().__init__()
        self.layers = nn.Sequential(*layers)

    def forward(self, x):
        return x + self.layers(x)


def separable(inputs, outputs, kernel, stride=(1, 1), dilation=1, pad=0):
    return [Layer(inputs, inputs, kernel, stride, dilation, depthwise=True, pad=pad), Layer(inputs, outputs)]


class Student(nn.Module):
    """forward(frames): (batch, frames, 40), int8 frames divided by 32 -> (batch, frames // 2, 96)."""

    SIZES = {
        # stem, middle, second middle, wide, body, dilations of the temporal blocks
        "full": (20, 44, 48, 96, 88, (1, 1, 2, 2)),
        "small": (4, 12, 16, 32, 52, (1, 2, 2)),
    }

    def __init__(self, size="full", outputs=96):
        super().__init__()
        stem, middle, second, wide, body, dilations = self.SIZES[size]
        self.layers = nn.Sequential(
            Layer(1, stem, (3, 5), (1, 2), pad=2),                              # 50 Hz, 20 bands
            *separable(stem, middle, (3, 3), (2, 2), pad=1),                    # 25 Hz, 10 bands
            Residual(*separable(middle, middle, (3, 3), pad=1)),
            *separable(middle, second, (3, 3), (1, 2), pad=1),                  # 5 bands
            Layer(second, wide, (1, 5), depthwise=True),                        # 1 band
            Layer(wide, body),
            *[Residual(*separable(body, body, (5, 1), dilation=d)) for d in dilations],
            Layer(body, outputs, relu=False, norm=False),
        )

    def forward(self, frames):
        return self.layers(frames[..., None])[:, :, 0]


def cost(model):
    """(weights, multiply-accumulates a second)."""
    counts = []
    def hook(layer, inputs, output):
        counts.append((layer.weight.numel(), layer.weight.numel() // layer.outputs * output.numel() / 2))
    hooks = [m.register_forward_hook(hook) for m in model.modules() if isinstance(m, Layer)]
    model.eval()
    with torch.no_grad():
        model(torch.zeros(1, 100, 40))
    for h in hooks:
        h.remove()
    model.train()
    return sum(w for w, _ in counts), sum(m for _, m in counts)


if __name__ == "__main__":
    for size in Student.SIZES:
        print(size, cost(Student(size)))
