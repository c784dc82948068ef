"""The runtime's sound front end in floating point (firmware-gen/runtime/sound.c is the truth):
30 ms Hann window, 20 ms hop, 512-point spectrum, 40 mel bands, log2 of the power."""

import numpy as np
import torch

HOP, WINDOW, SIZE, BANDS = 320, 480, 512, 40
LOW_HZ, HIGH_HZ, RATE = 80.0, 7600.0, 16000
STREAM_FRAMES = 640  # of a training stream, 12.8 s
OFFSET, SCALE = 22.0, 9.0  # int8 = (log2 power - OFFSET) * SCALE


def mel_edges():
    """(42,) Hz: band b rises from edge b, peaks at b + 1 and falls to b + 2 (HTK mel)."""
    mel = lambda hz: 2595 * np.log10(1 + hz / 700)
    return 700 * (10 ** (np.linspace(mel(LOW_HZ), mel(HIGH_HZ), BANDS + 2) / 2595) - 1)


EDGES = mel_edges()
CENTRES = EDGES[1:-1]


def mel_matrix():
    """(257, 40): triangles, each summing to one."""
    bins = np.arange(SIZE // 2 + 1) * RATE / SIZE
    up = (bins[:, None] - EDGES[None, :-2]) / (EDGES[1:-1] - EDGES[:-2])
    down = (EDGES[None, 2:] - bins[:, None]) / (EDGES[2:] - EDGES[1:-1])
    triangles = np.clip(np.minimum(up, down), 0, None)
    return torch.tensor(triangles / triangles.sum(0, keepdims=True), dtype=torch.float32)


MEL = mel_matrix()
HANN = torch.hann_window(WINDOW, periodic=False)


def power(pcm):
    """(batch, samples) in int16 units -> (batch, frames, 40) mel power; frame i ends at sample 320 (i + 1)."""
    padded = torch.nn.functional.pad(pcm, (WINDOW - HOP, 0))
    frames = padded.unfold(1, WINDOW, HOP) * HANN.to(pcm.device)
    spectrum = torch.fft.rfft(frames, SIZE)
    return (spectrum.real ** 2 + spectrum.imag ** 2) @ MEL.to(pcm.device)


def quantise(power_frames):
    """Mel power -> the int8 frame as a float in -128..127."""
    log = torch.log2(torch.clamp(power_frames, min=1.0))
    return torch.clamp(torch.round((log - OFFSET) * SCALE), -128, 127)
