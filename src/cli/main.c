/// The command table.
#include <stdio.h>
#include <string.h>

#include "cli/cli.h"

const command commands[] = {
    {CT_VERB_RUN, "canton run [JOB.ini] [options]", "read, solve, write", cmd_run},
    {CT_VERB_VALIDATE, "canton validate [JOB.ini] [options]",
     "read and check the inputs; say what is wrong with them", cmd_validate},
    {CT_VERB_ASSESS, "canton assess [JOB.ini] [options]",
     "measure an existing alignment (--current), no solve", cmd_assess},
    {CT_VERB_INFO, "canton info FILE", "what a shapefile, accounts file or canton.h5 holds",
     cmd_info},
    {CT_VERB_HELP, "canton help [VERB|man|completion]", "this text, or more on one verb", cmd_help},
    {CT_VERB_NONE, NULL, NULL, NULL},
};

const command *command_find(const char *name)
{
    for (const command *c = commands; c->verb; c++)
        if (!strcmp(name, ct_verb_name(c->verb))) return c;
    return NULL;
}

/// "run, validate, assess, info and help".
static int unknown(const char *name)
{
    ct_error err = {0};
    char verbs[256] = "";
    for (const command *c = commands; c->verb; c++) {
        const size_t at = strlen(verbs);
        const char *between = !at ? "" : c[1].verb ? ", " : " and ";
        snprintf(verbs + at, sizeof verbs - at, "%s%s", between, ct_verb_name(c->verb));
    }
    return finish(ct_fail(&err, CT_ERR_USAGE, "no verb '%s'; there are %s", name, verbs), &err);
}

static int cmd_version(void)
{
    const ct_error none = {0};
    printf("canton %s\n", CANTON_VERSION);
    return finish(CT_OK, &none);
}

int main(int argc, char **argv)
{
    ct_hdf5_no_atexit();
    if (argc < 2) {
        cmd_help(0, NULL);
        return CT_ERR_USAGE;
    }
    if (!strcmp(argv[1], "--version")) return cmd_version();
    if (!strcmp(argv[1], "--help") || !strcmp(argv[1], "-h")) return cmd_help(0, NULL);
    const command *c = command_find(argv[1]);
    return c ? c->run(argc - 2, argv + 2) : unknown(argv[1]);
}
