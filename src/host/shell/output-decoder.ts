export interface OutputDecoder {
  /** The readable text of what is complete so far. */
  decode(bytes: Uint8Array): string;
  /** What was held back, when nothing more comes. */
  end(): string;
}

/** Escape sequences are held back until complete, but never more than this. */
const heldMost = 4_096;

/** CSI, then OSC and the other strings up to their terminator, then two-character escapes. */
const whole =
  /\x1b(?:\[[0-?]*[ -/]*[@-~]|[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\)|[ -/]+[0-~]|[0-OQ-WYZ\\`-~])/y;
const escapes = new RegExp(whole.source, 'g');
/** The beginning of a sequence that the next bytes may complete. */
const unfinished = /\x1b(?:$|\[[0-?]*[ -/]*$|[\]PX^_][^\x07\x1b]*\x1b?$|[ -/]+$)/y;
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
  let at = text.indexOf('\x1b');
  while (at >= 0) {
    unfinished.lastIndex = at;
    if (text.length - at <= heldMost && unfinished.test(text)) return at;
    whole.lastIndex = at;
    at = text.indexOf('\x1b', whole.test(text) ? whole.lastIndex : at + 1);
  }
  return text.endsWith('\r') ? text.length - 1 : text.length;
}
