/** An image file as a person asks about it. */
import { type Board, boardById, boards } from "../../firmware-gen/boards/boards.ts";
import { type Fit, fits } from "../../firmware-gen/image/fits.ts";
import { type ImageDescription, readImage } from "../../firmware-gen/image/read.ts";
import { readInputFile } from "./files.ts";

export interface ImageFile {
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly image: ImageDescription;
}

export interface BoardFit extends Fit {
  readonly board: string;
  readonly name: string;
}

/** @throws BeckonError `file-…` or `image-…`, naming the file. */
export function loadImage(path: string): ImageFile {
  const bytes = readInputFile(path);
  return { path, bytes, image: readImage(bytes, path) };
}

/** Whether it runs on one board, or on each that Beckon knows. @throws BeckonError `board-unknown`. */
export function fitsOn(image: ImageDescription, boardId: string | undefined): BoardFit[] {
  const asked: readonly Board[] = boardId === undefined ? boards : [boardById(boardId)];
  return asked.map((board) => ({ board: board.id, name: board.name, ...fits(image, board) }));
}
