/** In which words does a model leave things out, explain itself, decline? A sample; the checks must not know it. */

export const placeholders: readonly string[] = [
  '... existing code ...',
  '... rest of the code ...',
  '... rest of the implementation remains the same',
  'rest of the code unchanged',
  '(rest of the file unchanged)',
  'existing implementation here',
  'Existing logic remains the same',
  'Keep the rest of the code as it is',
  '[previous code stays as is]',
  '... (unchanged)',
  'unchanged',
  '…',
  '...',
  'same as before',
  'as before',
  'remaining methods omitted for brevity',
  'omitted for brevity',
  'snip',
  '[snip]',
  '--- snip ---',
  'your code here',
  'implementation goes here',
  'Implementation details omitted',
  'other methods...',
  'etc.',
  '...and so on',
  'TODO: keep existing body',
  'body unchanged',
  'code above stays the same',
  'The original implementation continues here',
  'function body is identical to the original',
  'everything else stays put',
  'no changes below',
  'no changes needed here',
  'remainder of the function',
  'leave the existing body intact',
  'original code preserved',
  'see original for the rest',
  'truncated for readability',
  'the other cases are handled as previously',
  'logic elided',
  'Rest bleibt unverändert',
  'restlicher Code',
  'le reste du code est inchangé',
  'resto del código sin cambios',
];

export const introductions: readonly string[] = [
  'Here is the updated code:',
  "Here's the modified file with the requested change:",
  'Sure! Below is the full implementation.',
  'I have updated the function to handle the edge case.',
  'The following file contains the fix you asked for.',
  'Certainly, this version validates its input first.',
  'Let me rewrite this module for you.',
  'Updated file with the new parameter added to the function:',
  'Hier ist die geänderte Datei:',
  'Voici le fichier modifié avec la correction demandée :',
];

export const explanations: readonly string[] = [
  'This change makes the function return early when the list is empty.',
  'I added a check for null values and renamed the variable for clarity.',
  'Let me know if you need anything else!',
  'Note that the behavior for negative numbers is the same as before.',
  'The main differences are:\n- the loop now stops at the first match\n- errors are passed on to the caller',
  'Explanation: the new parameter is optional and defaults to false.',
  '**Changes made:**\n1. Added input validation to the constructor.\n2. Removed the unused import.',
  'With this in place, the tests should pass again.',
  'Hope this helps, feel free to ask if something is unclear.',
  'Die Funktion prüft jetzt zuerst, ob die Liste leer ist.',
];

export const refusals: readonly string[] = [
  "I'm sorry, but I can't assist with that request.",
  'I cannot help with modifying this code as it may violate our policies.',
  'As an AI language model, I am not able to execute or change files.',
  'Sorry, I am unable to complete this task.',
  "I won't be able to provide that change.",
  'Es tut mir leid, aber ich kann dabei nicht helfen.',
  'Je suis désolé, mais je ne peux pas répondre à cette demande.',
];

export const errors: readonly string[] = [
  '{"error":{"message":"model \\"devstral\\" not found","type":"api_error"}}',
  '{"error": "CUDA out of memory. Tried to allocate 2.00 GiB"}',
  '{"object":"error","message":"This model\'s maximum context length is 8192 tokens","code":400}',
  'data: {"error":{"code":503,"message":"Loading model","type":"unavailable_error"}}',
  '<html>\n<head><title>502 Bad Gateway</title></head>\n<body><center><h1>502 Bad Gateway</h1></center></body>\n</html>',
  'Internal Server Error',
  'upstream connect error or disconnect/reset before headers. reset reason: connection timeout',
  'Error: llama runner process has terminated: signal: killed',
];

export const tokens: readonly string[] = [
  '<|im_end|>',
  '<|endoftext|>',
  '<|fim_suffix|>',
  '</s>',
  '[/INST]',
  '[SUFFIX]',
  '<fim_middle>',
  '<EOT>',
  '<｜fim▁end｜>',
  '<end_of_turn>',
  '<|assistant|>',
  '<|eot_id|>',
  '<file_sep>',
];

/** Language identifier and a piece of code in it. */
export const strangers: readonly (readonly [string, string])[] = [
  [
    'python',
    'def total(items):\n    result = 0\n    for item in items:\n        if item is not None:\n            result += item.price\n    return result',
  ],
  [
    'python',
    'class Cache:\n    def __init__(self, size=10):\n        self.size = size\n        self.entries = {}\n\n    def get(self, key):\n        return self.entries.get(key)',
  ],
  [
    'go',
    'func Total(items []Item) (int, error) {\n\tsum := 0\n\tfor _, item := range items {\n\t\tif item.Price < 0 {\n\t\t\treturn 0, fmt.Errorf("negative: %d", item.Price)\n\t\t}\n\t\tsum += item.Price\n\t}\n\treturn sum, nil\n}',
  ],
  [
    'rust',
    'pub fn total(items: &[Item]) -> Result<u32, Error> {\n    let mut sum = 0;\n    for item in items.iter() {\n        sum += item.price.checked_add(1).ok_or(Error::Overflow)?;\n    }\n    Ok(sum)\n}',
  ],
  [
    'typescript',
    'export function total(items: readonly Item[]): number {\n  let sum = 0;\n  for (const item of items) {\n    if (item.price !== undefined) sum += item.price;\n  }\n  return sum;\n}',
  ],
  [
    'javascript',
    "const fs = require('fs');\n\nfunction readAll(paths) {\n  return paths.map((path) => fs.readFileSync(path, 'utf8'));\n}\n\nmodule.exports = { readAll };",
  ],
  [
    'java',
    'public class Totals {\n    private final List<Item> items;\n\n    public int total() {\n        int sum = 0;\n        for (Item item : items) {\n            sum += item.getPrice();\n        }\n        return sum;\n    }\n}',
  ],
  [
    'ruby',
    'def total(items)\n  sum = 0\n  items.each do |item|\n    next if item.nil?\n    sum += item.price\n  end\n  sum\nend',
  ],
  [
    'shellscript',
    'total=0\nfor file in "$@"; do\n  if [ -f "$file" ]; then\n    size=$(wc -c < "$file")\n    total=$((total + size))\n  fi\ndone\necho "$total"',
  ],
  [
    'sql',
    'SELECT item.name, SUM(item.price) AS total\nFROM item\nJOIN purchase ON purchase.item_id = item.id\nWHERE purchase.paid = TRUE\nGROUP BY item.name\nORDER BY total DESC;',
  ],
];
