import { applyPatch } from './apply-patch.ts';
import { askUser } from './ask-user.ts';
import { changes } from './changes.ts';
import { diagnostics } from './diagnostics.ts';
import { editNotebook } from './edit-notebook.ts';
import { execCommand } from './exec-command.ts';
import { listFiles } from './list-files.ts';
import { readFile } from './read-file.ts';
import { references } from './references.ts';
import { renameSymbol } from './rename-symbol.ts';
import { report } from './report.ts';
import { search } from './search.ts';
import { symbols } from './symbols.ts';
import type { Tool } from './tool.ts';
import { updatePlan } from './update-plan.ts';
import { viewImage } from './view-image.ts';
import { writeStdin } from './write-stdin.ts';

/**
 * Every tool of Ratchet, in the order the model sees them. The order is part of the prompt's prefix:
 * new tools go to the end.
 */
export const builtInTools: readonly Tool[] = [
  applyPatch,
  execCommand,
  writeStdin,
  readFile,
  listFiles,
  search,
  diagnostics,
  symbols,
  references,
  renameSymbol,
  changes,
  viewImage,
  updatePlan,
  askUser,
  report,
  editNotebook,
];
