/// Reading accounts, from the inside: what the files of this stage share.
///
///     accounts.c         files in order, room for all rows, one scale for each measure
///     accounts_batch.c   batches of rows to a taker
///     accounts_csv.c     chunks of a CSV file, in waves, in parallel
///     accounts_layer.c   a point shapefile
///     accounts_row.c     one row into its slots
///     accounts_marks.c   the decimal marks of a file
///     accounts_text.c    ids and codes into their pools
///     accounts_judge.c   what is wrong, as errors
///     accounts_notes.c   what was dirty, as notes
///     accounts_repeats.c ids that stand in more than one row
#ifndef CT_READ_ACCOUNTS_H
#define CT_READ_ACCOUNTS_H

#include "canton/stages.h"
#include "read/columns.h"
#include "read/csv.h"
#include "read/decimal.h"
#include "read/layer.h"

enum { CT_MAX_DECIMALS = 6, CT_WAVE = 64 }; ///< chunks of a wave

/// Things a cell can be found to be.
typedef enum ct_finding {
    CT_FOUND_EMPTY,    ///< nothing where a number is due
    CT_FOUND_NOTHING,  ///< a word for it: NaN, N/A, ...
    CT_FOUND_TEXT,     ///< no number
    CT_FOUND_WIDE,     ///< ***** where a number did not fit
    CT_FOUND_EITHER,   ///< decimals or thousands; in the survey of decimal marks only
    CT_FOUND_RANGE,    ///< a coordinate out of range
    CT_FOUND_TURNED,   ///< a longitude beyond 180, brought to -180 .. 180
    CT_FOUND_GROUPED,  ///< thousands separators
    CT_FOUND_DRESSED,  ///< a currency, or accountants' notation
    CT_FOUND_ROUNDED,  ///< more than CT_MAX_DECIMALS decimals
    CT_FOUND_NEGATIVE, ///< a weight below 0: see --negative
    CT_FOUND_LARGE,    ///< a weight that does not fit int64: an error
    CT_FOUND_CONTROL,  ///< control characters in an id or code: an error
    CT_N_FINDINGS
} ct_finding;

/// A count with its first three examples.
typedef struct ct_tally {
    int64_t count;
    struct {
        int64_t line;
        char text[40];
    } example[3];
} ct_tally;

/// The first currency of a column, and the first that is another one.
typedef struct ct_currencies {
    char name[2][CT_CURRENCY_SIZE]; ///< "" = none
    int64_t line[2];
} ct_currencies;

/// Decimal points met in a column that is read with '.'.
enum { CT_POINTS_SURE = 1, CT_POINTS_GROUP = 2 }; ///< decimals; like those of thousands

/// Ids and codes, by role.
enum { CT_N_TEXTS = CT_ROLE_CODE + 1, CT_WIDEST = 64 }; ///< bytes of a text in an even pool

/// The text of one chunk.
typedef struct ct_piece {
    char *bytes;    ///< scratch; NULL = the pool is even, or there is no such column
    int64_t used;   ///< of it
    bool is_uneven; ///< a text has not the bytes that all have so far
} ct_piece;

/// All text of a role. Mostly all ids, and all codes, have as many bytes as the first: as long as
/// this holds the pool is even, out->offset = NULL, and every text is written straight to its
/// place. The first wave with another one is read again, and the texts before it get offsets.
typedef struct ct_pool {
    ct_strings *out;
    int64_t n;              ///< room for so many texts
    int64_t capacity, used; ///< bytes
} ct_pool;

/// What the rows of one chunk, or of a whole file, amount to besides their slots.
typedef struct ct_part {
    ct_tally short_rows, long_rows;
    ct_tally found[CT_N_ROLES][CT_N_FINDINGS];
    int64_t n_commas[CT_N_ROLES]; ///< numbers with a comma, mark '.'
    uint8_t points[CT_N_ROLES];   ///< CT_POINTS_*
    ct_currencies currencies[CT_MAX_MEASURES];
    int64_t below[CT_MAX_MEASURES]; ///< sum of negatives that stand as 0; decimals as below
    int64_t n_flawed, flawed_row;   ///< rows marked in ct_accounts.flaw; 1 + the last of them
    int64_t evidence[CT_N_ROLES][CT_N_MARKS]; ///< filled by the survey of decimal marks only
    int64_t n_points, n_swapped; ///< both coordinates are numbers; ... fit only the other way round
    ct_tally zero_points;        ///< both are 0
    int32_t decimals[CT_MAX_MEASURES]; ///< of the chunk's values as stored
    int64_t first;                     ///< slot of the first row
    ct_piece text[CT_N_TEXTS];
} ct_part;

/// One input file.
typedef struct ct_source {
    const char *path, *name;
    bool is_layer;
    ct_csv csv;
    ct_layer_file layer;
    ct_columns columns;
    int64_t n_rows, first_row;        ///< first_row: number of rows in the files before
    int64_t first_block;              ///< of this file in ct_reader.block
    int64_t shift;                    ///< slot of a row in the arrays = its row in the file + shift
    uint8_t *slot;                    ///< [n_columns + 1] for ct_csv_rows()
    int32_t slot_of_role[CT_N_ROLES]; ///< -1 = no such column
    int32_t n_slots;
    char mark[CT_N_ROLES];       ///< decimal mark of the column
    bool is_lent[CT_N_ROLES];    ///< it is what other columns say
    bool has_groups[CT_N_ROLES]; ///< numbers of the column may have thousands separators
    ct_part total;
} ct_source;

/// Rows that are stored with the same decimals: a chunk, or a whole shapefile.
typedef struct ct_block {
    int64_t first, n_rows; ///< slots
    int8_t decimals[CT_MAX_MEASURES];
    int64_t below[CT_MAX_MEASURES]; ///< as in ct_part
} ct_block;

/// Without a taker the arrays of `out` hold all rows; with one, the rows of one batch, one wave of
/// chunks or a whole shapefile, over and over.
typedef struct ct_reader {
    const ct_data_options *opt;
    const ct_context *ctx;
    const ct_taker *taker; ///< NULL = keep all rows
    ct_accounts *out;
    int64_t chunk_bytes;
    int64_t n_rows; ///< of all files
    int32_t n_sources;
    ct_source *source; ///< [n_sources]
    int64_t n_blocks;
    ct_block *block; ///< [n_blocks]
    ct_pool pool[CT_N_TEXTS];
    bool has_code, has_points; ///< in any file
    const char *column_name[CT_MAX_MEASURES];
    const ct_source *current;                 ///< the file that is being read
    int32_t decimals_before[CT_MAX_MEASURES]; ///< with a taker: before the current file
    int64_t input_before[CT_MAX_MEASURES], below_before[CT_MAX_MEASURES]; ///< likewise
} ct_reader;

/// Chunks of a CSV file that are read in parallel.
typedef struct ct_wave {
    int64_t first, last;       ///< chunks
    ct_part *part;             ///< [CT_WAVE]
    int64_t longest;           ///< bytes of a wave's text, in UTF-8
    char *scratch[CT_N_TEXTS]; ///< [longest], for pools that are not even
} ct_wave;

/// Where a row goes.
typedef struct ct_row_writer {
    const ct_source *source;
    ct_accounts *out;
    ct_part *part;
    const ct_pool *pool; ///< [CT_N_TEXTS]
    const ct_data_options *opt;
    int32_t n_columns; ///< measures
} ct_row_writer;

/// ct_read_accounts() with chunks of chunk_bytes (a multiple of 64), for tests.
ct_status ct_read_accounts_chunked(const ct_data_options *opt, const ct_context *ctx,
                                   int64_t chunk_bytes, ct_accounts *out, ct_inputs *inputs,
                                   ct_error *err);
/// ct_read_accounts_by() with chunks of chunk_bytes, for tests.
ct_status ct_read_accounts_by_chunked(const ct_data_options *opt, const ct_context *ctx,
                                      int64_t chunk_bytes, const ct_taker *taker, ct_inputs *inputs,
                                      ct_error *err);

// accounts_batch.c
/// Most rows, and most blocks, that the arrays must hold at a time.
int64_t ct_accounts_batch_rows(const ct_reader *r, int64_t *n_blocks);
/// The rows of s in slots 0 .. n_rows - 1 go to the taker; row: how many of the file came before.
ct_status ct_accounts_hand_over(ct_reader *r, const ct_source *s, int64_t row, int64_t n_rows,
                                ct_error *err);
/// Rows of s that were taken so far will come again.
ct_status ct_accounts_take_back(ct_reader *r, ct_error *err);
ct_status ct_accounts_end_file(ct_reader *r, ct_error *err);

// accounts_settle.c
/// Names of accounts without an id column: their row, counted over all files. Row `row` of the file
/// stands in slot row + s->shift.
ct_status ct_accounts_number(ct_reader *r, const ct_source *s, int64_t row, int64_t n_rows,
                             ct_error *err);
/// All blocks to `decimals` of measure j.
ct_status ct_accounts_settle_column(ct_reader *r, int32_t j, int32_t decimals, ct_error *err);
/// One scale for measure j over all files, and a sum that fits.
ct_status ct_accounts_settle(ct_reader *r, int32_t j, ct_error *err);
/// Measure j of rows 0 .. n - 1 to what was read of it; its decimals were `decimals` so far.
ct_status ct_accounts_add_input(ct_reader *r, int32_t j, int64_t n, int32_t decimals,
                                ct_error *err);

// accounts_csv.c
ct_status ct_accounts_open_csv(ct_reader *r, ct_source *s, ct_inputs *inputs, ct_error *err);
ct_status ct_accounts_read_csv(ct_reader *r, ct_source *s, ct_error *err);

// accounts_layer.c
ct_status ct_accounts_open_layer(ct_reader *r, ct_source *s, ct_inputs *inputs, ct_error *err);
ct_status ct_accounts_read_layer(ct_reader *r, ct_source *s, ct_error *err);

// accounts_text.c
/// The pools for n rows at a time. Even ones where every file has the column and is UTF-8.
ct_status ct_text_allocate(ct_reader *r, int64_t n, ct_error *err);
/// Pools that an uneven text was met in get offsets for what came before the wave, and scratch;
/// *is_any: there were such, and the wave must be read again.
ct_status ct_text_spread(ct_reader *r, const ct_source *s, ct_wave *w, bool *is_any, ct_error *err);
/// Scratch of the pools that are not even.
ct_status ct_text_scratch(const ct_reader *r, const ct_source *s, ct_wave *w, ct_error *err);
/// The pages that n texts from slot `first` on will take.
void ct_text_take(const ct_reader *r, int64_t first, int64_t n);
/// The wave's text from the scratch to the pools.
ct_status ct_text_keep(ct_reader *r, const ct_source *s, const ct_wave *w, ct_error *err);
/// One text more at the end of pool t, which is not even, for slot `row`.
ct_status ct_text_append(ct_reader *r, int t, int64_t row, const char *text, int64_t length,
                         ct_error *err);
/// Pools are never NULL, so that strings of no bytes can be pointed at.
ct_status ct_text_close(ct_reader *r, ct_error *err);

// accounts_row.c
/// ct_csv_row_fn; user is a ct_row_writer.
void ct_accounts_write_row(void *user, int64_t row, int64_t line, int32_t n_cells,
                           const ct_csv_cell *cell);
/// The text has what a terminal would obey.
bool ct_has_control(ct_csv_cell c);
/// Survey of the decimal marks: what the cell says of its column's.
void ct_accounts_survey_cell(const ct_source *s, ct_part *p, int role, int64_t line, ct_csv_cell c);
/// ct_csv_row_fn that does so for all cells.
void ct_accounts_survey_row(void *user, int64_t row, int64_t line, int32_t n_cells,
                            const ct_csv_cell *cell);
/// The measures of row `row` (global) from cell[role slot].
void ct_accounts_write_measures(const ct_row_writer *w, int64_t row, int64_t line,
                                const ct_csv_cell *cell);
/// Bring the blocks of measure j to `decimals`; false: *row is the first that does not fit.
bool ct_accounts_rescale(int64_t *value, int64_t begin, int64_t end, int32_t power, int64_t *row);

// accounts_marks.c
/// Before a file is read: what --decimal says, else points everywhere.
void ct_marks_begin(const ct_reader *r, ct_source *s);
/// It was read with points, and not all that was met is for certain: it must be surveyed.
bool ct_marks_are_open(const ct_reader *r, const ct_source *s);
/// After the survey: *is_changed when a column has commas. CT_ERR_INPUT for a column of which
/// nothing tells the mark.
ct_status ct_marks_decide(const ct_reader *r, ct_source *s, bool *is_changed, ct_error *err);

// accounts_repeats.c
/// Rows whose id stood before are counted, and set aside where that was asked for.
ct_status ct_accounts_find_repeats(ct_reader *r, ct_error *err);

// accounts_notes.c
void ct_see_currency(ct_currencies *c, const char *name, int64_t line);
/// What a role is called in messages.
const char *ct_role_label(const ct_reader *r, int role);
void ct_tally_add(ct_tally *t, int64_t line, const char *text, int64_t length);
/// Add the counts of a later part.
void ct_part_merge(ct_part *into, const ct_part *from);

// accounts_judge.c
/// Errors of a file that was read to its end: weights below 0, too large or no numbers, swapped
/// coordinates.
ct_status ct_accounts_judge(const ct_reader *r, const ct_source *s, ct_error *err);
void ct_accounts_note_columns(const ct_reader *r);
void ct_accounts_note_findings(const ct_reader *r, const ct_source *s);

#endif
