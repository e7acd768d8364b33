/// Names of files.
#ifndef CT_BASE_PATH_H
#define CT_BASE_PATH_H

#include <stddef.h>

/// An absolute path as one writes it in the folder `here` (absolute, no links): "../../data/a.shp";
/// relative ones stay, and "-", which is standard input. A path that does not fit is cut.
void ct_path_relative(const char *path, const char *here, char *out, size_t size);

/// The same in the working directory.
void ct_path_from_here(const char *path, char *out, size_t size);

#endif
