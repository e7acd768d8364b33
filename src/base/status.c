/// Errors and notes.
#include "canton/status.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "canton/progress.h"

/// Names and values come from files: what a terminal would obey in them, the control characters of
/// ASCII and (behind 0xc2) of Latin-1, becomes question marks.
static void disarm(char *text)
{
    for (uint8_t *p = (uint8_t *)text; *p; p++) {
        const bool is_latin = p[0] == 0xc2 && p[1] >= 0x80 && p[1] < 0xa0;
        if (*p < ' ' || *p == 0x7f || is_latin) *p = '?';
        if (is_latin) p[1] = '?';
    }
}

ct_status ct_fail(ct_error *err, ct_status status, const char *format, ...)
{
    if (err) {
        va_list ap;
        va_start(ap, format);
        err->status = status;
        vsnprintf(err->text, sizeof err->text, format, ap);
        va_end(ap);
        disarm(err->text);
    }
    return status;
}

ct_status ct_fail_memory(ct_error *err, int64_t bytes, const char *what)
{
    return ct_fail(err, CT_ERR_MEMORY,
                   "out of memory: %.1f MB wanted for %s; use a larger machine or a smaller input",
                   (double)bytes / 1e6, what);
}

/// "{record|records}" is what stands before the bar for one, what stands behind it otherwise.
static void choose_number(const char *format, bool is_one, char *out, size_t size)
{
    size_t n = 0;
    bool is_choice = false, is_taken = true;
    for (; *format && n + 1 < size; format++) {
        if (*format == '{') {
            is_choice = true;
            is_taken = is_one;
        } else if (is_choice && *format == '|') {
            is_taken = !is_one;
        } else if (is_choice && *format == '}') {
            is_choice = false;
            is_taken = true;
        } else if (is_taken) {
            out[n++] = *format;
        }
    }
    out[n] = 0;
}

static bool make_room(ct_notes *notes, int32_t n)
{
    if (n <= notes->capacity) return true;
    const int32_t doubled = notes->capacity ? 2 * notes->capacity : 16;
    const int32_t capacity = n > doubled ? n : doubled;
    ct_note *item = realloc(notes->item, (size_t)capacity * sizeof *item);
    if (!item) return false;
    notes->item = item;
    notes->capacity = capacity;
    return true;
}

void ct_note_add(ct_notes *notes, ct_severity severity, const char *stage, int64_t count,
                 const char *format, ...)
{
    if (!notes || !make_room(notes, notes->n + 1)) return;
    ct_note *note = &notes->item[notes->n];
    memset(note, 0, sizeof *note);
    note->severity = severity;
    snprintf(note->stage, sizeof note->stage, "%s", stage);
    note->count = count;
    char chosen[1024];
    choose_number(format, count == 1, chosen, sizeof chosen);
    va_list ap;
    va_start(ap, format);
    const int length = vasprintf(&note->text, chosen, ap);
    va_end(ap);
    if (length < 0) return;
    disarm(note->text);
    notes->n++;
}

ct_status ct_refuse(const ct_context *ctx, ct_error *err, const char *stage, const char *format,
                    ...)
{
    ct_error why = {0};
    va_list ap;
    va_start(ap, format);
    vsnprintf(why.text, sizeof why.text, format, ap);
    va_end(ap);
    if (!ctx->refused) return ct_fail(err, CT_ERR_INPUT, "%s", why.text);
    if (ctx->refused->status)
        ct_note_add(ctx->notes, CT_WARN, stage, 0, "%s", why.text);
    else
        ct_fail(ctx->refused, CT_ERR_INPUT, "%s", why.text);
    return CT_OK;
}

void ct_notes_hand_over(ct_notes *from, ct_notes *to)
{
    if (to && from->n && make_room(to, to->n + from->n)) {
        memcpy(to->item + to->n, from->item, (size_t)from->n * sizeof *from->item);
        to->n += from->n;
        from->n = 0;
    }
    ct_notes_free(from);
}

void ct_notes_free(ct_notes *notes)
{
    if (!notes) return;
    for (int32_t i = 0; i < notes->n; i++) free(notes->item[i].text);
    free(notes->item);
    memset(notes, 0, sizeof *notes);
}

ct_status ct_tick(const ct_context *ctx, const char *stage, double done, const char *detail)
{
    if (!ctx || !ctx->progress) return CT_OK;
    return ctx->progress(ctx->user, stage, done, detail) ? CT_ERR_STOPPED : CT_OK;
}
