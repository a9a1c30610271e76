import type { Failure } from '../shared/events.ts';
import { catalogue, describeModel, type ModelFacts } from './catalogue.ts';
import type { ModelOptions } from './options.ts';
import { plainRequest } from './plain-request.ts';

export type ModelsAnswer =
  /** Ours first, then what else the account may use, by name. */
  | { readonly kind: 'models'; readonly models: readonly ModelFacts[] }
  /** The endpoint does not say; these are the ones we know. */
  | { readonly kind: 'unlisted'; readonly models: readonly ModelFacts[] }
  | { readonly kind: 'failure'; readonly failure: Failure };

const latestInstant = 'gpt-5.5-chat-latest';
const instantProfile = 'gpt-5.5-instant';

/** Models that cannot write code, by the words in their names. */
const otherPurpose =
  /embedding|whisper|tts|dall-e|image|audio|realtime|moderation|transcribe|search|sora|babbage|davinci/;

/** What the account's `GET /models` shows, for the model picker. Throws only when `signal` aborts. */
export async function listModels(
  options: ModelOptions,
  signal: AbortSignal,
): Promise<ModelsAnswer> {
  const { prices } = options.settings();
  const known = catalogue.filter((facts) => facts.id !== latestInstant);
  const answer = await plainRequest(
    options,
    'models',
    async (client, ended) => {
      const ids: string[] = [];
      for await (const model of client.models.list({ signal: ended })) ids.push(model.id);
      return ids;
    },
    signal,
  );
  switch (answer.kind) {
    case 'failure':
      return answer;
    case 'missing':
      return { kind: 'unlisted', models: known.map((facts) => describeModel(facts.id, prices)) };
    case 'answer': {
      const listed = new Set(answer.value);
      // The fast everyday variant goes by an id of its own where the account has it, else by a profile.
      if (!listed.has(latestInstant) && listed.has('gpt-5.5')) listed.add(instantProfile);
      const ours = catalogue.map((facts) => facts.id).filter((id) => listed.has(id));
      const others = [...listed]
        .filter((id) => !ours.includes(id) && !otherPurpose.test(id))
        .sort();
      return {
        kind: 'models',
        models: [...ours, ...others].map((id) => describeModel(id, prices)),
      };
    }
  }
}
