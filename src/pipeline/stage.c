/// What is said when a stage begins and ends.
#include <stdarg.h>
#include <stdio.h>

#include "base/text.h"
#include "pipeline/pipeline.h"

ct_status ct_pipeline_begin(const ct_context *ctx, const char *stage)
{
    return ct_tick(ctx, stage, 0, "");
}

void ct_pipeline_end(const ct_context *ctx, const char *stage, const char *format, ...)
{
    if (!ctx->stage_end) return;
    char found[512];
    va_list ap;
    va_start(ap, format);
    vsnprintf(found, sizeof found, format, ap);
    va_end(ap);
    ctx->stage_end(ctx->user, stage, found);
}

const char *ct_pipeline_count(int64_t n)
{
    static _Thread_local char text[8][32];
    static _Thread_local int next;
    char *out = text[next++ & 7];
    ct_format_count(n, out);
    return out;
}

ct_context ct_pipeline_context(const ct_options *opt, const ct_context *ctx)
{
    ct_context out = *ctx;
    out.output = opt->output.out ? &opt->output : NULL;
    return out;
}
