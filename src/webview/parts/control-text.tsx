import { splitHidden } from '../../shared/visible-text.ts';

/** Text on which a decision rests: what could not be seen in it is shown by name. */
export function ControlText({ text }: { text: string }) {
  return (
    <bdi dir="ltr">
      {splitHidden(text).map((part, index) =>
        part.hidden ? (
          <span key={index} class="hidden-character" title="A character that is not visible">
            {part.text}
          </span>
        ) : (
          part.text
        ),
      )}
    </bdi>
  );
}
