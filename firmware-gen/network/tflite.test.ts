/**
 * Published int8 models through the runtime, against what TensorFlow Lite for
 * Microcontrollers' reference kernels gave for the same inputs (the folder's
 * README names commit and build). Runs where ../shared/data/tflite lies.
 */
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { createEngine } from "../engine/engine.ts";
import { networkOfTflite } from "./testing/tflite-file.ts";

const folder = fileURLToPath(new URL("../../../shared/data/tflite/", import.meta.url));
const MODELS = [
  { name: "hello_world_sine", rows: 1, vectors: 256 },
  { name: "ad_autoencoder", rows: 1, vectors: 24 },
  { name: "sww_streaming_ref", rows: 30, vectors: 61 },
];

describe("network: the bits of TensorFlow Lite's reference kernels", { skip: !existsSync(folder) }, () => {
  for (const { name, rows, vectors } of MODELS) {
    it(`gives ${name}'s ${vectors} reference outputs`, async () => {
      const engine = await createEngine();
      const inputs = readFileSync(`${folder}${name}/inputs.bin`);
      const expected = readFileSync(`${folder}${name}/outputs.bin`);
      const network = engine.loadNetwork(
        networkOfTflite(readFileSync(`${folder}${name}/model.tflite`), rows),
      );
      const inputBytes = inputs.length / vectors;
      for (let i = 0; i < vectors; i++) {
        network.reset();
        const made = network.run(new Int8Array(inputs.subarray(i * inputBytes, (i + 1) * inputBytes)));
        const last = Buffer.from(made.slice(-network.vectorSize).buffer);
        const wanted = expected.subarray(i * network.vectorSize, (i + 1) * network.vectorSize);
        assert.equal(last.toString("hex"), wanted.toString("hex"), `vector ${i}`);
      }
      assert.equal(vectors * network.vectorSize, expected.length);
    });
  }
});
