import { useMemo } from 'preact/hooks';

import { memo } from '../memo.tsx';
import { IconButton } from '../parts/icon-button.tsx';
import type { Post } from '../vs-code.ts';

export interface CodeBlockProps {
  readonly text: string;
  readonly language: string;
  readonly post: Post;
}

/** Lines a piece: while a long block streams, only its last piece is laid out again. */
const pieceLines = 100;

export const CodeBlock = memo(({ text, language, post }: CodeBlockProps) => {
  const pieces = useMemo(() => splitLines(text), [text]);
  const name = /^[\w+#.-]+/.exec(language)?.[0] ?? '';
  return (
    <div class="code-block">
      <div class="code-bar">
        <span>{name}</span>
        <IconButton
          icon="copy"
          label="Copy code"
          onClick={() => {
            post({ type: 'copy', text });
          }}
        />
      </div>
      <pre tabIndex={0} role="group" aria-label={name === '' ? 'Code' : `Code, ${name}`}>
        <code>
          {pieces.map((piece, index) => (
            <Piece key={index} text={piece} />
          ))}
        </code>
      </pre>
    </div>
  );
});

const Piece = memo(({ text }: { text: string }) => <span class="code-piece">{text}</span>);

function splitLines(text: string): string[] {
  const lines = text.split('\n');
  const pieces: string[] = [];
  for (let index = 0; index < lines.length; index += pieceLines) {
    pieces.push(lines.slice(index, index + pieceLines).join('\n'));
  }
  return pieces;
}
