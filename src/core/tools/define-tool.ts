import { z } from 'zod';
import type { CustomTool, FunctionTool, Tool, ToolContext, ToolResult } from './tool.ts';

/**
 * Wraps a function tool for the registry. Its specification is computed once and is the same bytes
 * in every process, since it is part of the prompt's prefix.
 *
 * Not `strict`: strict schemas must list every optional parameter as required and nullable, which
 * makes the prompt a third longer; arguments are validated here either way.
 */
export function defineFunctionTool<Schema extends z.ZodType>(tool: FunctionTool<Schema>): Tool {
  return {
    name: tool.name,
    effect: tool.effect,
    spec: {
      type: 'function',
      name: tool.name,
      description: tool.description,
      parameters: parametersOf(tool.schema),
      strict: false,
    },
    prepare(raw) {
      const read = readArguments(raw);
      if ('problem' in read) return problem(tool.name, read.problem);
      const parsed = tool.schema.safeParse(read.value);
      if (!parsed.success) return problem(tool.name, describeIssues(parsed.error));
      const input = parsed.data;
      return ready(tool.title(input), (context) => tool.run(input, context));
    },
  };
}

/** Wraps a tool whose input is free text. Where it was offered as a function, `{"input": …}` works. */
export function defineCustomTool(tool: CustomTool): Tool {
  return {
    name: tool.name,
    effect: tool.effect,
    spec: {
      type: 'custom',
      name: tool.name,
      description: tool.description,
      format: tool.format,
    },
    prepare(raw) {
      const input = unwrapInput(raw);
      return ready(tool.title(input), (context) => tool.run(input, context));
    },
  };
}

function ready(title: string, run: (context: ToolContext) => Promise<ToolResult>) {
  return { kind: 'ready', title, run } as const;
}

function problem(name: string, message: string) {
  return {
    kind: 'problem',
    message: `${name} was not run: ${message} Nothing has changed. Correct the arguments and call it again.`,
  } as const;
}

/** JSON Schema without the parts that say nothing: they would be paid for in every request. */
function parametersOf(schema: z.ZodType): Readonly<Record<string, unknown>> {
  const json = z.toJSONSchema(schema, {
    io: 'input',
    override({ jsonSchema }) {
      // Bounds are checked here and said in words where they matter; in the schema they only cost.
      delete jsonSchema.minimum;
      delete jsonSchema.maximum;
      delete jsonSchema.minLength;
      delete jsonSchema.minItems;
      delete jsonSchema.maxItems;
    },
  });
  delete json.$schema;
  return { ...json };
}

function readArguments(raw: string): { readonly value: unknown } | { readonly problem: string } {
  if (raw.trim() === '') return { value: {} };
  let value: unknown;
  try {
    value = JSON.parse(raw);
  } catch (error) {
    const why = error instanceof Error ? error.message : 'unreadable';
    return { problem: `its arguments are not valid JSON (${why.slice(0, 200)}).` };
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { problem: 'its arguments must be one JSON object.' };
  }
  // Models trained on strict schemas send null for a parameter they leave out.
  return { value: Object.fromEntries(Object.entries(value).filter(([, entry]) => entry !== null)) };
}

function describeIssues(error: z.ZodError): string {
  const shown = error.issues.slice(0, 5).map((issue) => {
    const where = issue.path.length > 0 ? `\`${issue.path.map(String).join('.')}\`: ` : '';
    return `${where}${issue.message}`;
  });
  return `${shown.join('; ')}.`;
}

/**
 * The free text, out of the JSON that endpoints without custom tools, or models used to a shell, put
 * it in: `{"input": …}`, `{"command": ["apply_patch", …]}`, `["apply_patch", …]`, a quoted string.
 */
function unwrapInput(raw: string): string {
  const text = raw.trim();
  const escaped = !text.includes('\n') && text.includes('\\n') && !/^[{["]/.test(text);
  if (!escaped && !/^[{["]/.test(text)) return raw;
  try {
    return longestText(JSON.parse(escaped ? `"${text}"` : text)) ?? raw;
  } catch {
    // Not JSON after all: the text is the input.
    return raw;
  }
}

/** A string, the longest one in a list, or what an object has under the names in use. */
function longestText(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) {
    const texts = value.filter((part) => typeof part === 'string');
    return texts.toSorted((one, other) => other.length - one.length)[0];
  }
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [name, part] of Object.entries(value)) {
    if (name === 'input' || name === 'patch' || name === 'command') return longestText(part);
  }
  return undefined;
}
