import { readFileSync } from 'node:fs';

const patterns = [
  // import … from 'x', export … from 'x'; the clause may run over several lines.
  /^[ \t]*(?:import|export)\b[^'"`;]*?\bfrom\s*['"]([^'"]+)['"]/gm,
  /^[ \t]*import\s*['"]([^'"]+)['"]/gm,
  /\b(?:import|require)\(\s*['"]([^'"]+)['"]/g,
  /^[ \t]*declare\s+module\s+['"]([^'"]+)['"]/gm,
];

/** Every specifier that a file imports, with its line. Text is enough: comments hold no imports. */
export function importsOf(file, text = readFileSync(file, 'utf8')) {
  return patterns.flatMap((pattern) =>
    [...text.matchAll(pattern)].map((match) => ({
      specifier: match[1],
      line: text.slice(0, match.index).split('\n').length,
      isAugmentation: match[0].trimStart().startsWith('declare'),
    })),
  );
}
