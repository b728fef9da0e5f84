/** @module Changes to source files, gathered by what they concern and applied together. */
import type ts from 'typescript';

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

export interface Edits {
  /** Puts a text in place of a node. What is said twice of one node is done once. */
  replace(node: ts.Node, text: string): void;
  /** Puts a text before a position, once for each key. */
  insert(file: ts.SourceFile, at: number, key: string, text: string): void;
  /** The changed files' texts, by their paths. */
  results(): ReadonlyMap<string, string>;
}

export function gatherEdits(): Edits {
  const files = new Map<ts.SourceFile, Map<string, Edit>>();

  function add(file: ts.SourceFile, key: string, edit: Edit): void {
    const edits = files.get(file) ?? new Map<string, Edit>();
    files.set(file, edits);
    if (!edits.has(key)) edits.set(key, edit);
  }

  return {
    replace(node, text) {
      const start = node.getStart();
      add(node.getSourceFile(), `replace ${start}`, { start, end: node.getEnd(), text });
    },
    insert(file, at, key, text) {
      add(file, `insert ${at} ${key}`, { start: at, end: at, text });
    },
    results: () =>
      new Map(
        [...files]
          .map(([file, edits]) => [file, apply(file.text, edits)] as const)
          .filter(([file, text]) => text !== file.text)
          .map(([file, text]) => [file.fileName, text]),
      ),
  };
}

/** From the end to the start, so that positions stay true; at one position the last comes first. */
function apply(text: string, edits: ReadonlyMap<string, Edit>): string {
  return [...edits.values()]
    .toReversed()
    .sort((a, b) => b.start - a.start)
    .reduce((all, { start, end, text: put }) => all.slice(0, start) + put + all.slice(end), text);
}
