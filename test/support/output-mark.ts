/**
 * Leads every line that the tests in VS Code print, because there they share one log with the
 * workbench. A word joiner: nothing is seen of it where nobody takes it off.
 */
export const outputMark = '\u2060';
