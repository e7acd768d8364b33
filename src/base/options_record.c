/// The command that does a run again.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/options.h"
#include "base/path.h"

enum { LONGEST = 4096 };

/// As a shell reads it back: letters that mean nothing to it as they are, others between quotes.
static void put_quoted(FILE *out, const char *text)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                                "_@%+=:,./-";
    if (*text && !text[strspn(text, plain)]) {
        fputs(text, out);
        return;
    }
    fputc('\'', out);
    for (; *text; text++) {
        if (*text == '\'')
            fputs("'\\''", out);
        else
            fputc(*text, out);
    }
    fputc('\'', out);
}

/// A value that begins with a dash would be taken for an option of its own.
static void put_option(FILE *out, const char *name, const char *value)
{
    fprintf(out, " --%s%c", name, *value == '-' ? '=' : ' ');
    put_quoted(out, value);
}

/// Paths from here; everything else as the summary has it.
static bool value_of(const ct_options *opt, const ct_option *o, int32_t item, char *out)
{
    char path[LONGEST];
    const char *given = ct_option_path(opt, o, item);
    if (!given) return ct_option_text(opt, o, item, out, LONGEST);
    ct_path_from_here(given, path, sizeof path);
    snprintf(out, LONGEST, "%s", path);
    return true;
}

static void put_all(FILE *out, const ct_options *opt, ct_verb verb)
{
    char value[LONGEST];
    for (int32_t i = 0; i < ct_option_count; i++) {
        const ct_option *o = &ct_option_table[i];
        const bool is_wanted = !(o->flags & CT_OPTION_NEUTRAL) || o->flags & CT_OPTION_OUTPUT;
        if (!o->name || !is_wanted || !(o->verbs & verb)) continue;
        for (int32_t item = 0; value_of(opt, o, item, value); item++) {
            if (o->type == CT_TYPE_FLAG)
                fprintf(out, " --%s", o->name);
            else
                put_option(out, o->name, value);
        }
    }
    if (opt->output.out) fputs(" --overwrite", out); // the run to be done again has been there
}

char *ct_options_record(const ct_options *opt, ct_verb verb)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    if (!out) return NULL;
    fprintf(out, "canton %s", ct_verb_name(verb));
    put_all(out, opt, verb);
    const bool failed = ferror(out);
    if (fclose(out) || failed) {
        free(text);
        return NULL;
    }
    return text;
}
