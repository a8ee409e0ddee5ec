/** What does the instruction of an edit allow? */

const aboutRemoval =
  /\b(?:remov\w*|delet\w*|drop\w*|strip\w*|clean\w*|prun\w*|eliminat\w*|get rid|extract\w*|mov\w*|split\w*|simplif\w*|inlin\w*|replac\w*|rewrit\w*|refactor\w*|shorten\w*|condens\w*|empt\w*|clear\w*|stub\w*|mock\w*|entfern\w*|lösch\w*|supprim\w*|elimin\w*|rimuov\w*)\b/i;

/** It speaks of taking code away, or of a change that does. False without an instruction. */
export function asksForRemoval(instruction: string | undefined): boolean {
  return aboutRemoval.test(instruction ?? '');
}
