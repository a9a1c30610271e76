/**
 * What is known of models, as data: a gateway's may differ, so each number can be overridden by the
 * setting `ratchet.prices`. Source: OpenAI's model and pricing pages for GPT-5.5, November 2026.
 */

import type { Effort, RequestUsage, Verbosity } from '../core/ports.ts';

/** US dollars per million tokens. */
export interface Price {
  readonly input: number;
  /** The price of `input` when the model has no cache price. */
  readonly cachedInput?: number;
  readonly output: number;
}

export interface ModelFacts {
  readonly id: string;
  readonly name: string;
  /** The id that is sent, when `id` names a profile of ours. */
  readonly sendAs?: string;
  /** Fixed by a profile, whatever the settings say. */
  readonly profile?: { readonly effort: Effort; readonly verbosity: Verbosity };
  /** Largest input in tokens. */
  readonly window: number;
  readonly maxOutput: number;
  readonly price?: Price;
  /** A request with more input than `above` costs so many times as much, all of it. */
  readonly longContext?: {
    readonly above: number;
    readonly input: number;
    readonly output: number;
  };
  readonly priority?: Price;
  readonly efforts: readonly Effort[];
}

export type PriceOverrides = Readonly<
  Record<
    string,
    {
      readonly input?: number;
      readonly cachedInput?: number;
      readonly output?: number;
      readonly window?: number;
      readonly maxOutput?: number;
    }
  >
>;

const gpt55 = {
  id: 'gpt-5.5',
  name: 'GPT-5.5',
  window: 922_000,
  maxOutput: 128_000,
  price: { input: 5, cachedInput: 0.5, output: 30 },
  longContext: { above: 272_000, input: 2, output: 1.5 },
  priority: { input: 12.5, cachedInput: 1.25, output: 75 },
  efforts: ['none', 'low', 'medium', 'high', 'xhigh'],
} as const satisfies ModelFacts;

export const catalogue: readonly ModelFacts[] = [
  gpt55,
  {
    id: 'gpt-5.5-pro',
    name: 'GPT-5.5 Pro',
    window: gpt55.window,
    maxOutput: gpt55.maxOutput,
    price: { input: 30, output: 180 },
    longContext: gpt55.longContext,
    efforts: gpt55.efforts,
  },
  {
    ...gpt55,
    id: 'gpt-5.5-instant',
    name: 'GPT-5.5 Instant',
    sendAs: 'gpt-5.5',
    profile: { effort: 'none', verbosity: 'low' },
  },
  { ...gpt55, id: 'gpt-5.5-chat-latest', name: 'GPT-5.5 Instant' },
];

/** Careful numbers for a model nobody has described: a local server's, mostly. */
const unknownModel = { window: 128_000, maxOutput: 32_000 };

/** Facts of a model; a dated snapshot has those of the model it is of. */
export function describeModel(id: string, overrides: PriceOverrides = {}): ModelFacts {
  const base = id.replace(/-\d{4}-\d{2}-\d{2}$/, '');
  const known = catalogue.find((facts) => facts.id === id || facts.id === base);
  const facts: ModelFacts = known
    ? { ...known, id }
    : { ...unknownModel, id, name: id, efforts: [] };
  const override = overrides[id] ?? overrides[base];
  if (!override) return facts;
  const { window = facts.window, maxOutput = facts.maxOutput } = override;
  const price = overridePrice(facts.price, override);
  return { ...facts, window, maxOutput, ...(price ? { price } : {}) };
}

/** US dollars of one request; 0 for a model without a known price. */
export function priceOf(
  facts: ModelFacts,
  usage: RequestUsage,
  tier: 'auto' | 'default' | 'flex' | 'priority' = 'default',
): number {
  const long = facts.longContext && usage.inputTokens > facts.longContext.above;
  // Priority is not offered for long contexts.
  const price = tier === 'priority' && !long ? (facts.priority ?? facts.price) : facts.price;
  if (!price) return 0;
  const factor = long ? facts.longContext : { input: 1, output: 1 };
  const cached = Math.min(usage.cachedTokens, usage.inputTokens);
  const input =
    (usage.inputTokens - cached) * price.input + cached * (price.cachedInput ?? price.input);
  return (input * factor.input + usage.outputTokens * price.output * factor.output) / 1_000_000;
}

/** The effort to send: the nearest level below that the model has, else its lowest. */
export function supportedEffort(facts: ModelFacts, wanted: Effort): Effort {
  const efforts = facts.efforts;
  if (efforts.length === 0 || efforts.includes(wanted)) return wanted;
  const ladder: readonly Effort[] = ['none', 'minimal', 'low', 'medium', 'high', 'xhigh'];
  const below = ladder.slice(0, ladder.indexOf(wanted)).filter((one) => efforts.includes(one));
  // Less thinking than asked for would surprise only where it means none at all.
  const nearest = below.filter((one) => one !== 'none').at(-1);
  return nearest ?? efforts.find((one) => one !== 'none') ?? wanted;
}

function overridePrice(
  price: Price | undefined,
  override: PriceOverrides[string],
): Price | undefined {
  const input = override.input ?? price?.input;
  const output = override.output ?? price?.output;
  if (input === undefined || output === undefined) return price;
  const cachedInput =
    override.cachedInput ?? (override.input === undefined ? price?.cachedInput : undefined);
  return cachedInput === undefined ? { input, output } : { input, output, cachedInput };
}
