/// QGIS 3 style documents.
#include "write/qml.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "write/out.h"
#include "write/writing.h"

static void put_property(ct_out *o, const char *name, const char *value)
{
    ct_out_format(o, "     <prop k=\"%s\" v=\"%s\"/>\n", name, value);
}

static void rgb(const char *hex, char out[20])
{
    const long v = strtol(hex + 1, NULL, 16);
    snprintf(out, 20, "%ld,%ld,%ld,255", v >> 16 & 255, v >> 8 & 255, v & 255);
}

static void put_symbol(ct_out *o, ct_symbol symbol, int32_t number, const char *color)
{
    static const char *const type[] = {"fill", "fill", "marker", "line", "fill"};
    static const char *const class[] = {"SimpleFill", "SimpleFill", "SimpleMarker", "SimpleLine",
                                        "SimpleFill"};
    static const char *const outline[] = {"51,51,51,255", "255,255,255,110", "51,51,51,255", "",
                                          "204,0,68,255"};
    static const char *const width[] = {"0.3", "0.05", "0.1", "", "0.4"};
    ct_out_format(o, "   <symbol type=\"%s\" name=\"%d\" alpha=\"1\" clip_to_extent=\"1\">\n",
                  type[symbol], (int)number);
    ct_out_format(o, "    <layer class=\"%s\" enabled=\"1\" locked=\"0\" pass=\"0\">\n",
                  class[symbol]);
    if (symbol == CT_SYMBOL_BRIDGE) {
        put_property(o, "line_color", color);
        put_property(o, "line_style", "dash");
        put_property(o, "line_width", "0.6");
    } else {
        put_property(o, "color", color);
        put_property(o, "outline_color", outline[symbol]);
        put_property(o, "outline_style", "solid");
        put_property(o, "outline_width", width[symbol]);
    }
    if (symbol == CT_SYMBOL_POINT) put_property(o, "size", "1.6");
    ct_out_text(o, "    </layer>\n   </symbol>\n");
}

static void put_single(ct_out *o, ct_symbol symbol)
{
    ct_out_text(o, " <renderer-v2 type=\"singleSymbol\" symbollevels=\"0\" enableorderby=\"0\">\n"
                   "  <symbols>\n");
    put_symbol(o, symbol, 0, "204,0,68,255");
    ct_out_text(o, "  </symbols>\n </renderer-v2>\n");
}

static void put_categories(ct_out *o, ct_symbol symbol)
{
    ct_out_text(o, " <renderer-v2 type=\"categorizedSymbol\" attr=\"COLOR\" symbollevels=\"0\" "
                   "enableorderby=\"0\">\n  <categories>\n");
    for (int32_t c = 0; c < CT_N_COLORS; c++)
        ct_out_format(
            o, "   <category value=\"%d\" symbol=\"%d\" label=\"colour %d\" render=\"true\"/>\n",
            (int)c, (int)c, (int)c + 1);
    ct_out_text(o, "  </categories>\n  <symbols>\n");
    for (int32_t c = 0; c < CT_N_COLORS; c++) {
        char color[20];
        rgb(ct_palette[c], color);
        put_symbol(o, symbol, c, color);
    }
    ct_out_text(o, "  </symbols>\n </renderer-v2>\n");
}

static void put_labels(ct_out *o, const char *expression)
{
    ct_out_format(o,
                  " <labeling type=\"simple\">\n  <settings>\n"
                  "   <text-style fieldName=\"%s\" isExpression=\"1\" fontFamily=\"Sans Serif\" "
                  "fontSize=\"9\" fontWeight=\"75\" fontSizeUnit=\"Point\" "
                  "textColor=\"26,26,26,255\" textOpacity=\"1\">\n"
                  "    <text-buffer bufferDraw=\"1\" bufferSize=\"0.7\" bufferSizeUnits=\"MM\" "
                  "bufferColor=\"255,255,255,255\" bufferOpacity=\"0.8\"/>\n"
                  "   </text-style>\n"
                  "   <placement placement=\"1\" centroidInside=\"1\" centroidWhole=\"1\"/>\n"
                  "   <rendering obstacle=\"0\" displayAll=\"0\"/>\n"
                  "  </settings>\n </labeling>\n",
                  expression);
}

ct_status ct_qml_write(const char *dir, const char *name, ct_symbol symbol, const char *label,
                       ct_error *err)
{
    char file[96];
    ct_out out;
    snprintf(file, sizeof file, "%s.qml", name);
    ct_out_open(&out, dir, file);
    ct_out_format(&out,
                  "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"
                  "<qgis version=\"3.22\" labelsEnabled=\"%d\" "
                  "styleCategories=\"Symbology|Labeling\">\n",
                  label != NULL);
    if (symbol == CT_SYMBOL_BRIDGE || symbol == CT_SYMBOL_PROBLEM)
        put_single(&out, symbol);
    else
        put_categories(&out, symbol);
    if (label) put_labels(&out, label);
    ct_out_text(&out, "</qgis>\n");
    return ct_out_close(&out, err);
}
