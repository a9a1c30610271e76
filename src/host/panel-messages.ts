import { z } from 'zod';

import type { FromPanel } from '../shared/protocol.ts';

/**
 * What the panel said, or nothing when it is not exactly one of its messages within bounds. The
 * panel shows model text, so it is not trusted: ids are only looked up, and paths and links are
 * confined by whoever handles them.
 */
export function parsePanelMessage(message: unknown): FromPanel | undefined {
  const parsed = fromPanel.safeParse(message);
  return parsed.success ? parsed.data : undefined;
}

/** Characters. The image limit is 20 MB once decoded, the endpoint's own bound being higher. */
export const panelLimits = {
  id: 200,
  path: 4_096,
  text: 1_000_000,
  copy: 4_000_000,
  title: 500,
  criterion: 2_000,
  criteria: 50,
  answer: 20_000,
  answers: 50,
  uris: 200,
  image: 28_000_000,
} as const;

const id = z.string().min(1).max(panelLimits.id);
const path = z.string().min(1).max(panelLimits.path);
const text = z.string().max(panelLimits.text);
const review = { reviewId: id, path };

const fromPanel: z.ZodType<FromPanel> = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('ready') }),
  z.strictObject({
    type: z.literal('send'),
    text,
    doneWhen: z.array(z.string().max(panelLimits.criterion)).max(panelLimits.criteria),
  }),
  z.strictObject({ type: z.literal('sendNow'), queuedId: id }),
  z.strictObject({ type: z.literal('unqueue'), queuedId: id }),
  z.strictObject({ type: z.literal('composing'), empty: z.boolean() }),
  z.strictObject({ type: z.literal('focus'), has: z.boolean() }),
  z.strictObject({ type: z.literal('stop') }),
  z.strictObject({ type: z.literal('newTask') }),
  z.strictObject({
    type: z.literal('approve'),
    callId: id,
    decision: z.enum(['once', 'task', 'always', 'deny']),
  }),
  z.strictObject({
    type: z.literal('answer'),
    callId: id,
    answers: z.array(z.string().max(panelLimits.answer)).max(panelLimits.answers),
  }),
  z.strictObject({
    type: z.literal('openReview'),
    reviewId: id,
    path: path.exactOptional(),
    hunkId: id.exactOptional(),
  }),
  z.strictObject({ type: z.literal('keepAll'), reviewId: id }),
  z.strictObject({ type: z.literal('undoAll'), reviewId: id }),
  z.strictObject({ type: z.literal('keepFile'), ...review }),
  z.strictObject({ type: z.literal('undoFile'), ...review }),
  z.strictObject({ type: z.literal('keepHunk'), ...review, hunkId: id }),
  z.strictObject({ type: z.literal('undoHunk'), ...review, hunkId: id }),
  z.strictObject({ type: z.literal('editMessage'), messageId: id, text }),
  z.strictObject({ type: z.literal('fork'), messageId: id }),
  z.strictObject({ type: z.literal('restoreCheckpoint'), messageId: id }),
  z.strictObject({
    type: z.literal('failureAction'),
    action: z.enum([
      'retry',
      'setApiKey',
      'selectModel',
      'openSettings',
      'openFolder',
      'manageTrust',
      'openBilling',
      'showLog',
    ]),
  }),
  z.strictObject({ type: z.literal('continue') }),
  z.strictObject({ type: z.literal('retryWait'), action: z.enum(['now', 'cancel']) }),
  z.strictObject({ type: z.literal('attach') }),
  z.strictObject({
    type: z.literal('attachImage'),
    name: z.string().max(panelLimits.title),
    dataUri: z
      .string()
      .max(panelLimits.image)
      .regex(/^data:image\/(?:png|jpeg|gif|webp);base64,/),
  }),
  z.strictObject({
    type: z.literal('attachUris'),
    uris: z.array(z.string().min(1).max(panelLimits.path)).min(1).max(panelLimits.uris),
  }),
  z.strictObject({ type: z.literal('detach'), attachmentId: id }),
  z.strictObject({ type: z.literal('listSessions') }),
  z.strictObject({ type: z.literal('openSession'), taskId: id }),
  z.strictObject({
    type: z.literal('renameSession'),
    taskId: id,
    title: z.string().min(1).max(panelLimits.title),
  }),
  z.strictObject({ type: z.literal('deleteSession'), taskId: id }),
  z.strictObject({ type: z.literal('exportTask') }),
  z.strictObject({ type: z.literal('selectModel') }),
  z.strictObject({
    type: z.literal('openFile'),
    uri: path,
    line: z.int().min(1).max(10_000_000).exactOptional(),
  }),
  z.strictObject({ type: z.literal('openLink'), href: path }),
  z.strictObject({ type: z.literal('copy'), text: z.string().max(panelLimits.copy) }),
]);
