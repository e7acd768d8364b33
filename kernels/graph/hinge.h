/// What a territory must hold because parts of the map hang on one region alone.
#ifndef CTK_GRAPH_HINGE_H
#define CTK_GRAPH_HINGE_H

#include <stdint.h>

/// For each vertex v the least weight of the territory that v is in, when every territory is
/// connected and weighs lower .. upper:
///
///     load[v] = w[v] + sum over the components C of the graph without v of excess(w(C))
///
/// A territory without v lies in one C. So C is cut into whole territories and what v's own one
/// takes of it, at least excess(W): 0 when q lower <= W <= q upper for some q, else W - q upper
/// with the largest q that leaves something. load[v] > upper proves that there is no such plan. The
/// obvious way takes each v out and looks for components, O(n (n + edges)).
///
///   indptr, indices  graph in compressed rows, symmetric
///   w      [n]       >= 0; the sum fits
///   load   [n]       out
///   work             ctk_hinge_work(n) bytes, aligned to 64
///
/// One depth-first search with low points, O(n + edges): the subtree of a child of v whose low
/// point does not pass v is a component, and what lies outside of all such subtrees is one more.
/// Source: Tarjan 1972, doi:10.1137/0201010.
void ctk_hinge_load(int32_t n, const int64_t *indptr, const int32_t *indices, const int64_t *w,
                    int64_t lower, int64_t upper, int64_t *load, void *work);
int64_t ctk_hinge_work(int32_t n);

/// What weight W >= 0 has over any whole number of territories, 0 <= lower <= upper; see above.
int64_t ctk_hinge_excess(int64_t weight, int64_t lower, int64_t upper);

#endif
