/**
 * WIT, as the reference toolchain 1.263 parses it: a rule for each production, strict.
 *
 * It knows no way to be lenient: text with a mistake has an ERROR or MISSING node, and saying
 * what to do about it is the business of whoever reads the tree. Only `bare_handle` and
 * `path_type`, two wrong forms that say what they mean, are nodes.
 *
 * Every token is visible, there is no precedence and no conflict, and no rule is left-recursive.
 */

const list1 = (item) => seq(item, repeat(seq(',', item)), optional(','));
const list0 = (item) => optional(list1(item));
const braces = (content) => seq('{', content, '}');
const angles = (content) => seq('<', content, '>');
const parens = (content) => seq('(', content, ')');

const name = ($) => field('name', $.name);
const attrs = ($) => repeat($.attr);
const version = ($) => optional(seq('@', field('version', $.semver)));

module.exports = grammar({
  name: 'wit',

  // src/words.h is made from this list: a quoted word here is contextual, one in `rules` reserved.
  externals: ($) => [
    $.block_comment,
    $.unclosed_comment,
    $.name,
    $.semver,
    'since',
    'unstable',
    'deprecated',
    'external-id',
    'version',
    'feature',
    'get',
    'set',
  ],

  extras: ($) => [/[ \t\n]|\r\n/, $.line_comment, $.block_comment],

  supertypes: ($) => [$.top_item, $.iface_item, $.world_item, $.typedef, $.member, $.type],

  rules: {
    file: ($) => seq(optional($.header), repeat($.top_item)),

    header: ($) => seq('package', field('name', $.pkg_name), ';'),
    top_item: ($) => choice($.interface, $.world, $.top_use, $.nested_package),
    nested_package: ($) =>
      seq('package', field('name', $.pkg_name), braces(repeat(choice($.interface, $.world, $.top_use)))),
    pkg_name: ($) => seq(field('namespace', $.name), ':', name($), version($)),
    top_use: ($) => seq('use', field('path', $.path), optional(seq('as', field('alias', $.name))), ';'),
    path: ($) =>
      choice(name($), seq(field('namespace', $.name), ':', field('package', $.name), '/', name($), version($))),

    interface: ($) => seq(attrs($), 'interface', name($), field('body', $.iface_body)),
    iface_body: ($) => braces(repeat($.iface_item)),
    iface_item: ($) => choice($.use, $.typedef, $.func_item),
    func_item: ($) => seq(attrs($), name($), ':', field('func', $.func), ';'),

    world: ($) => seq(attrs($), 'world', name($), field('body', $.world_body)),
    world_body: ($) => braces(repeat($.world_item)),
    world_item: ($) => choice($.extern, $.use, $.typedef, $.include),
    extern: ($) =>
      seq(
        attrs($),
        choice('import', 'export'),
        choice(
          seq(name($), ':', field('func', $.func), ';'),
          seq(name($), ':', 'interface', field('body', $.iface_body)),
          seq(name($), ':', field('path', $.path), ';'),
          seq(field('path', $.path), ';'),
        ),
      ),
    include: ($) =>
      seq(attrs($), 'include', field('path', $.path), choice(';', seq('with', braces(list0($.include_item))))),
    include_item: ($) => seq(name($), 'as', field('alias', $.name)),
    use: ($) => seq(attrs($), 'use', field('path', $.path), '.', braces(list0($.use_item)), ';'),
    use_item: ($) => seq(name($), optional(seq('as', field('alias', $.name)))),

    typedef: ($) => choice($.type_alias, $.record, $.variant, $.enum, $.flags, $.resource),
    type_alias: ($) => seq(attrs($), 'type', name($), '=', field('type', $.type), ';'),
    record: ($) => seq(attrs($), 'record', name($), braces(list0($.field))),
    field: ($) => seq(name($), ':', field('type', $.type)),
    variant: ($) => seq(attrs($), 'variant', name($), braces(list0($.case))),
    case: ($) => seq(name($), optional(parens(field('type', $.type)))),
    enum: ($) => seq(attrs($), 'enum', name($), braces(list0($.enum_case))),
    enum_case: ($) => name($),
    flags: ($) => seq(attrs($), 'flags', name($), braces(list0($.flag))),
    flag: ($) => name($),
    resource: ($) => seq(attrs($), 'resource', name($), choice(';', braces(repeat($.member)))),
    member: ($) => choice($.constructor, $.method),
    constructor: ($) =>
      seq(attrs($), 'constructor', field('params', $.params), optional(seq('->', field('result', $.type))), ';'),
    method: ($) => seq(attrs($), name($), ':', optional('static'), field('func', $.func), ';'),

    func: ($) =>
      seq(
        choice(seq(optional('async'), 'func'), 'get', 'set'),
        field('params', $.params),
        optional(seq('->', field('result', $.type))),
      ),
    params: ($) => parens(list0($.param)),
    param: ($) => seq(name($), ':', field('type', $.type)),

    type: ($) =>
      choice(
        $.prim,
        $.type_name,
        $.list,
        $.map,
        $.option,
        $.result,
        $.tuple,
        $.future,
        $.stream,
        $.handle,
        $.bare_handle,
        $.path_type,
      ),
    prim: ($) =>
      choice(
        ...['u8', 'u16', 'u32', 'u64', 's8', 's16', 's32', 's64', 'f32', 'f64'],
        ...['bool', 'char', 'string', 'error-context'],
      ),
    type_name: ($) => name($),
    list: ($) => seq('list', angles(seq($.type, optional(seq(',', field('length', $.integer)))))),
    map: ($) => seq('map', angles(seq($.type, ',', $.type))),
    option: ($) => seq('option', angles($.type)),
    result: ($) =>
      seq(
        'result',
        optional(
          angles(
            choice(
              seq('_', ',', field('err', $.type)),
              seq(field('ok', $.type), optional(seq(',', field('err', $.type)))),
            ),
          ),
        ),
      ),
    tuple: ($) => seq('tuple', angles(list0($.type))),
    future: ($) => seq('future', optional(angles($.type))),
    stream: ($) => seq('stream', optional(angles($.type))),
    handle: ($) => seq(choice('own', 'borrow'), angles(field('resource', $.type_name))),

    // Wrong forms: `own t` for `own<t>`, and `a:b/c/t` where only the name of a type may stand.
    bare_handle: ($) => seq(choice('own', 'borrow'), field('resource', choice($.type_name, $.path_type))),
    path_type: ($) =>
      seq(
        field('namespace', $.name),
        ':',
        field('package', $.name),
        repeat1(seq(choice('/', '.'), $.name)),
        optional(seq('@', field('version', $.semver), optional(seq(choice('/', '.'), $.name)))),
      ),

    attr: ($) =>
      seq(
        '@',
        choice(
          seq(choice('since', 'deprecated'), parens(seq('version', '=', field('version', $.semver)))),
          seq('unstable', parens(seq('feature', '=', field('feature', $.name)))),
          seq('external-id', parens(field('id', $.string_literal))),
        ),
      ),

    integer: () => /[0-9]+/,
    string_literal: () => /"([^"\\\x00-\x1f\x7f]|\\[tnr"'\\]|\\[0-9a-fA-F]{2}|\\u\{[0-9a-fA-F][0-9a-fA-F_]*\})*"/,
    line_comment: () => /\/\/[^\n]*/,
  },
});
