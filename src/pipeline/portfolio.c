/// How often a small map is searched, and how deeply each time.
///
/// On a few hundred regions plans differ by where their territories lie, which the start decides:
/// an anneal does not cross from one layout to another however long it runs. (Iowa's counties in 4,
/// +-0.5 %, one search at effort 5 from each of five seeds: 5 % between the best and the worst.) So
/// the effort is spent on many searches from different starts, most of them short, some long, as
/// nobody knows which kind a map needs: the universal restart sequence 1 1 2 1 1 2 4 1 1 2 ..., in
/// which as much is spent on each length as on any other (Luby, Sinclair, Zuckerman 1993,
/// doi:10.1016/0020-0190(93)90029-9); here lengths are efforts, 1 1 2 1 1 2 3. More effort goes on
/// with the same sequence: what less effort finds in it is found again, and the best is kept. Only
/// what is found behind it, by searches at the full effort where all of it has missed, is not.
#include "kernels/prim/knob.h"
#include "pipeline/pipeline.h"

/// Regions up to which a map is small. Larger ones gain less, or lose, for twice the time: against
/// one search at effort 5 the inertia is 4 to 13 % less in North Carolina (100 regions), the same
/// in Arkansas (686), 0.6 % less in the demo (3,230), 0.2 % more in Virginia (1,896).
CTK_KNOB_N(SMALL_MAP, 1000);

/// A map of so many regions gets 2^(effort - 1) - 1 searches at effort 4 and more, smaller ones
/// more of them in the same time, where bands can be met: a search that misses is a long one.
CTK_KNOB_N(USUAL_MAP, 700);
CTK_KNOB_N(MOST_TIMES, 4);

enum { EFFORTS = 10 };

bool ct_portfolio_is_small(int32_t n_regions)
{
    return n_regions <= SMALL_MAP;
}

int32_t ct_portfolio_size(int32_t n_regions, int32_t effort, bool is_met)
{
    static const int32_t usual[EFFORTS + 1] = {1, 1, 2, 4, 7, 15, 31, 63, 127, 255, 511};
    const int32_t times = n_regions > 0 ? USUAL_MAP / n_regions : 1;
    const int32_t of = usual[effort < 0 ? 0 : effort > EFFORTS ? EFFORTS : effort];
    return !is_met ? of : of * (times < 1 ? 1 : times < MOST_TIMES ? times : MOST_TIMES);
}

int32_t ct_portfolio_effort(int32_t number)
{
    int32_t block = 1, depth = 1; // the block of 2^depth - 1 searches that ends with this depth
    while (2 * block - 1 < number + 1) {
        block *= 2;
        depth++;
    }
    if (2 * block - 1 == number + 1) return depth < EFFORTS ? depth : EFFORTS;
    return ct_portfolio_effort(number - (block - 1));
}
