/// --adjacency as GAL: "0 n layer field" or "n", then for each region "code count" and its
/// neighbours.
#include <string.h>

#include "base/file.h"
#include "base/text.h"
#include "graph/given.h"

/// Words of the file, one after another.
typedef struct reader {
    const char *at, *end;
    int64_t line;
    const char *word;
    int64_t length;
} reader;

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static bool next_word(reader *r)
{
    for (; r->at < r->end && is_blank(*r->at); r->at++) r->line += *r->at == '\n';
    r->word = r->at;
    while (r->at < r->end && !is_blank(*r->at)) r->at++;
    r->length = r->at - r->word;
    return r->length > 0;
}

static void skip_line(reader *r)
{
    while (r->at < r->end && *r->at != '\n') r->at++;
}

static ct_status wrong(const ct_graph_job *job, const reader *r, const char *what, ct_error *err)
{
    return ct_fail(err, CT_ERR_INPUT, "%s:%lld: '%.*s': %s", job->opt->adjacency,
                   (long long)r->line, (int)(r->length < 40 ? r->length : 40), r->word, what);
}

/// The neighbours of the region whose code has just been read.
static ct_status read_neighbours(const ct_graph_job *job, reader *r, int32_t a, int64_t *n_loops,
                                 ct_finder *finder, ct_links *given, ct_error *err)
{
    int64_t count = 0;
    if (!next_word(r) || !ct_parse_int64(r->word, r->length, &count) || count < 0)
        return wrong(job, r, "expected the number of neighbours", err);
    for (int64_t i = 0; i < count; i++) {
        if (!next_word(r)) return wrong(job, r, "the file ends inside a list of neighbours", err);
        const int32_t b = ct_finder_region(finder, r->word, r->length, r->line);
        if (a < 0 || b < 0) continue;
        *n_loops += a == b;
        const ct_status status =
            a == b ? CT_OK : ct_links_add(given, a, b, -1.0, CT_EDGE_GIVEN, err);
        if (status) return status;
    }
    return CT_OK;
}

static void learn_words(reader r, ct_finder *finder)
{
    skip_line(&r);
    while (next_word(&r)) ct_codes_learn(&finder->codes, r.word, r.length);
}

static ct_status read_lists(const ct_graph_job *job, reader *r, ct_finder *finder, ct_links *given,
                            ct_error *err)
{
    int64_t n_loops = 0;
    ct_status status = CT_OK;
    skip_line(r); // the header; lists need no number of regions
    while (!status && next_word(r)) {
        const int32_t a = ct_finder_region(finder, r->word, r->length, r->line);
        status = read_neighbours(job, r, a, &n_loops, finder, given, err);
    }
    if (finder->n_unknown > 0)
        ct_note_add(
            job->ctx->notes, CT_WARN, "graph", finder->n_unknown,
            "{code in the adjacency file names|codes in the adjacency file name} no region; "
            "left out: %s",
            finder->unknown);
    if (n_loops > 0)
        ct_note_add(job->ctx->notes, CT_INFO, "graph", n_loops,
                    "{list in the adjacency file names its|lists in the adjacency file name their} "
                    "own region; left out");
    return status;
}

ct_status ct_graph_given_gal(ct_graph_job *job, ct_links *given, ct_error *err)
{
    ct_file file = {0};
    ct_status status = ct_file_open(job->opt->adjacency, &file, err);
    if (status) return status;
    status = ct_inputs_add(job->inputs, job->opt->adjacency, &file, err);
    reader r = {.at = file.bytes, .end = file.bytes + file.size, .line = 1};
    ct_finder finder = {0};
    if (!status) status = ct_finder_open(job, &finder, err);
    if (!status) {
        learn_words(r, &finder);
        status = read_lists(job, &r, &finder, given, err);
    }
    if (!status) ct_finder_note(&finder, job, job->opt->adjacency);
    ct_finder_close(&finder);
    ct_file_close(&file);
    return status;
}
