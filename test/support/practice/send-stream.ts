/** Writes frames as server-sent events. */

import type { ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { Frame, StreamFault } from './faults.ts';
import type { StreamEvent } from './stream-events.ts';

export interface StreamOptions {
  readonly fault?: StreamFault | undefined;
  /** Milliseconds to wait before an event; for a person who watches. */
  readonly pace?: ((event: StreamEvent) => number) | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

export async function sendStream(
  response: ServerResponse,
  frames: readonly Frame[],
  options: StreamOptions,
): Promise<void> {
  const { fault, signal } = options;
  response.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-cache',
    ...options.headers,
  });
  response.flushHeaders();
  const pause = fault?.kind === 'slow' ? fault.msPerEvent : 0;
  let pending = '';
  for (const frame of frames) {
    if (signal.aborted || response.destroyed) return;
    if (frame.kind === 'close') {
      await write(response, pending, fault);
      await close(response, frame.how);
      return;
    }
    if (frame.kind === 'stall') {
      await write(response, pending, fault);
      return;
    }
    const ms = frame.kind === 'event' ? Math.max(pause, options.pace?.(frame.event) ?? 0) : 0;
    if (ms > 0) {
      await write(response, pending, fault);
      pending = '';
      await wait(ms, undefined, { signal }).catch(() => undefined);
    }
    pending += frameText(frame, fault?.kind === 'crlf' ? '\r\n' : '\n');
    // One write per event would make the tests wait for the network and show nothing more.
    if (pending.length > 16_384) {
      await write(response, pending, fault);
      pending = '';
    }
  }
  await write(response, pending, fault);
  response.end();
}

function frameText(frame: Extract<Frame, { kind: 'event' | 'raw' }>, newline: string): string {
  if (frame.kind === 'raw') return frame.text.replaceAll('\n', newline);
  return `event: ${frame.event.type}${newline}data: ${JSON.stringify(frame.event)}${newline}${newline}`;
}

async function write(
  response: ServerResponse,
  text: string,
  fault: StreamFault | undefined,
): Promise<void> {
  if (text === '' || response.destroyed) return;
  const bytes = Buffer.from(text);
  const size = fault?.kind === 'pieces' ? fault.bytes : bytes.length;
  for (let from = 0; from < bytes.length; from += size) {
    await writeBytes(response, bytes.subarray(from, from + size));
  }
}

/** Resolves when the bytes have left for the socket, or when the socket is gone. */
function writeBytes(response: ServerResponse, bytes: Buffer): Promise<void> {
  return new Promise((resolve) => {
    const finish = (): void => {
      response.off('close', finish);
      resolve();
    };
    response.once('close', finish);
    response.write(bytes, finish);
  });
}

function close(response: ServerResponse, how: 'destroy' | 'end'): Promise<void> {
  return new Promise((resolve) => {
    response.once('close', resolve);
    if (how === 'end') response.end();
    else response.destroy();
  });
}
