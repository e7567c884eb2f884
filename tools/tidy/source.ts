// SPDX-License-Identifier: Apache-2.0
import * as ast from 'typescript/unstable/ast';
import { createVirtualFileSystem } from 'typescript/unstable/fs';
import { API } from 'typescript/unstable/sync';

export interface Link {
  readonly specifier: string;
  /** Names taken; `*` for a namespace, a dynamic import or a whole re-export, nothing for a side effect. */
  readonly names: readonly string[];
  readonly isTypeOnly: boolean;
  readonly isReExport: boolean;
  readonly line: number;
}

export interface Named {
  readonly name: string;
  readonly line: number;
}

export interface Exported extends Named {
  readonly isType: boolean;
}

export interface Sized extends Named {
  /** Lines that are not blank, first and last included. */
  readonly lines: number;
  readonly isComponent: boolean;
}

/** What the rules need to know of one source file; they never look at a syntax tree. */
export interface Source {
  readonly path: string;
  readonly text: string;
  readonly links: readonly Link[];
  readonly exports: readonly Exported[];
  /** Names declared in the file: values, types, fields, parameters. */
  readonly declared: readonly Named[];
  readonly functions: readonly Sized[];
  /** `name(`, `new Name(`, `new Name()`, `a.b`, `.b`: what is called or reached into, in the words of the code. */
  readonly uses: readonly Named[];
  /** Text of string literals, import specifiers left out. */
  readonly strings: readonly Named[];
  /** How often each identifier occurs, declarations and imports included. */
  readonly words: ReadonlyMap<string, number>;
}

const ROOT = '/tree/';

/** Parses path -> text with the compiler's own parser, in one process for all of them. */
export function parseSources(texts: ReadonlyMap<string, string>): Source[] {
  const files = Object.fromEntries([...texts].map(([path, text]) => [ROOT + path, text]));
  const settings = {
    compilerOptions: {
      noLib: true,
      noResolve: true,
      types: [],
      allowJs: true,
      jsx: 'preserve',
      allowImportingTsExtensions: true,
      noEmit: true,
      target: 'esnext',
      module: 'esnext',
    },
    files: [...texts.keys()],
  };
  const api = new API({
    cwd: ROOT,
    fs: createVirtualFileSystem({ ...files, [`${ROOT}tsconfig.json`]: JSON.stringify(settings) }),
  });
  try {
    const [project] = api.updateSnapshot({ openProjects: [`${ROOT}tsconfig.json`] }).getProjects();
    return [...texts].map(([path, text]) => {
      const tree = project?.program.getSourceFile(ROOT + path);
      if (tree === undefined) throw new Error(`Cannot parse ${path}: the compiler does not know it`);
      return describe(path, text, tree);
    });
  } finally {
    api.close();
  }
}

type Mutable = {
  [Part in 'links' | 'exports' | 'declared' | 'functions' | 'uses' | 'strings']: Source[Part][number][];
};

class Reading {
  readonly found: Mutable = { links: [], exports: [], declared: [], functions: [], uses: [], strings: [] };
  readonly words = new Map<string, number>();
  readonly #tree: ast.SourceFile;

  constructor(tree: ast.SourceFile) {
    this.#tree = tree;
  }

  lineOf(node: ast.Node): number {
    return this.#tree.getLineAndCharacterOfPosition(node.getStart(this.#tree)).line + 1;
  }

  textOf(node: ast.Node): string {
    return node.getText(this.#tree);
  }

  visit(node: ast.Node): void {
    this.#readLink(node);
    this.#readName(node);
    this.#readUse(node);
    this.#readSize(node);
    node.forEachChild((child) => this.visit(child));
  }

  #readLink(node: ast.Node): void {
    const add = (module: ast.Node | undefined, names: string[], isTypeOnly: boolean, isReExport = false) => {
      if (module === undefined || !ast.isStringLiteral(module)) return;
      this.found.links.push({
        specifier: module.text,
        names,
        isTypeOnly,
        isReExport,
        line: this.lineOf(node),
      });
    };
    if (ast.isImportDeclaration(node)) {
      const clause = node.importClause;
      const bindings = clause?.namedBindings;
      const names = clause?.name === undefined ? [] : ['default'];
      if (bindings !== undefined && ast.isNamespaceImport(bindings)) names.push('*');
      if (bindings !== undefined && ast.isNamedImports(bindings)) {
        names.push(...bindings.elements.map((each) => this.textOf(each.propertyName ?? each.name)));
      }
      add(node.moduleSpecifier, names, clause?.phaseModifier === ast.SyntaxKind.TypeKeyword);
    } else if (ast.isExportDeclaration(node)) {
      const clause = node.exportClause;
      const isNamed = clause !== undefined && ast.isNamedExports(clause);
      const names = isNamed
        ? clause.elements.map((each) => this.textOf(each.propertyName ?? each.name))
        : ['*'];
      add(node.moduleSpecifier, names, node.isTypeOnly, true);
      if (isNamed) {
        for (const each of clause.elements) {
          const isType = node.isTypeOnly || each.isTypeOnly;
          this.found.exports.push({ name: this.textOf(each.name), line: this.lineOf(each), isType });
        }
      }
    } else if (ast.isCallExpression(node) && node.expression.kind === ast.SyntaxKind.ImportKeyword) {
      add(node.arguments[0], ['*'], false);
    } else if (ast.isImportTypeNode(node) && ast.isLiteralTypeNode(node.argument)) {
      add(node.argument.literal, ['*'], true);
    }
  }

  #readName(node: ast.Node): void {
    if (ast.isIdentifier(node)) this.words.set(node.text, (this.words.get(node.text) ?? 0) + 1);
    if (ast.isExportAssignment(node)) {
      this.found.exports.push({ name: 'default', line: this.lineOf(node), isType: false });
    }
    const name = (node as { name?: ast.Node }).name;
    const isDeclared = name !== undefined && ast.isIdentifier(name) && declaring.has(node.kind);
    if (!isDeclared) return;
    const named = { name: name.text, line: this.lineOf(name) };
    this.found.declared.push(named);
    const holder = ast.isVariableDeclaration(node) ? node.parent.parent : node;
    const modifiers = (holder as { modifiers?: readonly ast.Node[] }).modifiers ?? [];
    if (modifiers.some((modifier) => modifier.kind === ast.SyntaxKind.ExportKeyword)) {
      const isDefault = modifiers.some((modifier) => modifier.kind === ast.SyntaxKind.DefaultKeyword);
      this.found.exports.push({
        name: isDefault ? 'default' : named.name,
        line: named.line,
        isType: ast.isInterfaceDeclaration(node) || ast.isTypeAliasDeclaration(node),
      });
    }
  }

  #readUse(node: ast.Node): void {
    const add = (name: string) => this.found.uses.push({ name, line: this.lineOf(node) });
    if (ast.isCallExpression(node) && ast.isIdentifier(node.expression)) add(`${node.expression.text}(`);
    else if (ast.isNewExpression(node)) {
      const isBare = (node.arguments?.length ?? 0) === 0;
      add(`new ${this.textOf(node.expression)}(${isBare ? ')' : ''}`);
    } else if (ast.isPropertyAccessExpression(node)) {
      if (ast.isIdentifier(node.expression)) add(`${node.expression.text}.${node.name.text}`);
      add(`.${node.name.text}`);
    } else if (ast.isStringLiteral(node) && !ast.isImportDeclaration(node.parent)) {
      this.found.strings.push({ name: node.text, line: this.lineOf(node) });
    }
  }

  #readSize(node: ast.Node): void {
    if (!sized.has(node.kind)) return;
    const own = (node as { name?: ast.Node }).name;
    const holder = ast.isVariableDeclaration(node.parent) ? node.parent.name : undefined;
    const name = own ?? holder;
    const text = this.textOf(node);
    this.found.functions.push({
      name: name === undefined ? 'a function' : this.textOf(name),
      line: this.lineOf(node),
      lines: text.split('\n').filter((line) => line.trim() !== '').length,
      isComponent: name !== undefined && /^[A-Z]/.test(this.textOf(name)) && /<[A-Za-z>]/.test(text),
    });
  }
}

const declaring = new Set([
  ast.SyntaxKind.VariableDeclaration,
  ast.SyntaxKind.Parameter,
  ast.SyntaxKind.BindingElement,
  ast.SyntaxKind.FunctionDeclaration,
  ast.SyntaxKind.ClassDeclaration,
  ast.SyntaxKind.InterfaceDeclaration,
  ast.SyntaxKind.TypeAliasDeclaration,
  ast.SyntaxKind.MethodDeclaration,
  ast.SyntaxKind.MethodSignature,
  ast.SyntaxKind.PropertyDeclaration,
  ast.SyntaxKind.PropertySignature,
]);

const sized = new Set([
  ast.SyntaxKind.FunctionDeclaration,
  ast.SyntaxKind.FunctionExpression,
  ast.SyntaxKind.ArrowFunction,
  ast.SyntaxKind.MethodDeclaration,
  ast.SyntaxKind.Constructor,
]);

function describe(path: string, text: string, tree: ast.SourceFile): Source {
  const reading = new Reading(tree);
  reading.visit(tree);
  return { path, text, ...reading.found, words: reading.words };
}
