/// ct_read_regions() as tests call it.
#ifndef CT_TESTS_READ_LAYER_H
#define CT_TESTS_READ_LAYER_H

#include "canton.h"

typedef struct read_layer {
    ct_data_options opt; ///< set up before read_layer_run(), from read_layer_default()
    const ct_context *ctx;
    ct_regions r;
    ct_inputs inputs;
    ct_error err;
} read_layer;

read_layer read_layer_default(const char *path);
ct_status read_layer_run(read_layer *l, int32_t n_threads);
void read_layer_free(read_layer *l);

/// Read with one thread; fails the test when that fails.
read_layer read_layer_ok(const char *path);

/// The reading fails as bad input with `part` in the message.
void read_layer_refused(read_layer *l, const char *part);

/// Count of the first note that contains `part`; -1 = there is none.
int64_t read_layer_note(const read_layer *l, const char *part);

/// Id of the region with this code; fails the test when there is none.
int32_t read_layer_region(const read_layer *l, const char *code);

#endif
