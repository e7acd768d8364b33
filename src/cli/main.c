/// The command table.
#include <stdio.h>
#include <string.h>

#include "cli/cli.h"

const command commands[] = {
    {"run", "canton run [JOB.ini] [options]", "read, solve, write", cmd_run, CT_OPTION_NOT_RUN},
    {"validate", "canton validate [JOB.ini] [options]",
     "read and check the inputs; say what is wrong with them", cmd_validate,
     CT_OPTION_NOT_VALIDATE},
    {"assess", "canton assess [JOB.ini] [options]",
     "measure an existing alignment (--current), no solve", cmd_assess, CT_OPTION_NOT_ASSESS},
    {"info", "canton info FILE", "what a shapefile, accounts file or canton.h5 holds", cmd_info, 0},
    {"help", "canton help [VERB|man|completion]", "this text, or more on one verb", cmd_help, 0},
    {0},
};

static int unknown(const char *verb)
{
    ct_error err = {CT_ERR_USAGE, ""};
    snprintf(err.text, sizeof err.text,
             "no verb '%s'; there are run, validate, assess, info and help", verb);
    return finish(CT_ERR_USAGE, &err);
}

static int cmd_version(void)
{
    const ct_error none = {0};
    printf("canton %s\n", CANTON_VERSION);
    return finish(CT_OK, &none);
}

int main(int argc, char **argv)
{
    if (argc < 2) {
        cmd_help(0, NULL);
        return CT_ERR_USAGE;
    }
    if (!strcmp(argv[1], "--version")) return cmd_version();
    if (!strcmp(argv[1], "--help") || !strcmp(argv[1], "-h")) return cmd_help(0, NULL);
    for (const command *c = commands; c->name; c++)
        if (!strcmp(argv[1], c->name)) return c->run(argc - 2, argv + 2);
    return unknown(argv[1]);
}
