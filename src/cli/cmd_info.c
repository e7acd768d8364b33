/// canton info: what a file holds.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"

int cmd_info(int argc, char **argv)
{
    ct_error err = {0};
    char *text = NULL;
    if (argc == 1 && (!strcmp(argv[0], "--help") || !strcmp(argv[0], "-h")))
        return help_verb("info");
    if (argc != 1)
        return finish(ct_fail(&err, CT_ERR_USAGE, "canton info FILE: name one file"), &err);
    const ct_status s = ct_info(argv[0], &text, &err);
    if (!s) fputs(text, stdout);
    free(text);
    return finish(s, &err);
}
