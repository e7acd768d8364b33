/// Help, man page and shell completion, all from the option table.
#include <stdio.h>
#include <string.h>

#include "base/outputs.h"
#include "cli/cli.h"

enum { ALL = CT_VERB_RUN | CT_VERB_VALIDATE | CT_VERB_ASSESS };

static const struct {
    int code, verbs; ///< CT_VERB_* that end with it so
    const char *meaning;
} exits[] = {
    {0, CT_VERB_RUN, "every territory is contiguous and inside its bands"},
    {0, CT_VERB_VALIDATE, "a run can use the inputs"},
    {0, CT_VERB_ASSESS, "measured, whatever the alignment is like"},
    {1, ALL, "internal error"},
    {2, ALL, "usage: options that make no sense"},
    {3, ALL, "bad input: the message names file, record, field, value"},
    {4, CT_VERB_RUN, "infeasible: the best plan found is written and marked, with the reasons"},
    {5, ALL, "output could not be written; an older result is intact"},
    {6, ALL, "out of memory"},
    {130, ALL,
     "stopped by SIGINT (143: SIGTERM): the best plan so far is written and marked, if the search "
     "had begun; the second one leaves nothing"},
};

/// Text folded at `width`, every line behind `indent` blanks (the first one is already there).
static void fold(const char *text, int indent, int width)
{
    int at = indent;
    while (*text) {
        const int word = (int)strcspn(text, " ");
        if (at + word > width && at > indent) {
            printf("\n%*s", indent, "");
            at = indent;
        }
        printf("%s%.*s", at > indent ? " " : "", word, text);
        at += word + (at > indent);
        text += word + (text[word] == ' ');
    }
    putchar('\n');
}

/// What an option explains, with its default where a number or a choice has one.
static void explain(const ct_option *o, char *out, size_t size)
{
    const ct_options standard = ct_options_default();
    const bool has_default = o->type == CT_TYPE_REAL || o->type == CT_TYPE_INT ||
                             o->type == CT_TYPE_SEED || o->type == CT_TYPE_CHOICE ||
                             o->type == CT_TYPE_LAYERS;
    char value[CT_LAYERS_TEXT] = "";
    if (has_default) ct_option_text(&standard, o, 0, value, sizeof value);
    const bool is_said = !*value || *value == '-' || !strcmp(value, "0");
    snprintf(out, size, is_said ? "%s" : "%s; default %s", o->help, value);
}

static void print_option(const ct_option *o)
{
    char head[96], text[512];
    const char *argument = o->choices ? o->choices : o->argument;
    snprintf(head, sizeof head, "--%s%s%s", o->name, argument ? " " : "", argument ? argument : "");
    printf("  %-26s ", head);
    if (strlen(head) > 26) printf("\n%*s", 29, "");
    explain(o, text, sizeof text);
    fold(text, 29, 96);
}

/// Those the verb has a use for, and their groups.
static void print_options(ct_verb verb)
{
    const char *group = NULL;
    for (int32_t i = 0; i < ct_option_count; i++) {
        const ct_option *o = &ct_option_table[i];
        if (!o->name) group = o->group;
        if (!o->name || !(o->verbs & verb)) continue;
        if (group) printf("\n%s\n", group);
        group = NULL;
        print_option(o);
    }
}

static void print_overview(void)
{
    puts("canton - cut a map of postal regions into contiguous, balanced, compact sales "
         "territories\n");
    for (const verb_row *v = verbs; v->name; v++) printf("  %-38s %s\n", v->usage, v->summary);
    puts("\nStart here:\n"
         "  canton validate --regions zips.shp --accounts accounts.csv\n"
         "  canton run --regions zips.shp --accounts accounts.csv --k 60 --out plan\n"
         "then open plan/report.html. 'canton help run' lists every option.");
}

static void print_verb(const verb_row *v)
{
    printf("%s\n  %s\n", v->usage, v->summary);
    if (!v->options) return;
    puts("\nA job file holds the same names (regions = zips.shp) under any section, paths relative "
         "to it;\n"
         "an option on the command line wins. What follows a ; or # that stands first or behind a "
         "blank is a\ncomment.");
    print_options(v->options);
    if (v->options != CT_VERB_VALIDATE) puts("\nOutput directory");
    for (int32_t i = 0; v->options != CT_VERB_VALIDATE && i < ct_n_outputs; i++)
        printf("  %-16s %s\n", ct_outputs[i].name, ct_outputs[i].about);
    puts("\nExit codes");
    for (size_t i = 0; i < sizeof exits / sizeof *exits; i++)
        if (exits[i].verbs & v->options) printf("  %-4d %s\n", exits[i].code, exits[i].meaning);
}

/// A line of roff: leading dots and backslashes made harmless.
static void roff(const char *text)
{
    if (*text == '.' || *text == '\'') fputs("\\&", stdout);
    for (; *text; text++) {
        if (*text == '-')
            fputs("\\-", stdout);
        else if (*text == '\\')
            fputs("\\e", stdout);
        else
            putchar(*text);
    }
    putchar('\n');
}

static void print_man(void)
{
    printf(".TH CANTON 1 \"\" \"canton %s\" \"User Commands\"\n.SH NAME\n", CANTON_VERSION);
    puts("canton \\- contiguous, balanced, compact territories from regions and accounts\n.SH "
         "SYNOPSIS");
    for (const verb_row *v = verbs; v->name; v++) printf(".B %s\n.br\n", v->usage);
    puts(".SH DESCRIPTION");
    for (const verb_row *v = verbs; v->name; v++) {
        printf(".TP\n.B %s\n", v->name);
        roff(v->summary);
    }
    for (int32_t i = 0; i < ct_option_count; i++) {
        const ct_option *o = &ct_option_table[i];
        if (!o->name) {
            printf(i ? ".SS %s\n" : ".SH OPTIONS\n.SS %s\n", o->group);
            continue;
        }
        printf(".TP\n.BR \\-\\-%s", o->name);
        if (o->argument) printf(" \" %s\"", o->choices ? o->choices : o->argument);
        putchar('\n');
        char text[512];
        explain(o, text, sizeof text);
        roff(text);
    }
    puts(".SH FILES");
    for (int32_t i = 0; i < ct_n_outputs; i++) {
        printf(".TP\n.B %s\n", ct_outputs[i].name);
        roff(ct_outputs[i].about);
    }
    puts(".SH EXIT STATUS");
    for (size_t i = 0; i < sizeof exits / sizeof *exits; i++) {
        if (!(exits[i].verbs & CT_VERB_RUN)) continue;
        printf(".TP\n.B %d\n", exits[i].code);
        roff(exits[i].meaning);
    }
}

static void print_completion(void)
{
    puts(
        "_canton() {\n    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]}");
    puts("    case $before in");
    for (int32_t i = 0; i < ct_option_count; i++) {
        const ct_option *o = &ct_option_table[i];
        if (!o->name || !o->choices) continue;
        printf("    --%s) COMPREPLY=($(compgen -W \"", o->name);
        for (const char *c = o->choices; *c; c++) putchar(*c == '|' ? ' ' : *c);
        puts("\" -- \"$word\")); return ;;");
    }
    puts("    esac\n    if ((COMP_CWORD == 1)); then");
    fputs("        COMPREPLY=($(compgen -W \"", stdout);
    for (const verb_row *v = verbs; v->name; v++) printf("%s ", v->name);
    puts("--help --version\" -- \"$word\")); return\n    fi");
    fputs("    [[ $word == -* ]] && COMPREPLY=($(compgen -W \"", stdout);
    for (int32_t i = 0; i < ct_option_count; i++)
        if (ct_option_table[i].name) printf("--%s ", ct_option_table[i].name);
    puts("\" -- \"$word\"))\n}\ncomplete -o default -F _canton canton");
}

int help_verb(const char *name)
{
    ct_error err = {0};
    print_verb(verb_find(name));
    return finish(CT_OK, &err);
}

int cmd_help(int argc, char **argv)
{
    ct_error err = {0};
    if (argc < 1) return print_overview(), finish(CT_OK, &err);
    if (argc > 1)
        return finish(
            ct_fail(&err, CT_ERR_USAGE, "canton help [VERB]: name one verb, not '%s'", argv[1]),
            &err);
    if (!strcmp(argv[0], "man")) return print_man(), finish(CT_OK, &err);
    if (!strcmp(argv[0], "completion")) return print_completion(), finish(CT_OK, &err);
    const verb_row *v = verb_find(argv[0]);
    if (v) return print_verb(v), finish(CT_OK, &err);
    char all[256];
    verb_list(all, sizeof all);
    return finish(
        ct_fail(&err, CT_ERR_USAGE,
                "no verb '%s' to explain; there are %s, and the topics man and completion", argv[0],
                all),
        &err);
}

#ifdef CANTON_ONLY_HELP
/// The program that prints man page and completion while the real one is built, which may be for
/// another machine (Makefile: canton-help).
int main(int argc, char **argv)
{
    return cmd_help(argc - 1, argv + 1);
}
#endif
