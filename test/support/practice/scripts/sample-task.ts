import type { SampleTask } from './fix-sample.ts';

export const sampleTask: SampleTask = {
  prompt: 'The totals are wrong when an order has a discount. Find out why and fix it.',
  firstThought: 'The totals are wrong with a discount. I look for where discounts are used.',
  firstWords: 'I look for where discounts enter the totals, then read the files involved.',
  plan: ['Find where the totals go wrong', 'Fix the files together', 'Run the tests'],
  search: { pattern: 'discount' },
  files: [],
  patchThought: 'Three files disagree about what a discount is; they change together.',
  patch: '*** Begin Patch\n*** End Patch\n',
  testCommand: 'node --test',
  green: /fail 0/,
  answer: 'The tests are green.',
};
