/// What several stages' data are made of. Structs of arrays; ids are dense, 0-based int32_t;
/// counts, offsets and weights int64_t. Whoever fills a struct documents nothing twice: the shape
/// and unit stand here, in case.h (what is given) and in plan.h (what is found).
#ifndef CANTON_TYPES_H
#define CANTON_TYPES_H

#include <stdbool.h>
#include <stddef.h>

#include "canton/status.h"

/// n strings in one buffer; string i is bytes[offset[i] .. offset[i+1]), not terminated. Strings of
/// one length need no offsets.
typedef struct ct_strings {
    int64_t n;
    int64_t *offset; ///< [n + 1]; NULL = each string has `width` bytes
    char *bytes;
    int64_t width;
} ct_strings;

/// Provenance of one input file.
typedef struct ct_input {
    char *basename;
    int64_t size;
    uint64_t xxh64;
} ct_input;

enum { CT_MAX_INPUTS = 80 };

typedef struct ct_inputs {
    int32_t n;
    ct_input item[CT_MAX_INPUTS];
} ct_inputs;

/// Polygons of territories, flat. Rings are closed and simple; outer rings clockwise, each followed
/// by its holes, counter-clockwise; rings touch in points only (valid in the sense of OGC).
typedef struct ct_polygons {
    int32_t n;           ///< territories
    int32_t *ring_begin; ///< [n + 1] rings of territory j; none for an empty one
    int32_t n_rings;
    int64_t *vertex_begin; ///< [n_rings + 1] vertices of ring r
    int64_t n_vertices;
    double *xy;         ///< [2 * n_vertices]
    uint8_t *is_hole;   ///< [n_rings]
    int32_t n_repaired; ///< territories whose borders crossed or overlapped
    int32_t n_unsound;  ///< of these, how many still do (0 in all that was tried)
} ct_polygons;

CT_API_BEGIN

void ct_strings_free(ct_strings *s);
void ct_polygons_free(ct_polygons *p);
void ct_inputs_free(ct_inputs *in);

CT_API_END

/// First byte and number of bytes of string i.
static inline const char *ct_string(const ct_strings *s, int64_t i)
{
    return s->bytes + (s->offset ? s->offset[i] : i * s->width);
}
static inline int64_t ct_string_length(const ct_strings *s, int64_t i)
{
    return s->offset ? s->offset[i + 1] - s->offset[i] : s->width;
}

#endif
