/// QGIS styles, so that a layer opens coloured.
#ifndef CT_WRITE_QML_H
#define CT_WRITE_QML_H

#include "write/features.h"

/// dir/name.qml: fills by the field COLOR; `label` is an expression to show, as it
/// stands in XML, NULL = none.
ct_status ct_qml_write(const char *dir, const char *name, ct_symbol symbol, const char *label,
                       ct_error *err);

#endif
