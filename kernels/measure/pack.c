/// Lower bound of bin packing.
#include "kernels/measure/pack.h"

int64_t ctk_pack_bound(int64_t n, const int64_t *weight, int64_t capacity, int64_t *sum)
{
    int64_t half = 0, over = 0, best; // half: items over C / 2, over: those over C - t
    sum[0] = 0;
    for (int64_t i = 0; i < n; i++) {
        sum[i + 1] = sum[i] + weight[i];
        half += weight[i] > capacity - weight[i];
    }
    best = half > 0 ? half : sum[n] > 0;
    over = half;
    for (int64_t i = half; i < n; i++) {
        // t = weight[i] falls, and with it the number of items that stand alone
        while (over > 0 && weight[over - 1] <= capacity - weight[i]) over--;
        const __int128 room = (__int128)(half - over) * capacity - (sum[half] - sum[over]);
        const __int128 rest = (__int128)(sum[i + 1] - sum[half]) - room;
        const int64_t more = rest > 0 ? ((int64_t)rest - 1) / capacity + 1 : 0;
        if (half + more > best) best = half + more;
    }
    return best;
}
