/// fields.csv: the short names of the shapefiles' fields, and what they mean.
#include <string.h>

#include "write/attributes.h"
#include "write/out.h"
#include "write/writing.h"

static const struct shapes {
    uint32_t layers;
    ct_describer *describe;
} shapes[] = {
#define CT_SHAPES(name, layers, function, about) {layers, function},
#include "canton/options/outputs.def"
};

static void put_rows(ct_out *out, const ct_features *f)
{
    char name[CT_MAX_COLUMNS][CT_ATTRIBUTE_NAME];
    ct_attributes_name(&f->columns, name);
    for (int32_t i = 0; i < f->columns.n; i++) {
        const ct_column *c = &f->columns.column[i];
        ct_out_format(out, "%s,%s,", f->name, name[i]);
        ct_out_cell(out, c->about, (int64_t)strlen(c->about));
        ct_out_format(out, ",%s\n", c->unit);
    }
}

static void put_layer(ct_out *out, const ct_writing *w, ct_describer *describe)
{
    ct_arena arena = {0};
    ct_features f = {0};
    if (!out->first.status && !describe(w, &arena, &f, &out->first)) put_rows(out, &f);
    ct_arena_free(&arena);
}

ct_status ct_write_fields(const ct_writing *w, ct_error *err)
{
    ct_out out;
    ct_out_open(&out, w->dir, "fields.csv");
    ct_out_text(&out, "layer,field,long_name,unit\n");
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++)
        if (ct_is_asked(w, shapes[i].layers)) put_layer(&out, w, shapes[i].describe);
    return ct_out_close(&out, err);
}
