/// Small shapefiles for tests, written by Shapelib below test_dir().
///
///     make_shp m = make_shp_open("a.shp", MAKE_POLYGON, "CODE C 5; POP N 10; X N 12.3");
///     make_shp_box(&m, "01067|250|1.5", 0, 0, 1, 1);
///     const char *path = make_shp_close(&m);              // "<test_dir>/a.shp"
///     make_shp_prj(path, MAKE_WGS84);                     // without it there is no .prj
///
/// Cells are separated by '|' and stored as they are (an empty one is null), rings as given.
#ifndef CT_TESTS_MAKE_SHP_H
#define CT_TESTS_MAKE_SHP_H

#include <stdint.h>

enum {
    MAKE_NULL = 0,
    MAKE_POINT = 1,
    MAKE_LINE = 3,
    MAKE_POLYGON = 5,
    MAKE_MULTIPOINT = 8,
    MAKE_POINT_Z = 11,
    MAKE_POLYGON_Z = 15,
    MAKE_POINT_M = 21,
    MAKE_POLYGON_M = 25,
    MAKE_MULTIPATCH = 31
};

#define MAKE_WGS84                                                                                 \
    "GEOGCS[\"GCS_WGS_1984\",DATUM[\"D_WGS_1984\",SPHEROID[\"WGS_1984\",6378137.0,298.257223563]]" \
    ","                                                                                            \
    "PRIMEM[\"Greenwich\",0.0],UNIT[\"Degree\",0.0174532925199433]]"
#define MAKE_UTM18N                                                                                \
    "PROJCS[\"WGS_1984_UTM_Zone_18N\"," MAKE_WGS84 ",PROJECTION[\"Transverse_Mercator\"],"         \
    "PARAMETER[\"False_Easting\",500000.0],PARAMETER[\"False_Northing\",0.0],"                     \
    "PARAMETER[\"Central_Meridian\",-75.0],PARAMETER[\"Scale_Factor\",0.9996],"                    \
    "PARAMETER[\"Latitude_Of_Origin\",0.0],UNIT[\"Meter\",1.0]]"

typedef struct make_shp {
    void *shp, *dbf; ///< Shapelib's handles
    int type, n;
    const char *path;
} make_shp;

make_shp make_shp_open(const char *name, int type, const char *fields);

/// A record of n_parts rings of part_size[] vertices each, xy interleaved, Z and M zero.
void make_shp_parts(make_shp *m, const char *cells, int n_parts, const int *part_size,
                    const double *xy);
/// One closed clockwise ring.
void make_shp_box(make_shp *m, const char *cells, double x0, double y0, double x1, double y1);
void make_shp_point(make_shp *m, const char *cells, double x, double y);
void make_shp_null(make_shp *m, const char *cells);

/// Returns the path of the .shp, valid as long as that of test_path().
const char *make_shp_close(make_shp *m);

void make_shp_prj(const char *path, const char *wkt); ///< write the .prj of the layer
void make_shp_cpg(const char *path, const char *text);

/// The sibling of `path` with another extension (".dbf"); rotates through 4 buffers.
const char *make_shp_sibling(const char *path, const char *extension);

/// Whole files, for tests that damage them. bytes are malloc()ed.
char *make_shp_slurp(const char *path, int64_t *size);
void make_shp_spill(const char *path, const char *bytes, int64_t size);

#endif
