/**
 * Enough of the .tflite format to turn published models of plain chains
 * (convolutions, FULLY_CONNECTED, RESHAPE, SOFTMAX) into our Network in tests,
 * so that the runtime can be held against outputs of TensorFlow Lite itself.
 * Table and field numbers are those of tensorflow/lite/schema/schema.fbs.
 */
import type { Clamp, Network, Op, Tensor } from "../network.ts";

/** A flatbuffer table: fields by number, absent ones as undefined. */
class Table {
  readonly #view: DataView;
  readonly #at: number;

  constructor(view: DataView, at: number) {
    this.#view = view;
    this.#at = at;
  }

  #field(index: number): number | undefined {
    const vtable = this.#at - this.#view.getInt32(this.#at, true);
    const slot = 4 + 2 * index;
    if (slot >= this.#view.getUint16(vtable, true)) return undefined;
    const offset = this.#view.getUint16(vtable + slot, true);
    return offset === 0 ? undefined : this.#at + offset;
  }

  i8(index: number, absent = 0): number {
    const at = this.#field(index);
    return at === undefined ? absent : this.#view.getInt8(at);
  }

  i32(index: number, absent = 0): number {
    const at = this.#field(index);
    return at === undefined ? absent : this.#view.getInt32(at, true);
  }

  table(index: number): Table | undefined {
    const at = this.#field(index);
    return at === undefined ? undefined : new Table(this.#view, at + this.#view.getUint32(at, true));
  }

  #vector(index: number): { start: number; count: number } {
    const at = this.#field(index);
    if (at === undefined) return { start: 0, count: 0 };
    const start = at + this.#view.getUint32(at, true);
    return { start: start + 4, count: this.#view.getUint32(start, true) };
  }

  tables(index: number): Table[] {
    const { start, count } = this.#vector(index);
    return Array.from({ length: count }, (_, i) => {
      const at = start + 4 * i;
      return new Table(this.#view, at + this.#view.getUint32(at, true));
    });
  }

  ints(index: number): number[] {
    const { start, count } = this.#vector(index);
    return Array.from({ length: count }, (_, i) => this.#view.getInt32(start + 4 * i, true));
  }

  floats(index: number): number[] {
    const { start, count } = this.#vector(index);
    return Array.from({ length: count }, (_, i) => this.#view.getFloat32(start + 4 * i, true));
  }

  longs(index: number): number[] {
    const { start, count } = this.#vector(index);
    return Array.from({ length: count }, (_, i) => Number(this.#view.getBigInt64(start + 8 * i, true)));
  }

  bytes(index: number): Uint8Array {
    const { start, count } = this.#vector(index);
    return new Uint8Array(this.#view.buffer, this.#view.byteOffset + start, count).slice();
  }
}

const CONV_2D = 3;
const DEPTHWISE_CONV_2D = 4;
const FULLY_CONNECTED = 9;
const RESHAPE = 22;
const SOFTMAX = 25;

interface FileTensor {
  readonly shape: readonly number[];
  readonly scales: readonly number[];
  readonly zeroPoint: number;
  readonly data: Uint8Array;
}

/**
 * A model as a network whose step takes one row of time.
 * @param rows rows of time that one input holds; 1 where it is a plain vector.
 */
export function networkOfTflite(file: Uint8Array, rows: number): Network {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const model = new Table(view, view.getUint32(0, true));
  const graph = model.tables(2)[0] as Table;
  const codes = model.tables(1).map((code) => Math.max(code.i8(0), code.i32(3)));
  const buffers = model.tables(4);
  const fileTensors = graph.tables(0).map((tensor): FileTensor => {
    const quantization = tensor.table(4);
    return {
      shape: tensor.ints(0),
      scales: quantization?.floats(2) ?? [],
      zeroPoint: quantization?.longs(3)[0] ?? 0,
      data: (buffers[tensor.i32(2)] as Table).bytes(0),
    };
  });

  const tensors: Tensor[] = [];
  const ops: Op[] = [];
  /** Ours for each of the file's tensors, and how many rows of time it has left there. */
  const known = new Map<number, { index: number; rows: number }>();
  const add = (fileIndex: number, timeRows: number): number => {
    const tensor = fileTensors[fileIndex] as FileTensor;
    const size = tensor.shape.reduce((product, side) => product * side, 1) / timeRows;
    const channels = tensor.shape.at(-1) ?? 1;
    const flat = tensor.shape.length < 4;
    tensors.push({
      name: `t${fileIndex}`,
      bands: flat ? 1 : size / channels,
      channels: flat ? size : channels,
      type: "int8",
      scale: tensor.scales[0] ?? 1,
      zeroPoint: tensor.zeroPoint,
    });
    known.set(fileIndex, { index: tensors.length - 1, rows: timeRows });
    return tensors.length - 1;
  };

  const input = add(graph.ints(1)[0] as number, rows);
  for (const operator of graph.tables(3)) {
    const [source = 0, filter = 0, biasAt = 0] = operator.ints(1);
    const target = operator.ints(2)[0] as number;
    const from = known.get(source) as { index: number; rows: number };
    const options = operator.table(4);
    const code = codes[operator.i32(0)];
    if (code === RESHAPE) {
      known.set(target, from);
      continue;
    }
    if (code === SOFTMAX) {
      ops.push({ kind: "softmax", input: from.index, output: add(target, 1) });
      continue;
    }
    const weightTensor = fileTensors[filter] as FileTensor;
    const bias = (fileTensors[biasAt] as FileTensor).data;
    const shape = weightTensor.shape;
    const windowed = code !== FULLY_CONNECTED;
    const timeTaps = windowed ? (shape[1] as number) : from.rows;
    const depthwise = code === DEPTHWISE_CONV_2D;
    if (windowed && options?.i8(0) !== 1) throw new Error("Only VALID padding can be streamed row by row.");
    if (code !== CONV_2D && !depthwise && windowed) throw new Error(`Operator ${code} is not known here.`);
    const left = from.rows - (timeTaps - 1) * (windowed ? (options?.i32(depthwise ? 6 : 5, 1) ?? 1) : 1);
    const output = add(target, left);
    const outputs = depthwise ? (shape[3] as number) : (shape[0] as number);
    const scales = weightTensor.scales;
    const weighted = {
      input: from.index,
      output,
      weights: new Int8Array(weightTensor.data.buffer),
      weightScales: Float64Array.from({ length: outputs }, (_, i) => scales[scales.length > 1 ? i : 0] ?? 1),
      bias: new Int32Array(bias.buffer),
      clamp: clampOf(options?.i8(depthwise ? 4 : windowed ? 3 : 0) ?? 0, tensors[output] as Tensor),
    };
    if (!windowed && from.rows === 1) ops.push({ kind: "fullyConnected", ...weighted });
    else {
      ops.push({
        kind: depthwise ? "depthwiseConv2d" : "conv2d",
        ...weighted,
        kernelTime: timeTaps,
        kernelBands: windowed ? (shape[2] as number) : 1,
        dilationTime: windowed ? (options?.i32(depthwise ? 6 : 5, 1) ?? 1) : 1,
        strideTime: 1,
        strideBands: windowed ? (options?.i32(1, 1) ?? 1) : 1,
        padBands: 0,
      });
    }
  }
  const last = ops.at(-1) as Op;
  return { tensors, ops, input, vector: last.output, scores: null };
}

function clampOf(activation: number, tensor: Tensor): Clamp {
  const at = (real: number): number =>
    Math.max(-128, Math.min(127, tensor.zeroPoint + Math.round(real / tensor.scale)));
  if (activation === 0) return { min: -128, max: 127 };
  if (activation === 1) return { min: at(0), max: 127 };
  if (activation === 3) return { min: at(0), max: at(6) };
  throw new Error(`Activation ${activation} is not known here.`);
}
