"""Training sound for the backbone: clips of words and talk, laid in streams.

Real speech comes from a folder with `index.csv` (path,start_s,end_s,kind,person,
label,language,source; Ogg Opus at 16 kHz); synthetic words from espeak-ng and
flite, whose output may be shipped. Only sources whose licence lets the weights
ship are read (SHIPPABLE); words of the test sets are left out (TEST_WORDS), so
that what is measured was never heard.
"""

import csv
import io
import random
import subprocess
import wave
from collections import defaultdict
from pathlib import Path

import numpy as np

RATE = 16000
STREAM = int(12.8 * RATE)

# CC0, public domain, MIT, Apache-2.0 and CC BY only; share-alike sources may measure, not train.
SHIPPABLE = {
    "asc", "dspspeech20", "mycroft", "pinyin-sound", "asterisk-it", "asterisk-ru",
    "libri-test-clean", "libri-test-other", "libri-train-100", "watson", "talon",
}
TEST_WORDS = {("ar", w) for w in "up down left right yes no start stop open close".split()} | {
    ("zh", w) for w in "shuzi beijing shanghai fandian".split()} | {
    ("en", w) for w in "speaker print open close zero one two three four five six seven eight nine".split()}


class Clip:
    """One recording of one word (word >= 0) or a piece of talk (word = -1); pcm is float32 in -1..1."""

    def __init__(self, pcm, word, person, group):
        self.pcm, self.word, self.person, self.group = pcm, word, person, group


def decode_opus(path):
    raw = subprocess.run(
        ["ffmpeg", "-v", "error", "-i", str(path), "-f", "s16le", "-ac", "1", "-ar", str(RATE), "-"],
        check=True, capture_output=True).stdout
    return np.frombuffer(raw, dtype="<i2").astype(np.float32) / 32768


def resample(pcm, ratio):
    """pcm at `ratio` times as many samples, by the discrete Fourier transform (whole-clip, band-limited)."""
    n = len(pcm)
    m = max(1, int(round(n * ratio)))
    spectrum = np.fft.rfft(pcm)
    out = np.zeros(m // 2 + 1, dtype=complex)
    k = min(len(spectrum), len(out))
    out[:k] = spectrum[:k]
    return (np.fft.irfft(out, m) * (m / n)).astype(np.float32)


class WordIds:
    def __init__(self):
        self.ids = {}

    def of(self, language, label):
        return self.ids.setdefault((language, label), len(self.ids))


def real_clips(folder, words):
    rows = [r for r in csv.DictReader(open(Path(folder) / "index.csv"))
            if r["source"] in SHIPPABLE and r["kind"] in ("word", "talk", "sound")
            and (r["language"], r["label"]) not in TEST_WORDS]
    by_file = defaultdict(list)
    for row in rows:
        by_file[row["path"]].append(row)
    clips = []
    for path, file_rows in sorted(by_file.items()):
        pcm = decode_opus(Path(folder) / path)
        for row in file_rows:
            piece = pcm[int(float(row["start_s"]) * RATE):int(float(row["end_s"]) * RATE)]
            word = words.of(row["language"], row["label"]) if row["kind"] == "word" else -1
            clips.append(Clip(piece, word, row["person"], row["source"] + row["person"]))
    return clips


DICTIONARIES = {"en": "american-english", "es": "spanish", "fr": "french", "de": "ngerman", "it": "italian",
                "pl": "polish", "pt": "portuguese", "nl": "dutch", "sv": "swedish"}
VARIANTS = ["m1", "m2", "m3", "m4", "m5", "m6", "m7", "m8", "f1", "f2", "f3", "f4", "f5", "klatt", "klatt3",
            "adam", "anika", "benjamin", "caleb", "david", "ed", "edward", "gustave", "iven", "linda", "Alex",
            "Alicia", "Andrea", "Annie", "Michael", "Mike", "Gene", "Lee", "Storm", "steph", "travis", "victor"]


def synthetic_words(rng, count_per_language):
    """(language, text) pairs: dictionary words, and random Korean and Japanese syllables."""
    pairs = []
    for language, name in DICTIONARIES.items():
        raw = Path("/usr/share/dict", name).read_bytes()
        text = raw.decode("utf-8", errors="ignore")
        candidates = sorted({w for w in text.split() if w.isalpha() and w.islower() and 3 <= len(w) <= 9})
        pairs += [(language, w) for w in rng.sample(candidates, count_per_language)]
    for _ in range(count_per_language):
        syllables = rng.randint(1, 4)
        pairs.append(("ko", "".join(chr(0xAC00 + rng.randrange(11172)) for _ in range(syllables))))
    kana = "あいうえおかきくけこさしすせそたちつてとなにぬねのはひふへほまみむめもやゆよらりるれろわん"
    for _ in range(count_per_language // 2):
        pairs.append(("ja", "".join(rng.choice(kana) for _ in range(rng.randint(2, 4)))))
    return [p for p in pairs if p not in TEST_WORDS]


def read_wav(data):
    """espeak-ng writes to a pipe with a size field that is not true: take what there is."""
    at = data.find(b"data")
    rate = int.from_bytes(data[24:28], "little")
    pcm = np.frombuffer(data[at + 8:len(data) - (len(data) - at) % 2], dtype="<i2").astype(np.float32) / 32768
    return resample(pcm, RATE / rate) if len(pcm) else pcm


def trim(pcm):
    loud = np.flatnonzero(np.abs(pcm) > 0.01 * (np.abs(pcm).max() + 1e-9))
    return pcm[max(0, loud[0] - 400):loud[-1] + 800] if len(loud) else pcm[:0]


def synthetic_clips(rng, words, count_per_language, voices_per_word, flite_words):
    clips = []
    pairs = synthetic_words(rng, count_per_language)
    english = [w for language, w in pairs if language == "en"][:flite_words]
    for language, text in pairs:
        for _ in range(voices_per_word):
            variant = rng.choice(VARIANTS)
            accent = rng.choice(["en", "en-us", "en-gb-scotland", "en-029"]) if language == "en" else language
            wav = subprocess.run(
                ["espeak-ng", "-v", f"{accent}+{variant}", "-s", str(rng.randint(110, 230)), "-p",
                 str(rng.randint(15, 85)), "--stdout", text], capture_output=True).stdout
            if len(wav) > 4000:
                clips.append(Clip(trim(read_wav(wav)), words.of(language, text), f"espeak-{variant}", "espeak-" + variant))
    for text in english:
        for voice in ("awb", "rms", "slt", "kal16"):
            wav = subprocess.run(["flite", "-voice", voice, "-t", text, "-o", "/dev/stdout", "--setf",
                                  f"duration_stretch={rng.uniform(0.8, 1.4):.2f}"], capture_output=True).stdout
            if len(wav) > 4000:
                clips.append(Clip(trim(read_wav(wav)), words.of("en", text), f"flite-{voice}", "flite-" + voice))
    return [c for c in clips if 0.15 * RATE < len(c.pcm) < 2.5 * RATE]


def reverb(pcm, rng):
    """A room as exponentially decaying noise after the direct sound, 0.1 to 0.5 s."""
    decay = rng.uniform(0.1, 0.5)
    n = int(decay * RATE)
    noise = np.random.default_rng(rng.randrange(1 << 30)).standard_normal(n) * np.exp(-6.9 * np.arange(n) / n)
    impulse = np.concatenate([[1.0], noise * rng.uniform(0.01, 0.06)])
    size = 1 << int(np.ceil(np.log2(len(pcm) + len(impulse))))
    wet = np.fft.irfft(np.fft.rfft(pcm, size) * np.fft.rfft(impulse, size), size)
    return wet[:len(pcm) + int(0.15 * RATE)].astype(np.float32)


def streams(clips, rng, passes_words, passes_talk):
    """Lays clips of one group in streams of 12.8 s with 0.1-0.7 s gaps.

    Returns pcm int16 (streams, STREAM) and marks (stream, start sample, end sample, word, person index)."""
    people = {}
    by_group = defaultdict(list)
    for clip in clips:
        passes = passes_words if clip.word >= 0 else passes_talk
        for _ in range(passes):
            by_group[clip.group].append(clip)
    out, marks = [], []
    current, at = np.zeros(STREAM, np.float32), 0

    def close():
        nonlocal current, at
        floor = np.random.default_rng(rng.randrange(1 << 30)).standard_normal(STREAM) * 10 ** rng.uniform(-4.6, -3.3)
        out.append(np.clip((current + floor) * 32767, -32768, 32767).astype(np.int16))
        current, at = np.zeros(STREAM, np.float32), 0

    for group in sorted(by_group):
        members = by_group[group]
        rng.shuffle(members)
        for clip in members:
            pcm = resample(clip.pcm, 1 / rng.uniform(0.84, 1.2)) if rng.random() < 0.8 else clip.pcm
            if rng.random() < 0.4:
                pcm = reverb(pcm, rng)
            pcm = pcm / (np.abs(pcm).max() + 1e-9) * 10 ** rng.uniform(-1.6, -0.15)
            gap = int(rng.uniform(0.1, 0.7) * RATE)
            if at + gap + min(len(pcm), STREAM // 2) > STREAM:
                close()
            start = at + gap
            piece = pcm[:STREAM - start]
            current[start:start + len(piece)] += piece
            if clip.word >= 0:
                marks.append((len(out), start, start + len(piece), clip.word, people.setdefault(clip.person, len(people))))
            at = start + len(piece)
            rest = pcm[len(piece):]
            while len(rest) > RATE:  # long talk goes on in the next stream
                close()
                piece, rest = rest[:STREAM], rest[STREAM:]
                current[:len(piece)] += piece
                at = len(piece)
        if at:
            close()
    return np.stack(out), np.array(marks, dtype=np.int32)


def main():
    import sys
    folder, target = sys.argv[1], Path(sys.argv[2])
    rng = random.Random(20261125)
    words = WordIds()
    real = real_clips(folder, words)
    print(f"{len(real)} real clips, {sum(len(c.pcm) for c in real) / RATE / 3600:.2f} h, {len(words.ids)} words", flush=True)
    made = synthetic_clips(rng, words, 170, 8, 170)
    print(f"{len(made)} synthetic clips, {sum(len(c.pcm) for c in made) / RATE / 3600:.2f} h, {len(words.ids)} words", flush=True)
    pcm, marks = streams(real + made, rng, 2, 1)
    print(f"{len(pcm)} streams, {len(pcm) * 12.8 / 3600:.2f} h", flush=True)
    np.save(target / "pcm.npy", pcm)
    np.save(target / "marks.npy", marks)


if __name__ == "__main__":
    main()
