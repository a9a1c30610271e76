/**
 * The patch format as a Lark grammar, for a custom tool whose input is the bare patch text. It
 * describes the form GPT-5.x writes by itself; `parsePatch` takes more than this, for endpoints that
 * do not enforce grammars.
 */
export const patchGrammar = `start: begin section+ end
begin: "*** Begin Patch" LF
end: "*** End Patch" LF?

section: add | delete | update
add: "*** Add File: " path LF added_line*
delete: "*** Delete File: " path LF
update: "*** Update File: " path LF move? (anchor | line | end_of_file)*

path: /(.+)/
move: "*** Move to: " path LF
anchor: ("@@" | "@@ " /(.+)/) LF
line: ("+" | "-" | " ") /(.*)/ LF
added_line: "+" /(.*)/ LF
end_of_file: "*** End of File" LF

%import common.LF
`;
