import type { ContentPart, InputItem } from './items.ts';

/** Characters a token stands for, on the low side so that the estimate errs towards more tokens. */
const charactersPerToken = 3.5;
/** An image at the size that is sent; what the endpoint counts depends on the detail level. */
const tokensPerImage = 1_500;

/** A cheap local estimate, for deciding when to count or compact; never for bills. */
export function estimateTokens(items: readonly InputItem[]): number {
  return items.reduce((sum, item) => sum + estimateItem(item), 0);
}

function estimateItem(item: InputItem): number {
  switch (item.type) {
    case 'message':
      return item.role === 'assistant'
        ? textTokens(JSON.stringify(item.content))
        : contentTokens(item.content);
    case 'function_call_output':
    case 'custom_tool_call_output':
      return typeof item.output === 'string' ? textTokens(item.output) : contentTokens(item.output);
    case 'reasoning':
    case 'compaction':
      // Encrypted text is base64 of about four characters for three bytes.
      return Math.ceil((item.encrypted_content?.length ?? 0) / 6);
    case 'function_call':
      return textTokens(item.arguments) + 20;
    case 'custom_tool_call':
      return textTokens(item.input) + 20;
  }
}

function contentTokens(content: readonly ContentPart[]): number {
  return content.reduce(
    (sum, part) =>
      sum +
      (part.type === 'input_text'
        ? textTokens(part.text)
        : part.type === 'input_image'
          ? tokensPerImage
          : textTokens(part.file_data) / 10),
    8,
  );
}

function textTokens(text: string): number {
  return Math.ceil(text.length / charactersPerToken);
}
