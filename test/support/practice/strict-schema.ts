/** The rules of `strict: true` for a function's parameters, as the endpoint checks them. */

const unsupported = [
  'allOf',
  'not',
  'oneOf',
  'if',
  'then',
  'else',
  'dependentRequired',
  'dependentSchemas',
  'patternProperties',
  'propertyNames',
  'unevaluatedProperties',
];

/** The first breach, with the place it was found at; undefined when the schema is acceptable. */
export function findStrictProblem(schema: unknown, context = '()'): string | undefined {
  if (!isObject(schema)) return `In context=${context}, schema must be an object.`;
  const keyword = unsupported.find((name) => name in schema);
  if (keyword !== undefined) return `In context=${context}, '${keyword}' is not permitted.`;
  const properties = schema['properties'];
  if (schema['type'] === 'object' || properties !== undefined) {
    if (schema['additionalProperties'] !== false) {
      return `In context=${context}, 'additionalProperties' is required to be supplied and to be false.`;
    }
    const names = isObject(properties) ? Object.keys(properties) : [];
    const required = Array.isArray(schema['required']) ? (schema['required'] as unknown[]) : [];
    const missing = names.find((name) => !required.includes(name));
    if (missing !== undefined) {
      return `In context=${context}, 'required' is required to be supplied and to be an array including every key in properties. Missing '${missing}'.`;
    }
  }
  if (schema['type'] === 'array' && !('items' in schema)) {
    return `In context=${context}, array schema missing items.`;
  }
  for (const [name, child] of children(schema)) {
    const found = findStrictProblem(child, `('${name}')`);
    if (found !== undefined) return found;
  }
  return undefined;
}

function* children(schema: Readonly<Record<string, unknown>>): Generator<[string, unknown]> {
  for (const holder of ['properties', '$defs', 'definitions']) {
    const value = schema[holder];
    if (isObject(value)) yield* Object.entries(value);
  }
  if (schema['items'] !== undefined) yield ['items', schema['items']];
  const anyOf = schema['anyOf'];
  if (Array.isArray(anyOf)) {
    for (const [index, value] of (anyOf as unknown[]).entries()) yield [`anyOf ${index}`, value];
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
