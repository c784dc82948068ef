"""Distils the teacher into the student. Usage: train.py DATA_FOLDER full|small STEPS MINUTES

The learning rate falls to nothing at STEPS or MINUTES, whichever comes first.

The teacher heard the clean streams (teacher.npy); the student hears them through noise, other talk, gain, tilt,
band limits and notches, added to the mel power. Loss per frame: 1 - cosine to the centred teacher, half the squared
error, and three times the squared difference of the two cosine matrices over random frames; frames outside sound
weigh little. Writes student-SIZE.pt."""

import sys
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

import front_end
from student import Student, cost

DELAY = 19  # student step 2k + 19 answers teacher window k: 18 ms after the window's end


def log_power(data):
    """(streams, 640, 40) float16 log2 of mel power, kept beside the streams."""
    path = data / "mel.npy"
    if not path.exists():
        pcm = np.load(data / "pcm.npy", mmap_mode="r")
        out = np.empty((len(pcm), pcm.shape[1] // front_end.HOP, front_end.BANDS), np.float16)
        for at in range(0, len(pcm), 32):
            p = front_end.power(torch.tensor(pcm[at:at + 32].astype(np.float32)))
            out[at:at + 32] = torch.log2(torch.clamp(p, min=0.01)).numpy()
        np.save(path, out)
    return np.load(path)


class Augment:
    """Clean log2 mel power -> what a wearable might hear, as int8 frames / 32."""

    def __init__(self, streams, seed):
        self.streams, self.random = streams, np.random.default_rng(seed)
        bands = torch.arange(front_end.BANDS)
        self.centre_hz = torch.tensor(
            700 * (10 ** (np.linspace(0, 1, front_end.BANDS + 2)[1:-1]
                          * (2595 * np.log10(1 + 7600 / 700) - 2595 * np.log10(1 + 80 / 700)) / 2595
                          + np.log10(1 + 80 / 700)) - 1), dtype=torch.float32)
        self.position = bands / (front_end.BANDS - 1) - 0.5

    def tilt(self, count):
        slope = torch.tensor(self.random.normal(0, 1.0, (count, 1, 1)), dtype=torch.float32)
        bow = torch.tensor(self.random.normal(0, 0.7, (count, 1, 1)), dtype=torch.float32)
        return slope * 2 * self.position + bow * (4 * self.position ** 2 - 0.5)

    def noise(self, count, frames):
        """Log2 power of noise: coloured and slowly swelling, or other people's talk."""
        r = self.random
        out = torch.empty(count, frames, front_end.BANDS)
        for i in range(count):
            if r.random() < 0.5:
                shape = torch.tensor(np.interp(np.arange(40), [0, 10, 20, 30, 39], r.normal(0, 2.0, 5)), dtype=torch.float32)
                swell = torch.tensor(np.interp(np.arange(frames), np.linspace(0, frames, 12), r.normal(0, r.uniform(0, 1.5), 12)),
                                     dtype=torch.float32)
                grain = torch.tensor(r.gamma(4, 0.25, (frames, 40)), dtype=torch.float32)
                out[i] = shape + swell[:, None] + torch.log2(grain + 1e-3)
                if r.random() < 0.3:  # clicks, knocks, dishes
                    for at in r.integers(0, frames - 6, r.integers(3, 30)):
                        out[i, at:at + r.integers(1, 5)] += r.uniform(2, 6)
            else:
                out[i] = torch.tensor(self.streams[r.integers(len(self.streams))].astype(np.float32))
        return out

    def __call__(self, clean):
        r, (count, frames, _) = self.random, clean.shape
        level = clean.flatten(1).quantile(0.9, dim=1)[:, None, None]
        noise = self.noise(count, frames)
        noise = noise - noise.flatten(1).quantile(0.9, dim=1)[:, None, None]
        snr = torch.tensor(np.where(r.random(count) < 0.75, r.uniform(3, 32, count), 60), dtype=torch.float32)[:, None, None]
        mixed = torch.exp2(clean + self.tilt(count)) + torch.exp2(noise + level - snr / 3.01)
        gain = torch.exp2(torch.tensor(r.normal(0, 2.0, count), dtype=torch.float32))[:, None, None]
        limit = torch.tensor(np.where(r.random(count) < 0.55, r.choice([3400, 3900, 5000, 6500], count), 9000.0),
                             dtype=torch.float32)[:, None, None]
        mixed = mixed * torch.where(self.centre_hz > limit, 1e-5, 1.0)
        for i in np.flatnonzero(r.random(count) < 0.2):  # a notch
            at = r.integers(0, 36)
            mixed[i, :, at:at + r.integers(2, 5)] *= 10 ** -r.uniform(0.5, 2.5)
        floor = torch.exp2(torch.tensor(r.uniform(4, 13, count), dtype=torch.float32))[:, None, None]
        grain = torch.tensor(r.gamma(3, 1 / 3, (count, frames, 40)), dtype=torch.float32)
        return front_end.quantise(mixed * gain + floor * grain) / 32


def main():
    data, size, steps, minutes = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), float(sys.argv[4])
    torch.set_num_threads(1)
    torch.manual_seed(1)
    streams = log_power(data)
    teacher = np.load(data / "teacher.npy")
    windows = teacher.shape[1]
    order = np.random.default_rng(7).permutation(len(streams))
    held, train = order[:40], order[40:]
    sample = teacher[train[::7]].astype(np.float32).reshape(-1, 96)
    mean, spread = sample.mean(0), (sample - sample.mean(0)).std()
    np.savez(data / "teacher-statistics.npz", mean=mean, spread=spread)
    targets = lambda rows: torch.tensor((teacher[rows].astype(np.float32) - mean) / spread)
    loud = lambda clean: (clean.mean(2) > clean.mean(2).quantile(0.3, dim=1, keepdim=True) + 1.0).float()

    model = Student(size)
    print(size, cost(model), len(streams), "streams", flush=True)
    augment = Augment(streams, 11)
    optimiser = torch.optim.AdamW(model.parameters(), lr=2.5e-3, weight_decay=0.02)
    start, step, batch = time.time(), 0, 12
    average = None
    random = np.random.default_rng(3)
    held_frames = front_end.quantise(torch.exp2(torch.tensor(streams[held].astype(np.float32)))) / 32

    def answer(frames):
        return model(frames)[:, DELAY:DELAY + 2 * windows:2]

    def report():
        model.eval()
        with torch.no_grad():
            said, wanted = answer(held_frames), targets(held)
            wanted = wanted[:, :said.shape[1]]
            weight = loud(torch.tensor(streams[held].astype(np.float32)))[:, 2 * DELAY - 20:][:, ::4][:, :said.shape[1]]
            cosine = (F.cosine_similarity(said, wanted, dim=2) * weight).sum() / weight.sum()
        model.train()
        print(f"{(time.time() - start) / 60:.1f} min step {step} loss {average:.4f} clean held-out cosine {cosine:.4f}", flush=True)
        torch.save(model.state_dict(), data / f"student-{size}.pt")

    while (done := max(step / steps, (time.time() - start) / (minutes * 60))) < 1:
        for group in optimiser.param_groups:
            group["lr"] = 2.5e-3 * min(1, (step + 1) / 100) * (0.01 + 0.99 * 0.5 * (1 + np.cos(np.pi * done)))
        rows = random.choice(train, batch, replace=False)
        clean = torch.tensor(streams[rows].astype(np.float32))
        said, wanted = answer(augment(clean)), targets(rows)
        wanted = wanted[:, :said.shape[1]]
        # a teacher window hears 0.76 s; it counts by how much sound lies in its last half second
        weight = F.avg_pool1d(loud(clean)[:, None], 25, 4)[:, 0][:, (2 * DELAY - 24) // 4:][:, :said.shape[1]]
        weight = 0.12 + 0.88 * weight
        n = min(weight.shape[1], said.shape[1])
        said, wanted, weight = said[:, :n], wanted[:, :n], weight[:, :n]
        far = 1 - F.cosine_similarity(said, wanted, dim=2)
        square = ((said - wanted) ** 2).mean(2)
        pick = torch.tensor(random.choice(said.shape[0] * n, 400, replace=False))
        a, b = F.normalize(said.reshape(-1, 96)[pick], dim=1), F.normalize(wanted.reshape(-1, 96)[pick], dim=1)
        relation = ((a @ a.T - b @ b.T) ** 2).mean()
        loss = ((far + 0.5 * square) * weight).sum() / weight.sum() + 3 * relation
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        step += 1
        average = loss.item() if average is None else 0.98 * average + 0.02 * loss.item()
        if step % 200 == 0:
            report()
    report()


if __name__ == "__main__":
    main()
