/*
 * The tokens of WIT that need more than a regular expression: names and the contextual words
 * among them, versions, nested block comments. It keeps no state between two tokens.
 */
#include "tree_sitter/parser.h"
#include "words.h"

#include <string.h>

/* In the order of `externals` in grammar.js; the contextual words follow. */
enum token { BLOCK_COMMENT, UNCLOSED_COMMENT, NAME, SEMVER, FIRST_WORD };

/* No reserved or contextual word is longer. */
enum { WORD_SIZE = 16 };

static void skip(TSLexer *lexer) { lexer->advance(lexer, true); }
static void take(TSLexer *lexer) { lexer->advance(lexer, false); }

static bool emit(TSLexer *lexer, unsigned symbol) {
    lexer->result_symbol = (TSSymbol)symbol;
    return true;
}

static bool in_ranges(const int32_t (*ranges)[2], unsigned count, int32_t c) {
    unsigned low = 0, high = count;
    while (low < high) {
        unsigned middle = (low + high) / 2;
        if (c > ranges[middle][1]) low = middle + 1;
        else if (c < ranges[middle][0]) high = middle;
        else return true;
    }
    return false;
}

static bool is_digit(int32_t c) { return c >= '0' && c <= '9'; }

static bool starts_name(int32_t c) {
    if (c < 0x80) return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    return in_ranges(XID_START, sizeof XID_START / sizeof *XID_START, c);
}

static bool continues_name(int32_t c) {
    if (c < 0x80) return starts_name(c) || is_digit(c) || c == '-';
    return in_ranges(XID_CONTINUE, sizeof XID_CONTINUE / sizeof *XID_CONTINUE, c);
}

/* Blanks before a token. A CR that no LF follows is none: false, and the token is the lexer's to refuse. */
static bool skip_blanks(TSLexer *lexer, void (*advance)(TSLexer *)) {
    for (;;) {
        int32_t c = lexer->lookahead;
        if (c != ' ' && c != '\t' && c != '\n' && c != '\r') return true;
        advance(lexer);
        if (c == '\r' && lexer->lookahead != '\n') return false;
    }
}

/* The rest of a block comment, from its first `*` on: whether it is closed. Comments nest. */
static bool take_comment(TSLexer *lexer) {
    take(lexer);
    for (unsigned depth = 1; !lexer->eof(lexer);) {
        int32_t c = lexer->lookahead;
        take(lexer);
        if (c == '/' && lexer->lookahead == '*') {
            take(lexer);
            depth++;
        } else if (c == '*' && lexer->lookahead == '/') {
            take(lexer);
            if (--depth == 0) return true;
        }
    }
    return false;
}

/* Whether the next token, past blanks and comments, is `(`. */
static bool opens_params(TSLexer *lexer) {
    for (;;) {
        if (!skip_blanks(lexer, take)) return false;
        if (lexer->lookahead != '/') return lexer->lookahead == '(';
        take(lexer);
        if (lexer->lookahead == '/') {
            while (!lexer->eof(lexer) && lexer->lookahead != '\n') take(lexer);
        } else if (lexer->lookahead != '*' || !take_comment(lexer)) {
            return false;
        }
    }
}

/* One word without its `%`, its first bytes kept where they are ASCII. */
static void take_word(TSLexer *lexer, char word[WORD_SIZE]) {
    unsigned length = 0;
    for (; continues_name(lexer->lookahead); take(lexer), length++)
        if (length < WORD_SIZE - 1) word[length] = lexer->lookahead < 0x80 ? (char)lexer->lookahead : '?';
    if (length >= WORD_SIZE) length = 0; /* too long to be one of ours: compares equal to none */
    word[length] = '\0';
}

static bool is_reserved(const char *word) {
    unsigned low = 0, high = sizeof RESERVED / sizeof *RESERVED;
    while (low < high) {
        unsigned middle = (low + high) / 2;
        int order = strcmp(word, RESERVED[middle]);
        if (order == 0) return true;
        if (order > 0) low = middle + 1;
        else high = middle;
    }
    return false;
}

static bool scan_name(TSLexer *lexer, const bool *valid) {
    bool escaped = lexer->lookahead == '%';
    if (escaped) take(lexer);
    if (!starts_name(lexer->lookahead)) return false;

    char word[WORD_SIZE];
    take_word(lexer, word);
    lexer->mark_end(lexer);
    if (!escaped && is_reserved(word)) return false;
    for (unsigned i = 0; i < sizeof CONTEXTUAL / sizeof *CONTEXTUAL; i++) {
        if (!valid[FIRST_WORD + i] || strcmp(word, CONTEXTUAL[i]) != 0) continue;
        bool accessor = word[1] == 'e' && word[2] == 't' && word[3] == '\0'; /* get, set */
        if (accessor ? !escaped && opens_params(lexer) : !valid[NAME]) return emit(lexer, FIRST_WORD + i);
    }
    return emit(lexer, NAME); /* even where no name may stand: else `worldw` would read as `world w` */
}

/*
 * The parts of a pre-release or build: words that are not reserved, digits, hyphens; a dot only between two.
 * Whether it ended where the version does: past a dot or a reserved word no build may follow.
 */
static bool take_version_tail(TSLexer *lexer) {
    char word[WORD_SIZE];
    for (;;) {
        bool dotted = lexer->lookahead == '.';
        if (dotted) take(lexer);
        if (starts_name(lexer->lookahead)) {
            take_word(lexer, word);
            if (is_reserved(word)) return false;
        } else if (is_digit(lexer->lookahead)) {
            while (is_digit(lexer->lookahead)) take(lexer);
        } else if (lexer->lookahead == '-') {
            take(lexer);
        } else {
            return !dotted;
        }
        lexer->mark_end(lexer);
    }
}

static bool scan_version(TSLexer *lexer) {
    for (unsigned part = 0; part < 3; part++) {
        if (part > 0) {
            if (lexer->lookahead != '.') return false;
            take(lexer);
        }
        if (!is_digit(lexer->lookahead)) return false;
        while (is_digit(lexer->lookahead)) take(lexer);
    }
    lexer->mark_end(lexer);
    for (const char *tail = "-+"; *tail; tail++) {
        if (lexer->lookahead != *tail) continue;
        take(lexer);
        lexer->mark_end(lexer);
        if (!take_version_tail(lexer)) break;
    }
    return emit(lexer, SEMVER);
}

void *tree_sitter_wit_external_scanner_create(void) { return NULL; }

void tree_sitter_wit_external_scanner_destroy(void *payload) { (void)payload; }

unsigned tree_sitter_wit_external_scanner_serialize(void *payload, char *buffer) {
    (void)payload, (void)buffer;
    return 0;
}

void tree_sitter_wit_external_scanner_deserialize(void *payload, const char *buffer, unsigned length) {
    (void)payload, (void)buffer, (void)length;
}

bool tree_sitter_wit_external_scanner_scan(void *payload, TSLexer *lexer, const bool *valid) {
    (void)payload;
    if (!skip_blanks(lexer, skip)) return false;
    if (lexer->lookahead == '/') {
        take(lexer);
        if (lexer->lookahead != '*') return false;
        bool closed = take_comment(lexer);
        lexer->mark_end(lexer);
        return emit(lexer, closed ? BLOCK_COMMENT : UNCLOSED_COMMENT);
    }
    if (valid[SEMVER] && is_digit(lexer->lookahead)) return scan_version(lexer);
    return scan_name(lexer, valid);
}
