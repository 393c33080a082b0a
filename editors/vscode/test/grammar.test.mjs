// The grammar, run by the same engine as in VS Code.

import assert from 'node:assert/strict';
import { readFile, readdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import oniguruma from 'vscode-oniguruma';
import textmate from 'vscode-textmate';

const grammar = await load();

check('package and versions', 'package %my:pkg@1.2.3-rc.1+b.2;', [
  ['package', 'keyword.other.package'],
  ['%my', 'entity.name.namespace'],
  ['pkg', 'entity.name.namespace'],
  ['1.2.3-rc.1+b.2', 'constant.numeric.version'],
  [';', 'punctuation.terminator'],
]);
check('a path ends before the dot of its names', 'use a:b/c@1.0.0-rc.1.{t, %type as u};', [
  ['use', 'keyword.other.use'],
  ['a', 'entity.name.namespace'],
  ['b', 'entity.name.namespace'],
  ['c', 'entity.name.type.interface'],
  ['1.0.0-rc.1', 'constant.numeric.version'],
  ['.', 'punctuation.separator'],
  ['t', 'entity.name.type'],
  ['%type', 'entity.name.type'],
  ['as', 'keyword.other.as'],
  ['u', 'entity.name.type'],
]);
check('use at the top', 'use a:b/c as d;\ninterface e {}', [
  ['c', 'entity.name.type.interface'],
  ['as', 'keyword.other.as'],
  ['d', 'entity.name.type.interface'],
  ['interface', 'keyword.declaration.interface'],
  ['e', 'entity.name.type.interface'],
]);
check(
  'gates',
  '@since(version = 0.2.0)\n@unstable(feature = %async)\n@deprecated(version=1.0.0)\nworld w {}',
  [
    ['@', 'punctuation.definition.attribute'],
    ['since', 'entity.name.function.attribute'],
    ['version', 'variable.parameter.attribute'],
    ['=', 'keyword.operator.assignment'],
    ['0.2.0', 'constant.numeric.version'],
    ['unstable', 'entity.name.function.attribute'],
    ['feature', 'variable.parameter.attribute'],
    ['%async', 'constant.other.feature'],
    ['deprecated', 'entity.name.function.attribute'],
    ['1.0.0', 'constant.numeric.version'],
    ['world', 'keyword.declaration.world'],
    ['w', 'entity.name.type.world'],
  ],
);
check('strings', '@external-id("a\\n\\u{1F600}\\q")\ninterface i {}', [
  ['external-id', 'entity.name.function.attribute'],
  ['\\n', 'constant.character.escape'],
  ['\\u{1F600}', 'constant.character.escape'],
  ['\\q', 'invalid.illegal.escape'],
  ['interface', 'keyword.declaration.interface'],
]);
check('comments nest', '/* a /* b */ c */ interface i {} // d\n/// e\n/** f /* g */ h */', [
  [' a ', 'comment.block'],
  [' b ', 'comment.block'],
  [' c ', 'comment.block'],
  ['interface', 'keyword.declaration.interface'],
  [' d', 'comment.line.double-slash'],
  [' e', 'comment.line.documentation'],
  [' f ', 'comment.block.documentation'],
  [' g ', 'comment.block'],
  [' h ', 'comment.block.documentation'],
]);
check('short comments', '/**/ use a;\n/***/ use b;\n//// c\n/*/ d */ use e;', [
  ['use', 'keyword.other.use'],
  ['use', 'keyword.other.use'],
  ['// c', 'comment.line.double-slash'],
  ['/ d ', 'comment.block'],
  ['use', 'keyword.other.use'],
]);
check(
  'a comment that silences rules',
  'interface i { f: func() /* wit-lsp: ignore[missing-deadline] why */; }',
  [
    ['wit-lsp:', 'keyword.other.directive'],
    ['ignore', 'keyword.other.directive'],
    ['missing-deadline', 'constant.other.rule'],
    [' why ', 'comment.block'],
    [';', 'punctuation.terminator'],
  ],
);
check('types', 'interface i { type t = result<_, map<string, list<u8, 4>>>; type %u8 = tuple<a, own<r>>; }', [
  ['type', 'keyword.declaration.type'],
  ['t', 'entity.name.type'],
  ['result', 'support.type.builtin'],
  ['_', 'variable.language.placeholder'],
  ['map', 'support.type.builtin'],
  ['string', 'support.type.primitive'],
  ['list', 'support.type.builtin'],
  ['u8', 'support.type.primitive'],
  ['4', 'constant.numeric.integer'],
  ['%u8', 'entity.name.type'],
  ['tuple', 'support.type.builtin'],
  ['a', 'entity.name.type'],
  ['own', 'storage.modifier.handle'],
  ['r', 'entity.name.type'],
]);
check(
  'definitions',
  'record r { %type: u8, b: future<error-context> }\nvariant v { a(stream), list }\nenum e { a }\nflags f { b }',
  [
    ['record', 'keyword.declaration.record'],
    ['r', 'entity.name.type'],
    ['%type', 'variable.other.property'],
    ['u8', 'support.type.primitive'],
    ['b', 'variable.other.property'],
    ['future', 'support.type.builtin'],
    ['error-context', 'support.type.primitive'],
    ['variant', 'keyword.declaration.variant'],
    ['a', 'variable.other.enummember'],
    ['stream', 'support.type.builtin'],
    ['enum', 'keyword.declaration.enum'],
    ['e', 'entity.name.type'],
    ['a', 'variable.other.enummember'],
    ['flags', 'keyword.declaration.flags'],
    ['b', 'variable.other.enummember'],
  ],
);
check(
  'functions',
  'interface i { f: async func(a: option<borrow<r>>) -> string; get: get() -> u8; %func: set(set: u8); }',
  [
    ['f', 'entity.name.function'],
    ['async', 'storage.modifier'],
    ['func', 'keyword.declaration.function'],
    ['a', 'variable.parameter'],
    ['option', 'support.type.builtin'],
    ['borrow', 'storage.modifier.handle'],
    ['->', 'keyword.operator.arrow'],
    ['string', 'support.type.primitive'],
    ['get', 'entity.name.function'],
    ['get', 'keyword.declaration.function'],
    ['%func', 'entity.name.function'],
    ['set', 'keyword.declaration.function'],
    ['set', 'variable.parameter'],
  ],
);
check('resources', 'resource r { constructor(n: u8) -> result<r>; new: static async func(); }\nresource s;', [
  ['resource', 'keyword.declaration.resource'],
  ['r', 'entity.name.type.resource'],
  ['constructor', 'keyword.declaration.constructor'],
  ['n', 'variable.parameter'],
  ['new', 'entity.name.function'],
  ['static', 'storage.modifier'],
  ['s', 'entity.name.type.resource'],
]);
check(
  'worlds',
  'world w { import a:b/c@1.0.0; import x: c:d/e; export y: func(a: u8) -> u8; export z: interface { g: func(); } export i; }',
  [
    ['import', 'keyword.control.import'],
    ['a', 'entity.name.namespace'],
    ['b', 'entity.name.namespace'],
    ['c', 'entity.name.type.interface'],
    ['1.0.0', 'constant.numeric.version'],
    ['x', 'entity.name.type.interface'],
    ['c', 'entity.name.namespace'],
    ['e', 'entity.name.type.interface'],
    ['export', 'keyword.control.export'],
    ['y', 'entity.name.function'],
    ['a', 'variable.parameter'],
    ['->', 'keyword.operator.arrow'],
    ['z', 'entity.name.type.interface'],
    ['interface', 'keyword.declaration.interface'],
    ['g', 'entity.name.function'],
    ['export', 'keyword.control.export'],
    ['i', 'entity.name.type.interface'],
  ],
);
check('include', 'world w { include a:b/c@1.0.0 with { x as y, z as %with } include d; export e; }', [
  ['include', 'keyword.other.include'],
  ['c', 'entity.name.type.interface'],
  ['with', 'keyword.other.with'],
  ['x', 'variable.other'],
  ['as', 'keyword.other.as'],
  ['%with', 'variable.other'],
  ['include', 'keyword.other.include'],
  ['d', 'entity.name.type.interface'],
  ['export', 'keyword.control.export'],
]);
check('keywords inside names', 'interface use-type { record-it: func(list-of: type-list); }', [
  ['use-type', 'entity.name.type.interface'],
  ['record-it', 'entity.name.function'],
  ['list-of', 'variable.parameter'],
  ['type-list', 'entity.name.type'],
]);
check(
  'what is broken ends with its item',
  'interface i { f: func(a: u8 -> u8; record r\n} world w { export i; }',
  [
    ['f', 'entity.name.function'],
    ['record', 'keyword.declaration.record'],
    ['world', 'keyword.declaration.world'],
    ['export', 'keyword.control.export'],
  ],
);

test('every token of valid WIT is highlighted', async () => {
  const folder = new URL('../../../tree-sitter-wit/test/corpus/', import.meta.url);
  let count = 0;
  for (const name of await readdir(folder)) {
    const text = await readFile(new URL(name, folder), 'utf8');
    for (const [, title, source, tree] of text.matchAll(
      /^=+\n([^]*?)\n=+\n([^]*?)\n---+\n([^]*?)(?=\n===|$(?![^]))/gm,
    )) {
      if (!/:error/.test(title) && !/path_type|bare_handle|ERROR|MISSING/.test(tree)) {
        count += 1;
        assert.deepEqual(bare(source), [], `${name}: ${title}\n${source}`);
      }
    }
  }
  assert.ok(count > 50, `${count}`);
});

async function load() {
  const require = createRequire(import.meta.url);
  const wasm = await readFile(require.resolve('vscode-oniguruma/release/onig.wasm'));
  await oniguruma.loadWASM(wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.byteLength));
  const file = new URL('../syntaxes/wit.tmLanguage.json', import.meta.url);
  const registry = new textmate.Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (patterns) => new oniguruma.OnigScanner(patterns),
      createOnigString: (text) => new oniguruma.OnigString(text),
    }),
    loadGrammar: async () => textmate.parseRawGrammar(await readFile(file, 'utf8'), file.pathname),
  });
  return registry.loadGrammar('source.wit');
}

/** Each token of a text with its innermost scope, without the `.wit` that all end with; '' for one without. */
function tokens(text) {
  let state = textmate.INITIAL;
  return text.split('\n').flatMap((line) => {
    const { tokens, ruleStack } = grammar.tokenizeLine(line, state);
    state = ruleStack;
    return tokens.map(({ startIndex, endIndex, scopes }) => {
      const scope = scopes.at(-1).replace(/\.wit$/, '');
      return [line.slice(startIndex, endIndex), /^(source|meta\..*)$/.test(scope) ? '' : scope];
    });
  });
}

function bare(text) {
  return tokens(text)
    .filter(([word, scope]) => scope === '' && word.trim())
    .map(([word]) => word);
}

/** The expected tokens are there, in this order, and others may be between them. */
function check(name, text, expected) {
  test(name, () => {
    const found = tokens(text);
    let at = 0;
    for (const [word, scope] of expected) {
      const next = found.findIndex(([each, its], index) => index >= at && each === word && its === scope);
      assert.notEqual(
        next,
        -1,
        `${word} as ${scope}, in this order:\n${found.map((each) => each.join('  ')).join('\n')}`,
      );
      at = next + 1;
    }
  });
}
