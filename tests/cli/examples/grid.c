/* 20 x 20 regions into 8 territories of equal revenue, from memory to memory. */
#include <canton.h>
#include <stdio.h>

enum { SIDE = 20, N = SIDE * SIDE, K = 8 };

int main(void)
{
    static double lon[N], lat[N], revenue[N];
    static int32_t a[2 * N], b[2 * N];
    int32_t n_pairs = 0;
    for (int32_t i = 0; i < N; i++) {
        lon[i] = 8 + 0.1 * (i % SIDE);
        lat[i] = 50 + 0.1 * (i / SIDE);
        revenue[i] = 1000 + 37 * i % 101 + 0.5;
        if (i % SIDE) a[n_pairs] = i, b[n_pairs++] = i - 1;
        if (i >= SIDE) a[n_pairs] = i, b[n_pairs++] = i - SIDE;
    }

    ct_error err = {CT_OK, ""};
    ct_settings *settings = NULL;
    ct_model *model = NULL;
    ct_result *result = NULL;
    ct_status s = ct_settings_new(&settings, &err);
    if (!s) s = ct_settings_set(settings, "k", "8", &err);
    if (!s) s = ct_settings_set(settings, "tolerance", "revenue=2", &err);
    if (!s) s = ct_model_new(N, NULL, lon, lat, &model, &err);
    if (!s) s = ct_model_measure(model, "revenue", 2, revenue, &err);
    if (!s) s = ct_model_neighbors(model, n_pairs, a, b, NULL, &err);
    if (!s) s = ct_model_solve(model, settings, NULL, NULL, &result, &err);
    if (s) fprintf(stderr, "%s\n", err.text);
    const double *total = result ? ct_result_total(result, "revenue") : NULL;
    for (int32_t j = 0; total && j < ct_result_territories(result); j++)
        printf("territory %d: revenue %.2f, %+.2f %%\n", j, total[j],
               ct_result_deviation(result, "revenue")[j]);
    ct_result_free(result);
    ct_model_free(model);
    ct_settings_free(settings);
    return (int)s;
}
