/// Rectangles that hold about equally many of a set of points each, wherever the points crowd.
///
/// A sample of the points is sorted by x and cut into slabs of equal count, each slab sorted by y
/// and cut into tiles of equal count (the leaves of an STR tree: Leutenegger, Lopez, Edgington
/// 1997, doi:10.1109/ICDE.1997.582015). Tiles cover the plane: the outer ones reach to infinity.
/// A tile is closed below and open above, so every point lies in exactly one. With 16 points of the
/// sample to a tile the fullest of thousands has about twice its share.
///
/// Cost O(s log s) for a sample of s to build; two binary searches to find a point's tile.
#ifndef CTK_GEOM_TILES_H
#define CTK_GEOM_TILES_H

#include <stdint.h>

enum { CTK_TILE_SAMPLE = 16 }; ///< points to a tile

typedef struct ctk_tiles {
    int32_t n_slabs, n_rows; ///< tiles: n_slabs * n_rows, slab by slab
    double *x;               ///< [n_slabs + 1] borders of the slabs
    double *y;               ///< [n_slabs * (n_rows + 1)] borders of the tiles of each slab
} ctk_tiles;

/// Doubles for x and y together; y follows x.
static inline int64_t ctk_tiles_size(int32_t n_slabs, int32_t n_rows)
{
    return n_slabs + 1 + (int64_t)n_slabs * (n_rows + 1);
}

/// Fill x and y from n >= 0 points; sample[2 * n] is sorted, work[2 * n] overwritten.
void ctk_tiles_build(ctk_tiles *t, int32_t n, double *sample, double *work);

/// Tile of a point.
int32_t ctk_tiles_find(const ctk_tiles *t, double x, double y);

/// Lower and upper x, y of a tile: box[0] <= x < box[2], box[1] <= y < box[3].
static inline void ctk_tiles_box(const ctk_tiles *t, int32_t tile, double box[4])
{
    const int32_t slab = tile / t->n_rows, row = tile % t->n_rows;
    const double *y = t->y + (int64_t)slab * (t->n_rows + 1) + row;
    box[0] = t->x[slab];
    box[1] = y[0];
    box[2] = t->x[slab + 1];
    box[3] = y[1];
}

#endif
