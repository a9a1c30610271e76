import { z } from 'zod';
import { plural } from './bounded-text.ts';
import { defineFunctionTool } from './define-tool.ts';

export const askUser = defineFunctionTool({
  kind: 'function',
  name: 'ask_user',
  effect: 'act',
  description: 'Ask the user and wait for the answers.',
  schema: z.object({
    questions: z
      .array(
        z.object({
          question: z.string().min(1).describe('One sentence, clear without the chat'),
          options: z
            .array(z.string().min(1))
            .max(8)
            .optional()
            .describe('Answers to choose from, the recommended one first'),
        }),
      )
      .min(1)
      .max(5)
      .describe('One to five'),
  }),
  title: ({ questions }) => `Ask ${plural(questions.length, 'question')}`,
  async run({ questions }, context) {
    const answers = await context.ask(
      questions.map(({ question, options }) => ({
        question,
        ...(options?.length ? { options } : {}),
      })),
    );
    const lines = questions.map(({ question }, index) => {
      const answer = answers[index]?.trim();
      return `Q: ${question}\nA: ${answer ?? ''}${answer ? '' : '(no answer: take the sensible choice and say which)'}`;
    });
    const text = lines.join('\n');
    return {
      ok: true,
      output: text,
      summary: plural(answers.filter((answer) => answer.trim()).length, 'answer'),
      detail: { kind: 'text', text },
    };
  },
});
