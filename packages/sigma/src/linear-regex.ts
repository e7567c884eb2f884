// SPDX-License-Identifier: Apache-2.0
import { RegexStates, type Step } from './regex-states.ts';
import { literalsOf, parseRegex, type RegexNode, RegexRefused } from './regex-syntax.ts';

/** A compiled expression. Never stalls, whatever the expression. */
export interface LinearRegex {
  /** Whether a text holds what the expression describes, anywhere. */
  readonly finds: (text: string) => boolean;
  /** Texts in lower case of which one has to be there; null when there are none. */
  readonly literals: readonly string[] | null;
}

/** Steps of a compiled expression. `{n,m}` multiplies, so this is what bounds an expression. */
const STEPS_MAX = 20_000;

/**
 * Compiles a regular expression of a rule. Where nothing in it can make a backtracking engine walk in circles, the
 * platform's engine runs it; otherwise one that reads the text once and keeps all its places at the same time
 * (Thompson's construction).
 *
 * @throws RegexRefused for what is no expression, or asks for what a linear engine cannot do
 */
export function compileRegex(source: string, flags: string): LinearRegex {
  const inline = /^\(\?([ims]+)\)/.exec(source);
  const allFlags = [...new Set(flags + (inline?.[1] ?? ''))].join('');
  const body = inline === null ? source : source.slice(inline[0].length);
  const tree = parseRegex(body, allFlags);
  if (isTame(tree) && !spelledOtherwise.test(body)) {
    try {
      const native = new RegExp(body.replace(/\(\?P</g, '(?<'), allFlags);
      return { finds: (text) => native.test(text), literals: literalsOf(tree) };
    } catch {
      // What JavaScript spells otherwise runs here.
    }
  }
  return { finds: simulate(tree), literals: literalsOf(tree) };
}

/** What means something else to JavaScript: anchors by letter, and a bracket that opens a set with itself. */
const spelledOtherwise = /\\[AzZae]|\[\^?\]/;

/** Ways through an expression that a backtracking engine may have to try at one place of a text, at most. */
const PATHS_MAX = 256;

/** What makes a backtracking engine slow: parts without end, and how often their neighbours let it choose. */
interface Choices {
  readonly endless: number;
  readonly paths: number;
}

function choicesOf(node: RegexNode): Choices {
  switch (node.kind) {
    case 'take':
    case 'at':
      return { endless: 0, paths: 1 };
    case 'sequence':
    case 'either': {
      const each = node.of.map(choicesOf);
      const endless = each.reduce((sum, one) => sum + one.endless, 0);
      const paths = each.map((one) => one.paths);
      return {
        endless,
        paths:
          node.kind === 'either'
            ? paths.reduce((sum, one) => sum + one, 0)
            : paths.reduce((all, one) => all * one, 1),
      };
    }
    case 'repeat': {
      const { endless, paths } = choicesOf(node.of);
      // One kind of character, over and over: the engine can only give them back one by one.
      if (node.of.kind === 'take' && node.max === Number.POSITIVE_INFINITY) return { endless: 1, paths: 1 };
      return { endless: endless * node.max, paths: (node.max - node.min + 1) * paths ** node.max };
    }
  }
}

function isTame(node: RegexNode): boolean {
  const { endless, paths } = choicesOf(node);
  return endless <= 1 && paths <= PATHS_MAX;
}

function build(tree: RegexNode): Step[] {
  const steps: Step[] = [{ kind: 'found' }];
  const add = (step: Step): number => {
    if (steps.length >= STEPS_MAX) {
      throw new RegexRefused('not_supported', `it unfolds to more than ${STEPS_MAX} steps`);
    }
    return steps.push(step) - 1;
  };
  // Built from the end: each part is given where to go on.
  const compile = (node: RegexNode, next: number): number => {
    switch (node.kind) {
      case 'take':
        return add({ kind: 'take', takes: node.takes, next });
      case 'at':
        return add({ kind: 'at', holds: node.holds, next });
      case 'sequence':
        return node.of.reduceRight((after, part) => compile(part, after), next);
      case 'either':
        return node.of
          .map((part) => compile(part, next))
          .reduce((first, second) => add({ kind: 'split', next: first, other: second }));
      case 'repeat': {
        let after = next;
        if (node.max === Number.POSITIVE_INFINITY) {
          const loop: Step = { kind: 'split', next: 0, other: next };
          after = add(loop);
          loop.next = compile(node.of, after);
        } else {
          for (let count = node.min; count < node.max; count += 1) {
            after = add({ kind: 'split', next: compile(node.of, after), other: next });
          }
        }
        for (let count = 0; count < node.min; count += 1) {
          after = compile(node.of, after);
        }
        return after;
      }
    }
  };
  steps.push({ kind: 'split', next: compile(tree, 0), other: 0 });
  return steps;
}

function simulate(tree: RegexNode): LinearRegex['finds'] {
  const steps = build(tree);
  const { next: start } = steps.pop() as { next: number };
  let states: RegexStates | null = null;
  // Most expressions of a library are never run: what they remember is made with the first text.
  return (text) => {
    states ??= new RegexStates(steps, start);
    return states.finds(text);
  };
}
