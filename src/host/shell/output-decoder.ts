export interface OutputDecoder {
  /** The readable text of what is complete so far. */
  decode(bytes: Uint8Array): string;
  /** What was held back, when nothing more comes. */
  end(): string;
}

/** Escape sequences are held back until complete, but never more than this. */
const heldMost = 4_096;

/** CSI, then OSC and the other strings up to their terminator, then two-character escapes. */
const escapes =
  /\x1b(?:\[[0-?]*[ -/]*[@-~]|[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\)|[ -/]+[0-~]|[0-OQ-WYZ\\`-~])/g;
/** Tab, newline and return stay. */
const controls = /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]/g;

/** Decodes UTF-8 that is split anywhere, and takes out escape sequences and control characters. */
export function createOutputDecoder(): OutputDecoder {
  const decoder = new TextDecoder();
  let held = '';
  const clean = (text: string) => text.replace(escapes, '').replace(controls, '');
  return {
    decode(bytes) {
      const text = held + decoder.decode(bytes, { stream: true });
      const open = openEscape(text);
      held = text.slice(open);
      return clean(text.slice(0, open));
    },
    end() {
      const text = held + decoder.decode();
      held = '';
      return clean(text);
    },
  };
}

/** Where an escape sequence begins that has not ended yet, or a return that may belong to a newline. */
function openEscape(text: string): number {
  const last = text.lastIndexOf('\x1b');
  if (last >= 0 && text.length - last <= heldMost) {
    escapes.lastIndex = last;
    const match = escapes.exec(text);
    escapes.lastIndex = 0;
    if (match?.index !== last) return last;
  }
  return text.endsWith('\r') ? text.length - 1 : text.length;
}
