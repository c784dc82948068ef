/** Head + gate + labels → image. One place decides what every personal model has in common. */
import { OTHER_LABEL } from "../../common/street.ts";
import { buildImage, type ImageClass } from "../../firmware-gen/image/build.ts";
import type { ShippedBackbone } from "../../firmware-gen/image/shipped-backbones.ts";
import type { Network } from "../../firmware-gen/network/network.ts";
import type { TemplateHead } from "../heads/template.ts";
import type { Enrolment } from "./enrolment.ts";
import { NO_COMMAND } from "./examples.ts";

/** Templates over the shipped backbone and the frames, over the frames alone, or a network of the person's own. */
export const HEAD_KINDS = ["embedding", "template", "dense"] as const;
export type HeadKind = (typeof HEAD_KINDS)[number];

/** A trained head; `thresholds` are per class in the unit of its scores, int16. */
export type TrainedHead =
  | { readonly kind: "template"; readonly head: TemplateHead }
  | {
      readonly kind: "embedding";
      readonly head: TemplateHead;
      /** A network is carried in the image; a shipped backbone lies beside it and is only named. */
      readonly backbone: Network | ShippedBackbone;
    }
  | { readonly kind: "dense"; readonly network: Network; readonly thresholds: readonly number[] };

/** No second event within this time: one command is one event, milliseconds. */
const REFRACTORY_MS = 300;

/** @returns an image of the generic kernel family; the same head and enrolment give the same bytes. */
export function imageOf(trained: TrainedHead, enrolment: Enrolment): Uint8Array {
  const { signal, labels, gate, held } = enrolment;
  const thresholds = trained.kind === "dense" ? trained.thresholds : trained.head.thresholds;
  const commands: ImageClass[] = labels.map((label, c) => ({
    label,
    command: true,
    threshold: thresholds[c]!,
    ...(held.has(c) && { held: true }),
  }));
  const common = { signal, gate, refractoryMs: REFRACTORY_MS, margin: 0, meta: { head: trained.kind } };
  if (trained.kind !== "dense") {
    const { settings, templates, counters, hold } = trained.head;
    const nothing: ImageClass = { label: OTHER_LABEL, command: false, threshold: 0 };
    return buildImage({
      ...common,
      ...(trained.kind === "embedding" && networkOf(trained.backbone)),
      classes: [...commands, ...Array.from({ length: counters }, () => nothing)],
      head: { kind: "template", settings, templates },
      ...(hold && { hold }),
    });
  }
  const classes = [...commands, ...NO_COMMAND.map((label) => ({ label, command: false, threshold: 0 }))];
  return buildImage({ ...common, classes, network: trained.network, head: { kind: "dense" } });
}

function networkOf(backbone: Network | ShippedBackbone): { network: Network } | { backbone: Uint8Array } {
  return "ops" in backbone ? { network: backbone } : { backbone: backbone.bytes };
}
