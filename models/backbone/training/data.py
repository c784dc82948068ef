"""Training sound for the backbone: clips of words and talk, laid in streams.
Usage: data.py SPEECH_FOLDER WORK_FOLDER [PASSES] [SYNTHETIC_WORDS_A_LANGUAGE]

Real speech comes from a folder with `index.csv` (path,start_s,end_s,kind,person,
label,language,source; Ogg Opus at 16 kHz); synthetic words from espeak-ng and
flite, whose output may be shipped. Only sources whose licence lets the weights
ship are read (SHIPPABLE); words of the test sets are left out (TEST_WORDS), so
that what is measured was never heard.

Every word is laid PASSES times (talk half as often), each time at another speed
and level. Two files hold the same streams: dry.npy is what the teacher hears,
heard.npy what the student hears, in a room, clipped, or coded for a telephone.
"""

import csv
import multiprocessing
import os
import random
import shutil
import subprocess
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
    raw = subprocess.run(["opusdec", "--quiet", "--rate", str(RATE), str(path), "-"],
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
    with multiprocessing.Pool() as pool:
        decoded = pool.map(decode_opus, [Path(folder) / path for path in sorted(by_file)], 1)
    for pcm, (path, file_rows) in zip(decoded, sorted(by_file.items())):
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


INITIALS = "b p m f d t n l g k h j q x zh ch sh r z c s".split()
FINALS = "a o e i u ai ei ao ou an en ang eng ong ia ie iao iu ian in iang ing ua uo uai ui uan un uang".split()


def synthetic_words(rng, count_per_language):
    """(language, text) pairs: dictionary words, and random Korean, Japanese and (with tones) Chinese syllables."""
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
    for _ in range(count_per_language // 2):
        syllables = [rng.choice(INITIALS) + rng.choice(FINALS) for _ in range(rng.randint(1, 2))]
        for tones in range(2):  # the same syllables in two tones are two words
            pairs.append(("zh", "".join(syllable + str(rng.randint(1, 4)) for syllable in syllables)))
    return [p for p in dict.fromkeys(pairs) if p not in TEST_WORDS]


def read_wav(data):
    """espeak-ng writes to a pipe with a size field that is not true: take what there is."""
    at = data.find(b"data")
    rate = int.from_bytes(data[24:28], "little")
    pcm = np.frombuffer(data[at + 8:len(data) - (len(data) - at) % 2], dtype="<i2").astype(np.float32) / 32768
    return resample(pcm, RATE / rate) if len(pcm) else pcm


def trim(pcm):
    loud = np.flatnonzero(np.abs(pcm) > 0.01 * (np.abs(pcm).max() + 1e-9))
    return pcm[max(0, loud[0] - 400):loud[-1] + 800] if len(loud) else pcm[:0]


ACCENTS = {"en": ["en", "en-us", "en-gb-scotland", "en-029"], "zh": ["cmn-latn-pinyin"]}


def speak(command):
    wav = subprocess.run(command, capture_output=True).stdout
    return trim(read_wav(wav)) if len(wav) > 4000 else np.zeros(0, np.float32)


def synthetic_clips(rng, words, count_per_language, voices_per_word, flite_words):
    pairs = synthetic_words(rng, count_per_language)
    spoken = []
    for language, text in pairs:
        for variant in rng.sample(VARIANTS, voices_per_word):
            accent = rng.choice(ACCENTS.get(language, [language]))
            spoken.append((language, text, f"espeak-{variant}", [
                "espeak-ng", "-v", f"{accent}+{variant}", "-s", str(rng.randint(110, 230)), "-p",
                str(rng.randint(15, 85)), "--stdout", text]))
    english = [w for language, w in pairs if language == "en"][:flite_words] if shutil.which("flite") else []
    for text in english:
        for voice in ("awb", "rms", "slt", "kal16"):
            spoken.append(("en", text, f"flite-{voice}", [
                "flite", "-voice", voice, "-t", text, "-o", "/dev/stdout", "--setf",
                f"duration_stretch={rng.uniform(0.8, 1.4):.2f}"]))
    with multiprocessing.Pool() as pool:
        sounds = pool.map(speak, [command for *_, command in spoken], 64)
    return [Clip(pcm, words.of(language, text), voice, voice)
            for (language, text, voice, _), pcm in zip(spoken, sounds) if 0.15 * RATE < len(pcm) < 2.5 * RATE]


def reverb(pcm, rng):
    """A room as exponentially decaying noise after the direct sound, 0.1 to 0.5 s."""
    decay = rng.uniform(0.1, 0.5)
    n = int(decay * RATE)
    noise = np.random.default_rng(rng.randrange(1 << 30)).standard_normal(n) * np.exp(-6.9 * np.arange(n) / n)
    impulse = np.concatenate([[1.0], noise * rng.uniform(0.01, 0.06)])
    size = 1 << int(np.ceil(np.log2(len(pcm) + len(impulse))))
    wet = np.fft.irfft(np.fft.rfft(pcm, size) * np.fft.rfft(impulse, size), size)
    return wet[:len(pcm) + int(0.15 * RATE)].astype(np.float32)


def telephone(pcm):
    """Eight bits a sample on the curve of ITU-T G.711 (mu-law)."""
    curve = np.sign(pcm) * np.log1p(255 * np.minimum(np.abs(pcm), 1)) / np.log(256)
    steps = np.round(curve * 127) / 127
    return (np.sign(steps) * np.expm1(np.abs(steps) * np.log(256)) / 255).astype(np.float32)


def through_the_air(pcm, rng):
    """pcm as a microphone may give it: in a room, clipped, coded, or as it is; never shorter."""
    if rng.random() < 0.5:
        pcm = reverb(pcm, rng)
    fault = rng.random()
    if fault < 0.08:
        top = np.abs(pcm).max() * rng.uniform(0.2, 0.7)
        pcm = np.clip(pcm, -top, top)
    elif fault < 0.16:
        pcm = telephone(pcm)
    return pcm


def lay(task):
    """Lays the clips of one group in streams of 12.8 s with 0.1-0.7 s gaps.

    Returns dry and heard, int16 (streams, STREAM) each, and marks (stream, start sample, end sample, word, person,
    clip): copies of one clip have its number."""
    members, seed = task
    rng = random.Random(seed)
    rng.shuffle(members)
    dry, heard, marks = [], [], []
    now, at = None, 0

    def begin():
        nonlocal now, at
        now, at = (np.zeros(STREAM, np.float32), np.zeros(STREAM, np.float32)), 0

    def close():
        noise = np.random.default_rng(rng.randrange(1 << 30)).standard_normal(STREAM) * 10 ** rng.uniform(-4.6, -3.3)
        for out, stream in zip((dry, heard), now):
            out.append(np.clip((stream + noise) * 32767, -32768, 32767).astype(np.int16))
        begin()

    begin()
    for pcm, word, person, clip in members:
        pcm = resample(pcm, 1 / rng.uniform(0.84, 1.2)) if rng.random() < 0.8 else pcm
        pcm = pcm / (np.abs(pcm).max() + 1e-9) * 10 ** rng.uniform(-1.6, -0.15)
        wet = through_the_air(pcm, rng)
        gap = int(rng.uniform(0.1, 0.7) * RATE)
        if at + gap + min(len(wet), STREAM // 2) > STREAM:
            close()
        start = at + gap
        if word >= 0:
            marks.append((len(dry), start, min(start + len(pcm), STREAM), word, person, clip))
        while True:
            for stream, sound in zip(now, (pcm, wet)):
                piece = sound[:STREAM - start]
                stream[start:start + len(piece)] += piece
            at = min(start + len(wet), STREAM)
            pcm, wet = pcm[STREAM - start:], wet[STREAM - start:]
            if len(wet) <= RATE:
                break
            close()  # long talk goes on in the next stream
            start = 0
    if at:
        close()
    return np.stack(dry), np.stack(heard), np.array(marks, np.int32).reshape(-1, 6)


def streams(clips, rng, passes):
    """dry, heard and marks of all clips; a stream holds clips of one group only."""
    people = {}
    by_group = defaultdict(list)
    for number, clip in enumerate(clips):
        person = people.setdefault(clip.person, len(people))
        copies = passes if clip.word >= 0 else max(1, passes // 2)
        by_group[clip.group] += [(clip.pcm, clip.word, person, number)] * copies
    tasks = [(by_group[group], rng.randrange(1 << 30)) for group in sorted(by_group)]
    with multiprocessing.Pool() as pool:
        parts = pool.map(lay, tasks, 1)
    first = np.cumsum([0] + [len(dry) for dry, _, _ in parts])
    for (_, _, marks), offset in zip(parts, first):
        marks[:, 0] += offset
    return [np.concatenate([part[i] for part in parts]) for i in range(3)]


def main():
    import sys
    os.environ["OMP_NUM_THREADS"] = "1"
    folder, target, passes = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else 2
    synthetic = int(sys.argv[4]) if len(sys.argv) > 4 else 300
    rng = random.Random(20261125)
    words = WordIds()
    real = real_clips(folder, words)
    print(f"{len(real)} real clips, {sum(len(c.pcm) for c in real) / RATE / 3600:.2f} h, {len(words.ids)} words", flush=True)
    made = synthetic_clips(rng, words, synthetic, 8, 170)
    print(f"{len(made)} synthetic clips, {sum(len(c.pcm) for c in made) / RATE / 3600:.2f} h, {len(words.ids)} words", flush=True)
    dry, heard, marks = streams(real + made, rng, passes)
    print(f"{len(dry)} streams, {len(dry) * 12.8 / 3600:.2f} h", flush=True)
    for name, array in (("dry", dry), ("heard", heard), ("marks", marks)):
        np.save(target / f"{name}.npy", array)


if __name__ == "__main__":
    main()
