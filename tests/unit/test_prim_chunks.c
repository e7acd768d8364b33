/// Chunks: every row once, in the chunk it belongs to.
#include "kernels/prim/chunks.h"

#include "support/check.h"

enum { N = 1000 };

typedef struct record {
    int64_t times[N], chunk[N], size;
} record;

static void note(void *ctx, int64_t chunk, int64_t begin, int64_t end)
{
    record *x = ctx;
    for (int64_t i = begin; i < end; i++) {
        x->times[i]++;
        x->chunk[i] = chunk;
    }
}

static void every_row_is_done_once_in_its_chunk(void **state)
{
    (void)state;
    for (int32_t threads = 1; threads <= 5; threads++)
        for (int64_t n = 0; n <= N; n = 2 * n + 1)
            for (int64_t size = 1; size <= 2 * N; size *= 7) {
                record x = {.size = size};
                ctk_chunks(n, size, threads, note, &x);
                for (int64_t i = 0; i < N; i++) {
                    assert_int_equal(x.times[i], i < n);
                    if (i < n) assert_int_equal(x.chunk[i], i / size);
                }
                assert_int_equal(ctk_chunks_count(n, size), n ? (n - 1) / size + 1 : 0);
            }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_row_is_done_once_in_its_chunk),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
