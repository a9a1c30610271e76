import { NotebookCellOutput, NotebookCellOutputItem } from 'vscode';
import { isObject, joinLines, type JsonObject } from '../../core/notebooks/parse-notebook.ts';

/**
 * A stored cell's outputs as VS Code's own notebook extension would open them; it finds the names in
 * `metadata` again when it saves.
 */
export function outputData(outputs: unknown): NotebookCellOutput[] {
  return Array.isArray(outputs) ? outputs.filter(isObject).map(readOutput) : [];
}

function readOutput(output: JsonObject): NotebookCellOutput {
  const outputType = String(output['output_type']);
  switch (outputType) {
    case 'stream': {
      const text = joinLines(output['text']);
      const item =
        output['name'] === 'stderr'
          ? NotebookCellOutputItem.stderr(text)
          : NotebookCellOutputItem.stdout(text);
      return new NotebookCellOutput([item], { outputType });
    }
    case 'error': {
      const trace = Array.isArray(output['traceback']) ? output['traceback'] : [];
      const item = NotebookCellOutputItem.error({
        name: textOf(output['ename']),
        message: textOf(output['evalue']),
        stack: trace.join('\n'),
      });
      return new NotebookCellOutput([item], { outputType, originalError: output });
    }
    default: {
      const data = isObject(output['data']) ? output['data'] : {};
      const items = Object.entries(data).map(([mime, value]) => readData(mime, value));
      const { execution_count: executionCount, metadata } = output;
      return new NotebookCellOutput(items, {
        outputType,
        ...(executionCount === undefined ? {} : { executionCount }),
        metadata: isObject(metadata) ? metadata : {},
      });
    }
  }
}

function readData(mime: string, value: unknown): NotebookCellOutputItem {
  if (mime.startsWith('image/') && mime !== 'image/svg+xml' && typeof value === 'string') {
    return new NotebookCellOutputItem(Buffer.from(value, 'base64'), mime);
  }
  const isText = typeof value === 'string' || (Array.isArray(value) && !mime.endsWith('json'));
  return NotebookCellOutputItem.text(isText ? joinLines(value) : JSON.stringify(value), mime);
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
