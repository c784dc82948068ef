import { type BoardFit, fitsOn, loadImage } from "../../app/image.ts";
import type { Command } from "../command.ts";

type Description = ReturnType<typeof loadImage>["image"];

const command: Command = {
  usage: "FILE.bkn [--explain] [--board BOARD]",
  about: `Checks an image as a device would, and says what is in it and which boards it runs on.
With --explain also every layer, threshold and setting. With --board the exit code
is 1 when it does not run on that board.`,
  options: { explain: { type: "boolean" }, board: { type: "string" } },
  files: { least: 1, most: 1 },
  async run({ files, options, output }) {
    const { image } = loadImage(files[0]!);
    const boards = fitsOn(image, options.optional("board"));
    output.result({ ...image, boards }, [
      ...overview(image),
      ...(options.flag("explain") ? ["", ...explanation(image)] : []),
      "",
      ...boards.map(fitLine),
    ]);
    return options.optional("board") !== undefined && boards.some((board) => !board.fits) ? 1 : undefined;
  },
};
export default command;

function overview(image: Description): string[] {
  const commands = image.classes.filter((each) => each.command).map(({ label }) => label);
  return [
    `image ${image.imageId}, model ${image.modelId}`,
    `${image.bytes} bytes, ${image.arenaBytes} bytes of memory while it runs, for ${image.family} boards`,
    `${image.signal}, ${image.head.kind} head, ${commands.length} commands: ${commands.join(", ")}`,
    ...(image.backbone === null ? [] : [backboneLine(image.backbone)]),
  ];
}

function backboneLine({ id, name, bytes }: NonNullable<Description["backbone"]>): string {
  return `runs over the shared network ${name ?? ""} (${id}), ${bytes} bytes that lie beside it on the board`;
}

function explanation(image: Description): string[] {
  const { network, head, gate, meta } = image;
  return [
    `memory while it runs: ${image.arenaBytes} bytes, of which the network ${network?.memoryBytes ?? 0}`,
    "parts, bytes:",
    ...image.sections.map(
      ({ type, bytes, optional }) => `  ${type}  ${bytes}${optional ? "  (may be skipped)" : ""}`,
    ),
    ...(network === null
      ? ["no network: the head reads the front end's frames"]
      : [
          `network${image.backbone === null ? "" : ", shared"}: ${network.weights} weights, ${Math.round(network.macsPerFrame)} multiplications per frame,`,
          `         ${network.vectorSize} values every ${network.vectorPeriod} frames, ${network.workBytes} bytes of work`,
          ...network.layers.map(
            (layer, index) =>
              `  ${String(index + 1).padStart(2)} ${layer.kind.padEnd(16)} ${layer.bands}×${layer.channels}` +
              `  kernel ${layer.kernelTime}×${layer.kernelBands}  ${layer.weights} weights  ${layer.stage}`,
          ),
        ]),
    `head: ${head.kind === "dense" ? "dense" : `${head.templates} templates, ${JSON.stringify(head.settings)}`}`,
    `gate: ${JSON.stringify(gate)}`,
    `no second tap within ${image.refractoryMs} ms; the best must lead by ${image.margin}`,
    "classes, threshold, templates:",
    ...image.classes.map(
      ({ label, command: acts, threshold, templates }) =>
        `  ${label.padEnd(20)} ${acts ? String(threshold).padStart(6) : " never"} ${templates}`,
    ),
    `about: ${JSON.stringify(meta)}`,
  ];
}

function fitLine({ name, board, fits, flashFreeBytes, arenaFreeBytes, reasons }: BoardFit): string {
  if (fits)
    return `runs on ${name} (${board}): ${flashFreeBytes} bytes of flash and ${arenaFreeBytes} of memory stay free`;
  return `does not run on ${name} (${board}): ${reasons.join(" ")}`;
}
