"""Distils the teacher into the student. Usage: train.py DATA_FOLDER full|small STEPS MINUTES [WORD_WEIGHT] [FROM]

FROM is a student-….pt to go on from, more slowly. Runs on a graphics card where torch finds one, else on one core. The learning rate falls to nothing at STEPS or
MINUTES, whichever comes first.

The teacher heard the dry streams (teacher.npy); the student hears them through the room and the microphone of
heard.npy and what augment.py adds. Loss per frame: 1 - cosine to the centred teacher, half the squared error, and
three times the squared difference of the two cosine matrices over random frames; frames outside sound weigh little.
WORD_WEIGHT times a classification of the marked words (the means of a word's three thirds against one learned
direction a word, cosine with a margin) teaches what the teacher was never taught, tones among it. From the start it
pulls unseen words together, so distil first and add a little of it then. Writes student-SIZE.pt."""

import sys
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

import front_end
from augment import Augment
from student import Student, cost

DELAY = 19  # student step 2k + 19 answers teacher window k: 18 ms after the window's end
RATE, RATE_GOING_ON = 2.5e-3, 1.5e-3
MARGIN, SHARPNESS = 0.15, 16  # of the words' cosine softmax


def log_power(data, device="cpu"):
    """(streams, 640, 40) float16 log2 of mel power, kept beside the streams."""
    path = data / "mel.npy"
    if not path.exists():
        pcm = np.load(data / "heard.npy", mmap_mode="r")
        out = np.empty((len(pcm), pcm.shape[1] // front_end.HOP, front_end.BANDS), np.float16)
        for at in range(0, len(pcm), 64):
            p = front_end.power(torch.tensor(pcm[at:at + 64].astype(np.float32)).to(device))
            out[at:at + 64] = torch.log2(torch.clamp(p, min=0.01)).cpu().numpy()
        np.save(path, out)
    return np.load(path)


class Words(nn.Module):
    """Cross-entropy of the marked words of some streams, from the student's vectors."""

    def __init__(self, marks, streams, device):
        super().__init__()
        ids = {word: i for i, word in enumerate(sorted(set(marks[:, 3].tolist())))}
        most = int(np.bincount(marks[:, 0], minlength=streams).max())
        self.table = torch.full((streams, most, 3), -1, dtype=torch.long)  # first step, step after the last, word
        filled = np.zeros(streams, int)
        for stream, start, end, word, *_ in marks:
            first, last = int(start / 640) + 2, min(int(end / 640) + 6, front_end.STREAM_FRAMES // 2)
            if last - first >= 6:
                self.table[stream, filled[stream]] = torch.tensor([first, last, ids[word]])
                filled[stream] += 1
        self.table = self.table.to(device)
        self.directions = nn.Parameter(torch.randn(len(ids), 3 * 96, device=device))

    def forward(self, said, rows):
        """said (batch, steps, 96), rows (batch,) -> the mean loss of their words."""
        table = self.table[rows]
        stream, place = torch.nonzero(table[:, :, 2] >= 0, as_tuple=True)
        first, last, word = table[stream, place].unbind(1)
        sums = F.pad(said.float().cumsum(1), (0, 0, 1, 0))
        edges = [first, first + (last - first) // 3, first + (last - first) * 2 // 3, last]
        thirds = [(sums[stream, b] - sums[stream, a]) / (b - a)[:, None] for a, b in zip(edges, edges[1:])]
        cosine = F.normalize(torch.cat(thirds, 1), dim=1) @ F.normalize(self.directions, dim=1).T
        cosine = cosine - MARGIN * F.one_hot(word, len(self.directions))
        return F.cross_entropy(SHARPNESS * cosine, word)


def main():
    data, size, steps, minutes = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), float(sys.argv[4])
    word_weight = float(sys.argv[5]) if len(sys.argv) > 5 else 0.0
    beginning = sys.argv[6] if len(sys.argv) > 6 else None
    rate = RATE_GOING_ON if beginning else RATE
    device = "cuda" if torch.cuda.is_available() else "cpu"
    batch = 96 if device == "cuda" else 12
    torch.set_num_threads(1)
    torch.set_float32_matmul_precision("high")
    torch.manual_seed(1)
    streams = torch.tensor(log_power(data, device)).to(device)
    teacher = torch.tensor(np.load(data / "teacher.npy")).to(device)
    windows = teacher.shape[1]
    order = torch.tensor(np.random.default_rng(7).permutation(len(streams)), device=device)
    held, train = order[:40], order[40:]
    sample = teacher[train[::7]].float().reshape(-1, 96)
    mean, spread = sample.mean(0), (sample - sample.mean(0)).std()
    targets = lambda rows: (teacher[rows].float() - mean) / spread
    loud = lambda clean: (clean.mean(2) > clean.mean(2).quantile(0.3, dim=1, keepdim=True) + 1.0).float()

    model = Student(size)
    if beginning:
        model.load_state_dict(torch.load(beginning, map_location="cpu"))
    print(size, cost(model), len(streams), "streams", device, flush=True)
    model = model.to(device)
    words = Words(np.load(data / "marks.npy"), len(streams), device)
    augment = Augment(device)
    optimiser = torch.optim.AdamW([*model.parameters(), *words.parameters()], lr=rate, weight_decay=0.02)
    start, step, average = time.time(), 0, None
    held_frames = front_end.quantise(torch.exp2(streams[held].float())) / 32

    def answer(frames):
        said = model(frames)
        return said, said[:, DELAY:DELAY + 2 * windows:2]

    def report():
        model.eval()
        with torch.no_grad():
            said, wanted = answer(held_frames)[1], targets(held)
            wanted = wanted[:, :said.shape[1]]
            weight = loud(streams[held].float())[:, 2 * DELAY - 20:][:, ::4][:, :said.shape[1]]
            cosine = (F.cosine_similarity(said, wanted, dim=2) * weight).sum() / weight.sum()
        model.train()
        print(f"{size} {(time.time() - start) / 60:.1f} min step {step} loss {average[0]:.4f} words {average[1]:.4f} "
              f"held-out cosine {cosine:.4f}", flush=True)
        torch.save(model.state_dict(), data / f"student-{size}.pt")

    while (done := max(step / steps, (time.time() - start) / (minutes * 60))) < 1:
        for group in optimiser.param_groups:
            group["lr"] = rate * min(1, (step + 1) / 100) * (0.01 + 0.99 * 0.5 * (1 + np.cos(np.pi * done)))
        rows = train[torch.randint(len(train), (batch,), device=device)]
        others = train[torch.randint(len(train), (batch,), device=device)]
        clean = streams[rows].float()
        all_said, said = answer(augment(clean, streams[others].float()))
        wanted = targets(rows)
        # a teacher window hears 0.76 s; it counts by how much sound lies in its last half second
        weight = F.avg_pool1d(loud(clean)[:, None], 25, 4)[:, 0][:, (2 * DELAY - 24) // 4:]
        n = min(weight.shape[1], said.shape[1], wanted.shape[1])
        said, wanted, weight = said[:, :n], wanted[:, :n], 0.12 + 0.88 * weight[:, :n]
        far = 1 - F.cosine_similarity(said, wanted, dim=2)
        square = ((said - wanted) ** 2).mean(2)
        pick = torch.randint(said.shape[0] * n, (32 * batch,), device=device)
        a, b = F.normalize(said.reshape(-1, 96)[pick], dim=1), F.normalize(wanted.reshape(-1, 96)[pick], dim=1)
        relation = ((a @ a.T - b @ b.T) ** 2).mean()
        copied = ((far + 0.5 * square) * weight).sum() / weight.sum() + 3 * relation
        named = words(all_said, rows) if word_weight else torch.zeros((), device=device)
        optimiser.zero_grad(set_to_none=True)
        (copied + word_weight * named).backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        step += 1
        if step % 10 == 1:  # reading a figure waits for the card
            now = np.array([copied.item(), named.item()])
            average = now if average is None else 0.9 * average + 0.1 * now
        if step % (2000 if device == "cuda" else 200) == 0:
            report()
    report()


if __name__ == "__main__":
    main()
