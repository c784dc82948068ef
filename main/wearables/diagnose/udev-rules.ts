/**
 * udev rules that Beckon proposes, each as narrow as its purpose (cases B07, B13). Proposed,
 * never installed by itself: the person or whoever administers the computer does.
 */

/** USB identity of a board. */
export interface UsbIdentity {
  /** Four hexadecimal digits each. */
  readonly vendorId: string;
  readonly productId: string;
  /** Where the board has one; cheap USB serial chips have none. */
  readonly serialNumber?: string | undefined;
  /** The socket it is plugged into, as the kernel names it: `1-1.2`. */
  readonly socket?: string | undefined;
}

export interface UdevRule {
  readonly file: string;
  readonly text: string;
  /** One line to run, asking for administrator's rights. */
  readonly command: string;
}

/** The boards Beckon knows: micro:bit (DAPLink), Raspberry Pi Pico, Arduino Uno R3. */
const knownBoards: readonly UsbIdentity[] = [
  { vendorId: "0d28", productId: "0204" },
  { vendorId: "2e8a", productId: "000a" },
  { vendorId: "2341", productId: "0043" },
];

/**
 * Gives whoever sits at the computer the serial ports of these boards, at the next plugging
 * in and without logging out.
 *
 * @param boards those to give; without it the boards Beckon knows.
 */
export function accessRule(boards: readonly UsbIdentity[] = knownBoards): UdevRule {
  const lines = boards.map((board) => `SUBSYSTEM=="tty", ${matchAncestors(board)}, TAG+="uaccess"`);
  // 70: before systemd's 73-seat-late.rules, which acts on the tag.
  return rule(
    "/etc/udev/rules.d/70-beckon.rules",
    "Beckon: its boards belong to the person at this computer",
    lines,
  );
}

/**
 * Keeps the Braille display service off one board and leaves it as it is for everything
 * else. BRLTTY's own rules (85 or 90) ask systemd for the service when they see the chip's
 * identity; this one, read after them, takes that wish back for this board: by its serial
 * number, or, as cheap chips have none, by the socket it is plugged into, so that a Braille
 * display with the same chip goes on working in any other socket.
 *
 * @throws RangeError if the board has neither, for a rule for the chip alone would be too wide.
 */
export function notBrailleRule(board: UsbIdentity): UdevRule {
  const one =
    board.serialNumber !== undefined
      ? `ATTR{serial}=="${plain(board.serialNumber)}"`
      : board.socket !== undefined
        ? `KERNEL=="${plain(board.socket)}"`
        : undefined;
  if (one === undefined) throw new RangeError("a board is told apart by its serial number or its socket");
  const match = `ATTR{idVendor}=="${hex4(board.vendorId)}", ATTR{idProduct}=="${hex4(board.productId)}", ${one}`;
  const lines = [
    `SUBSYSTEM=="usb", ENV{DEVTYPE}=="usb_device", ${match}, ENV{BRLTTY_BRAILLE_DRIVER}="", ENV{SYSTEMD_WANTS}=""`,
  ];
  return rule(
    "/etc/udev/rules.d/95-beckon-board.rules",
    "Beckon: this one board is no Braille display",
    lines,
  );
}

function rule(file: string, says: string, lines: readonly string[]): UdevRule {
  const quoted = lines.map((line) => `'${line}'`).join(" ");
  return {
    file,
    text: `# ${says}\n${lines.join("\n")}\n`,
    command: `printf '%s\\n' ${quoted} | sudo tee ${file} && sudo udevadm control --reload`,
  };
}

function matchAncestors(board: UsbIdentity): string {
  return `ATTRS{idVendor}=="${hex4(board.vendorId)}", ATTRS{idProduct}=="${hex4(board.productId)}"`;
}

function hex4(id: string): string {
  const digits = id.toLowerCase();
  if (!/^[0-9a-f]{4}$/.test(digits)) throw new RangeError(`a USB id has four hexadecimal digits, got ${id}`);
  return digits;
}

/** May this stand in a rule and a command line? What a device says of itself may be anything. */
export function isPlainName(text: string): boolean {
  return /^[\w.:-]{1,64}$/.test(text);
}

function plain(text: string): string {
  if (!isPlainName(text)) throw new RangeError(`not usable in a rule: ${JSON.stringify(text)}`);
  return text;
}
