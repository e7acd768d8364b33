/// regions.shp: the input's own geometry, byte by byte, with the territory of each region.
#include <string.h>

#include "base/memory.h"
#include "write/bytes.h"
#include "write/layers.h"
#include "write/records.h"

void ct_regions_table(const ct_writing *w, const int32_t *record_region, ct_attributes *t)
{
    ct_attributes_add(t, "CODE", CT_CELL_TEXT, &w->given->regions.code, "1", "code of the region");
    ct_attributes_add(t, "TERR", CT_CELL_INT, w->territory, "1", "territory id, 0 = unassigned");
    ct_attributes_add(t, "N_ACCTS", CT_CELL_FIXED, w->given->measures.n_accounts, "1",
                      "accounts matched");
    for (int32_t m = 0; m < w->given->measures.n; m++) {
        const ct_measure *measure = &w->given->measures.item[m];
        ct_attributes_add(t, measure->name, CT_CELL_FIXED, measure->region, "1", measure->name)
            ->decimals = measure->decimals;
    }
    ct_attributes_add(t, "COLOR", CT_CELL_INT, w->color, "1", "colour of the territory");
    for (int32_t f = 0; f < t->n_fields; f++) t->field[f].item = record_region;
}

static void copy_record(const void *user, int64_t i, char *to)
{
    const ct_records *records = user;
    memcpy(to, records->content[i], (size_t)records->bytes[i]);
}

static ct_status write_records(const ct_writing *w, const ct_records *records, ct_error *err)
{
    const bool is_point = w->given->regions.is_point_layer;
    ct_output_layer layer = {.name = "regions", .wkt = w->given->regions.crs_wkt};
    layer.symbol = is_point ? CT_SYMBOL_POINT : CT_SYMBOL_REGION;
    layer.shapes = (ct_shapes){.n = records->n, .bytes = records->bytes, .fill = copy_record};
    layer.shapes.user = records;
    layer.shapes.content = records->content;
    layer.shapes.type = is_point ? CT_SHP_POINT : CT_SHP_POLYGON;
    if (records->n) layer.shapes.type = (int32_t)ct_get_le32(records->content[0]);
    if (layer.shapes.type > 10) layer.shapes.zm_range = records->shp.bytes + 68;
    ct_regions_table(w, records->region, &layer.table);
    return ct_layer_write(w, &layer, err);
}

ct_status ct_write_regions(const ct_writing *w, ct_error *err)
{
    ct_records records;
    ct_status s = ct_records_open(&w->given->regions, &records, err);
    if (!s) s = write_records(w, &records, err);
    ct_records_close(&records);
    return s;
}
