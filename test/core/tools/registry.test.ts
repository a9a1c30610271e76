import assert from 'node:assert/strict';
import { builtInTools } from '../../../src/core/tools/registry.ts';

describe('the registry', () => {
  it('offers the tools of the contract, in an order that never changes', () => {
    assert.deepEqual(
      builtInTools.map((tool) => tool.name),
      [
        ...['apply_patch', 'exec_command', 'write_stdin', 'read_file', 'list_files', 'search'],
        ...['diagnostics', 'symbols', 'references', 'rename_symbol', 'changes', 'view_image'],
        ...['update_plan', 'ask_user', 'report', 'edit_notebook'],
      ],
    );
  });

  it('has no tool that fetches addresses', () => {
    for (const tool of builtInTools) {
      assert.doesNotMatch(tool.name, /fetch|http|web|browse|download|url/);
      const { spec } = tool;
      const parameters = spec.type === 'function' ? JSON.stringify(spec.parameters) : '';
      assert.doesNotMatch(parameters, /"(?:url|uri|href)"/i);
    }
  });

  it('explains every parameter', () => {
    for (const { spec } of builtInTools) {
      if (spec.type !== 'function') continue;
      for (const [name, schema] of leaves(spec.parameters)) {
        const explained = typeof schema['description'] === 'string' || name === 'met';
        assert.ok(explained, `${spec.name}.${name}`);
      }
    }
  });

  it('costs little, in every request of every task', () => {
    const size = JSON.stringify(builtInTools.map((tool) => tool.spec)).length;
    assert.ok(size <= 9_300, `${size} bytes`);
  });

  it('leaves out what the endpoint does not need', () => {
    const json = JSON.stringify(builtInTools.map((tool) => tool.spec));
    assert.doesNotMatch(json, /\$schema|additionalProperties|maximum|minimum|minLength/);
  });

  it('names only tools that read as reading', () => {
    const reading = builtInTools.filter((tool) => tool.effect === 'read').map((tool) => tool.name);
    assert.deepEqual(reading, [
      ...['read_file', 'list_files', 'search', 'diagnostics', 'symbols', 'references'],
      ...['changes', 'view_image'],
    ]);
  });
});

type Schema = Readonly<Record<string, unknown>>;

/** Every property at any depth, but not the items of a list that is explained itself. */
function leaves(schema: Schema): readonly (readonly [string, Schema])[] {
  const properties = Object.entries((schema['properties'] ?? {}) as Record<string, Schema>);
  return properties.flatMap(([name, property]) => {
    const items = property['items'] as Schema | undefined;
    const own = [[name, property]] as const;
    if (items === undefined) return own;
    return items['properties'] ? leaves(items) : own;
  });
}
