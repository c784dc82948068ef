import type { ReactNode } from "react";
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from "react-aria-components";
import { useText } from "../text/text-context.tsx";
import { Button } from "./controls.tsx";

/** A dialog over the page; always with a way back, by button and by Escape. */
export function Dialog({
  title,
  open,
  onClose,
  children,
  role = "dialog",
  closeLabel,
}: {
  title: string;
  open: boolean;
  onClose: () => void;
  children: ReactNode;
  role?: "dialog" | "alertdialog";
  closeLabel?: string;
}) {
  const text = useText();
  return (
    <ModalOverlay
      className="veil"
      isOpen={open}
      isDismissable={role === "dialog"}
      onOpenChange={(next) => {
        if (!next) onClose();
      }}
    >
      <Modal className="modal">
        <AriaDialog className="dialog" role={role}>
          <Heading slot="title" level={2}>
            {title}
          </Heading>
          {children}
          <div className="row row-end">
            <Button onPress={onClose}>{closeLabel ?? text.common.close}</Button>
          </div>
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}

/** Asks before something that cannot be undone. */
export function Confirm({
  title,
  question,
  yes,
  open,
  onYes,
  onClose,
}: {
  title: string;
  question: string;
  yes: string;
  open: boolean;
  onYes: () => void;
  onClose: () => void;
}) {
  const text = useText();
  return (
    <Dialog title={title} open={open} onClose={onClose} role="alertdialog" closeLabel={text.common.cancel}>
      <p>{question}</p>
      <div className="row row-end">
        <Button
          look="danger"
          onPress={() => {
            onClose();
            onYes();
          }}
        >
          {yes}
        </Button>
      </div>
    </Dialog>
  );
}
