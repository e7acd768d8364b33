/// QGIS styles, so that a layer opens coloured.
#ifndef CT_WRITE_QML_H
#define CT_WRITE_QML_H

#include "canton/status.h"

typedef enum ct_symbol {
    CT_SYMBOL_TERRITORY, ///< filled, strong outline
    CT_SYMBOL_REGION,    ///< filled, hairline
    CT_SYMBOL_POINT,     ///< dots
    CT_SYMBOL_BRIDGE,    ///< dashed line, one colour
    CT_SYMBOL_PROBLEM    ///< filled, one colour, outline of the same so that slivers show
} ct_symbol;

/// dir/name.qml: fills by the field COLOR; `label` is an expression to show, as it
/// stands in XML, NULL = none.
ct_status ct_qml_write(const char *dir, const char *name, ct_symbol symbol, const char *label,
                       ct_error *err);

#endif
